/// What became of the records handed to a producer so far.
public struct DeliveryReport: Sendable, Hashable {
  /// Taken by `send`.
  public var queued: UInt64 = 0
  /// Acknowledged by the broker; with `acks == .none`, written to the connection.
  public var acknowledged: UInt64 = 0
  /// Given up.
  public var failed: UInt64 = 0
  /// Keys and values of the acknowledged records, with their framing, before compression.
  public var acknowledgedBytes: UInt64 = 0
  /// Requests that were repeated.
  public var retries: UInt64 = 0
  /// Why the first record was given up.
  public var firstFailure: ClientError?

  /// Neither acknowledged nor given up yet.
  public var outstanding: UInt64 { queued &- acknowledged &- failed }

  public init() {}
}

/// Where a record came to lie.
public struct Delivery: Sendable, Hashable {
  public let topic: String
  public let partition: Int32
  /// -1 where the broker did not tell (`acks == .none`).
  public let offset: Int64
}
