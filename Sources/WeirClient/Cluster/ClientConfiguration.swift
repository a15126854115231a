/// What every client of a cluster has in common.
public struct ClientConfiguration: Sendable {
  /// Shown in the broker's log and metrics; at most 255 bytes.
  public var clientID = "weir"
  /// How long opening a connection may take.
  public var connectTimeoutMillis: Int64 = 10_000
  /// How long an answer may take.
  public var requestTimeoutMillis: Int64 = 30_000
  /// How long one call may go on trying again after errors that may go away.
  public var callTimeoutMillis: Int64 = 60_000
  /// After this time what is known of a topic is asked for again.
  public var metadataAgeMaxMillis: Int64 = 300_000

  public init() {}
}
