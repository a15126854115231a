import Dispatch
import Synchronization

/// Runs asynchronous work from the main thread and waits for it.
///
/// Commands keep the main thread to themselves, so that it may block in reads and writes; what the client does in the
/// background has threads of its own.
func wait<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) throws -> T {
  let (task, done, box) = start(body)
  Interruption.shared.whileRunning({ done.wait() }, cancel: { task.cancel() })
  return try box.take()
}

/// As `wait`, but a signal does not cut it short.
func waitToTheEnd<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) throws -> T {
  let (_, done, box) = start(body)
  done.wait()
  return try box.take()
}

private func start<T: Sendable>(
  _ body: @escaping @Sendable () async throws -> T
) -> (task: Task<Void, Never>, done: DispatchSemaphore, box: ResultBox<T>) {
  let box = ResultBox<T>()
  let done = DispatchSemaphore(value: 0)
  let task = Task {
    do { box.set(.success(try await body())) } catch { box.set(.failure(error)) }
    done.signal()
  }
  return (task, done, box)
}

private final class ResultBox<T: Sendable>: Sendable {
  private let result = Mutex<Result<T, any Error>?>(nil)

  func set(_ value: Result<T, any Error>) { result.withLock { $0 = value } }

  func take() throws -> T {
    guard let result = result.withLock({ $0 }) else { throw CommandFailure.failed("the work ended without a result") }
    return try result.get()
  }
}
