import WeirWire

/// Why a call on the cluster failed: what was wrong, where, and what to do next.
public struct ClientError: Error, Hashable, Sendable {
  /// What a program may want to tell apart.
  public enum Kind: Hashable, Sendable {
    /// No connection could be opened.
    case unreachable
    /// A connection ended while an answer was awaited; whether the request was carried out is unknown.
    case disconnected
    /// No answer within the time set; whether the request was carried out is unknown.
    case timedOut
    /// There is no such topic or partition.
    case unknownTopic
    /// The broker refused, with Kafka's error code.
    case refused(Int16)
    /// The broker speaks no version of a request that this client speaks.
    case unsupported
    /// An argument is out of its range.
    case invalidArgument
    /// A record is larger than it may be.
    case tooLarge
    /// Bytes from the broker are not what they should be.
    case damaged
    /// The task was cancelled.
    case cancelled
    /// The producer, consumer or cluster was closed before.
    case closed
  }

  public let kind: Kind
  /// What was wrong, without a full stop.
  public let what: String
  /// Where: an address, a topic, a group; empty where there is no such place.
  public let place: String
  /// What to do next; nil where the error says it all.
  public let next: String?

  public init(_ kind: Kind, _ what: String, at place: String = "", next: String? = nil) {
    self.kind = kind
    self.what = what
    self.place = place
    self.next = next
  }

  /// Whether the same call may succeed when it is made again.
  public var isTransient: Bool {
    switch kind {
    case .unreachable, .disconnected, .timedOut: true
    case .refused(let code): ErrorCode(rawValue: code)?.isTransient ?? false
    default: false
    }
  }

  /// Kafka's error code, where the broker gave one.
  public var code: Int16? {
    if case .refused(let code) = kind { return code }
    return nil
  }

  static let cancelled = ClientError(.cancelled, "cancelled")
  static let closed = ClientError(.closed, "already closed")
}

extension ClientError: CustomStringConvertible {
  public var description: String {
    var text = what
    if !place.isEmpty { text += " (\(place))" }
    if let next { text += ". \(next)" }
    return text
  }
}

extension ClientError {
  /// What a broker's error code means for the caller.
  ///
  /// - Parameter message: the broker's own words, preferred over ours where they say more.
  static func refused(_ code: Int16, _ message: String? = nil, at place: String) -> ClientError {
    let known = ErrorCode(rawValue: code)
    if known == .unknownTopicOrPartition || known == .unknownTopicId {
      return ClientError(.unknownTopic, "Topic not found", at: place, next: "Create it with `weir topic create`")
    }
    let meaning = known?.message ?? "error code \(code)"
    let text = message.flatMap { $0.isEmpty ? nil : $0 } ?? meaning
    return ClientError(.refused(code), text, at: place)
  }
}

extension ErrorCode {
  /// Whether Kafka marks the error as one that may go away (RetriableException), the corrupt message excepted: what a
  /// sender got wrong once it sends wrong again.
  var isTransient: Bool {
    switch self {
    case .unknownTopicOrPartition, .leaderNotAvailable, .notLeaderOrFollower, .requestTimedOut, .networkException,
      .coordinatorLoadInProgress, .coordinatorNotAvailable, .notCoordinator, .notEnoughReplicas,
      .notEnoughReplicasAfterAppend, .notController, .kafkaStorageError, .listenerNotFound, .fencedLeaderEpoch,
      .unknownLeaderEpoch, .offsetNotAvailable, .unknownTopicId, .inconsistentTopicId, .throttlingQuotaExceeded:
      true
    default: false
    }
  }

  /// Whether the client's idea of who leads what is out of date.
  var wantsMetadata: Bool {
    switch self {
    case .unknownTopicOrPartition, .leaderNotAvailable, .notLeaderOrFollower, .listenerNotFound, .fencedLeaderEpoch,
      .unknownLeaderEpoch, .unknownTopicId, .inconsistentTopicId, .networkException, .kafkaStorageError:
      true
    default: false
    }
  }
}
