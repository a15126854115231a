import NIOCore

/// How long to wait before trying again: doubled each time up to a bound, spread so that clients do not come in step.
struct Backoff: Sendable {
  /// Kafka's `retry.backoff.ms` and `retry.backoff.max.ms`.
  var firstMillis: Int64 = 100
  var longestMillis: Int64 = 1_000

  /// - Parameters:
  ///   - attempt: from 0.
  ///   - spread: from 0 up to 1; picks a point between 80% and 120%.
  func millis(attempt: Int, spread: Double = .random(in: 0..<1)) -> Int64 {
    let doublings = min(max(0, attempt), 20)
    let plain = min(longestMillis, firstMillis << Int64(doublings))
    return Int64(Double(plain) * (0.8 + 0.4 * spread))
  }
}

extension EventLoop {
  /// Waits without holding a thread; ends early, with an error, when the task is cancelled.
  func pause(millis: Int64) async throws(ClientError) {
    if Task.isCancelled { throw .cancelled }
    let timer = scheduleTask(in: .milliseconds(max(0, millis))) {}
    let finished = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
        timer.futureResult.whenComplete { result in
          if case .success = result {
            continuation.resume(returning: true)
          } else {
            continuation.resume(returning: false)
          }
        }
      }
    } onCancel: {
      timer.cancel()
    }
    if !finished { throw .cancelled }
  }
}
