/// How a producer gathers, sends and tries again.
public struct ProducerConfiguration: Sendable {
  /// What an acknowledgement stands for.
  public enum Acknowledgement: Int16, Sendable, CaseIterable {
    /// None is asked for; what the network or the broker drops is lost.
    case none = 0
    /// The leader has it.
    case leader = 1
    /// It is on stable storage, and in a cluster on the in-sync replicas.
    case all = -1
  }

  public var acks = Acknowledgement.all
  /// Sends each record exactly once into the log although requests are repeated (KIP-98). Needs `acks == .all`.
  public var isIdempotent = true
  /// How long a batch that is not full waits for more records.
  public var lingerMillis: Int64 = 5
  /// A batch is sent when it has this many bytes; larger records travel alone. 1 to `requestBytesMax`.
  public var batchBytesMax = 256 << 10
  /// One produce request, and so the largest record.
  public var requestBytesMax = 1 << 20
  /// Records waiting or in flight; then `send` waits.
  public var queueBytesMax = 64 << 20
  /// Batches of one partition that may be in flight; idempotent producers are held to 5 by the brokers.
  public var batchesInFlightMax = 5
  public var compression = Compression.none
  /// How long a record may wait for its acknowledgement, with all its repetitions.
  public var deliveryTimeoutMillis: Int64 = 120_000
  /// How long a broker may take for one request.
  public var requestTimeoutMillis: Int32 = 30_000
  /// How often a batch is sent again after errors that may go away.
  public var retriesMax = Int.max

  public init() {}

  /// Sends once and asks for an acknowledgement, but does not repeat: nothing is ever there twice, something may be
  /// missing.
  public static var atMostOnce: ProducerConfiguration {
    var configuration = ProducerConfiguration()
    configuration.acks = .leader
    configuration.isIdempotent = false
    configuration.retriesMax = 0
    return configuration
  }

  /// Fields as they take effect together.
  var effective: ProducerConfiguration {
    var fixed = self
    fixed.isIdempotent = isIdempotent && acks == .all && retriesMax > 0
    fixed.batchesInFlightMax = max(1, fixed.isIdempotent ? min(5, batchesInFlightMax) : batchesInFlightMax)
    // Without sequence numbers only one at a time keeps the order when one is repeated.
    if !fixed.isIdempotent && acks != .none && retriesMax > 0 { fixed.batchesInFlightMax = 1 }
    fixed.batchBytesMax = max(256, batchBytesMax)
    fixed.requestBytesMax = max(fixed.batchBytesMax, requestBytesMax)
    fixed.queueBytesMax = max(fixed.requestBytesMax, queueBytesMax)
    return fixed
  }
}

/// How batches are compressed on the wire and in the log.
public enum Compression: String, Sendable, CaseIterable {
  case none, gzip, snappy, lz4, zstd
}
