import Synchronization
import WeirBase

/// A watch of etcd that outlives its connections: it goes on where the last one ended.
final class EtcdWatch: Sendable {
  /// Between attempts, in milliseconds.
  private static let pauseMin: UInt64 = 50
  private static let pauseMax: UInt64 = 2_000

  let queue = WatchQueue()
  private let client: EtcdClient
  private let keys: EtcdKeys
  private let prefix: String
  private let after: Int64
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(_ client: EtcdClient, _ keys: EtcdKeys, prefix: String, after: Int64) {
    self.client = client
    self.keys = keys
    self.prefix = prefix
    self.after = after
  }

  func cancel() { task.withLock { $0 }?.cancel() }

  /// Returns when a member has taken the watch.
  func open() async throws(StoreError) {
    let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Void, StoreError>, Never>) in
      let opening = Opening(done)
      let task = Task { await self.run(opening) }
      self.task.withLock { $0 = task }
    }
    try result.get()
  }

  /// Whoever waits for the watch to open, told once.
  private final class Opening: Sendable {
    private let waiting: Mutex<CheckedContinuation<Result<Void, StoreError>, Never>?>

    init(_ done: CheckedContinuation<Result<Void, StoreError>, Never>) { waiting = Mutex(done) }

    var isOver: Bool { waiting.withLock { $0 == nil } }

    func finish(_ result: Result<Void, StoreError>) {
      let done = waiting.withLock { waiting in
        defer { waiting = nil }
        return waiting
      }
      done?.resume(returning: result)
    }
  }

  private func run(_ opening: Opening) async {
    var session = EtcdWatchSession(client, keys, prefix: prefix, after: after)
    var pause = Self.pauseMin
    var attempts = 0
    while !Task.isCancelled {
      let end = await session.run(created: { opening.finish(.success(())) }, tell: { queue.tell($0) })
      attempts += 1
      switch end {
      case .unwanted: return opening.finish(.failure(.unavailable("the watch was cancelled")))
      case .refused(let error):
        queue.finish(error)
        return opening.finish(.failure(error))
      case .lost(let cause):
        if !opening.isOver && attempts > client.endpoints.count {
          return opening.finish(.failure(.unavailable(cause)))
        }
      }
      pause = session.isCreated ? Self.pauseMin : min(pause * 2, Self.pauseMax)
      await Pause.nanos(pause * 1_000_000)
    }
    opening.finish(.failure(.unavailable("the watch was cancelled")))
  }
}
