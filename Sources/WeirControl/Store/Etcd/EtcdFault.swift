import WeirBase

/// Why a call to etcd did not give an answer.
struct EtcdFault: Error {
  enum Kind {
    /// The request never left, so that it is safe to send it again whatever it does.
    case unsent
    /// No answer came, or only a part of it.
    case lost
    /// The answer is larger than what is taken.
    case tooLarge
  }

  var kind: Kind
  var message: String

  init(_ message: String, _ kind: Kind = .lost) {
    self.kind = kind
    self.message = message
  }
}

/// What etcd said instead of a result: gRPC's status in the gateway's JSON.
struct EtcdRefusal: Error {
  var code: Int64
  var message: String

  /// Codes by which a member says that it cannot serve now: DeadlineExceeded, ResourceExhausted, Aborted, Unavailable.
  /// https://github.com/grpc/grpc/blob/master/doc/statuscodes.md
  private static let passing: Set<Int64> = [4, 8, 10, 14]

  var isPassing: Bool { Self.passing.contains(code) && !isTooLarge }
  var isTooLarge: Bool {
    message.contains("too large") || message.contains("too many operations") || message.contains("larger than max")
  }
  var isCompacted: Bool { code == 11 && message.contains("compacted") }

  /// - Parameter lease: the lease that the request named, 0 for none.
  func storeError(lease: Int64 = 0) -> StoreError {
    if isTooLarge { return .tooLarge("etcd: \(message)") }
    if message.contains("database space exceeded") {
      return .unavailable("etcd is full (\(message)): compact it, `etcdctl defrag`, then `etcdctl alarm disarm`")
    }
    if isCompacted { return .compacted(0) }
    switch code {
    case 3, 9, 11: return .invalid("etcd: \(message)")
    case 5 where message.contains("lease"): return .leaseNotFound(lease)
    case 5, 12: return .invalid("etcd: \(message); is it etcd 3.4 or newer?")
    case 15: return .damaged("etcd reports damage: \(message)")
    default: return .unavailable("etcd: \(message)")
    }
  }

  /// Reads `{"error": ..., "message": ..., "code": N}`, or the same in a stream's line.
  init(_ json: JSONValue?, status: Int) {
    let nested = json?["error"]?.members == nil ? json : json?["error"]
    code = nested?["code"]?.integer ?? nested?["grpc_code"]?.integer ?? (status == 404 ? 12 : 2)
    message = nested?["message"]?.text ?? nested?["error"]?.text ?? "HTTP \(status)"
  }
}
