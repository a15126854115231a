import NIOCore
import Synchronization

/// A body that arrives in pieces, for one reader. While much is unread the connection reads no more, so that memory
/// stays bounded.
final class HTTPBodyStream: Sendable {
  /// Unread bytes at which reading pauses.
  private static let unreadMax = 1 << 20

  private struct State {
    var pieces: [ByteBuffer] = []
    var bytes = 0
    var isPaused = false
    /// Nil while more may come; inside, the failure that ended it.
    var end: APIError??
    var waiter: CheckedContinuation<Result<ByteBuffer?, APIError>, Never>?
  }

  private let state = Mutex(State())
  private let channel: any Channel

  init(_ channel: any Channel) { self.channel = channel }

  /// The next bytes; nil at the end. A cancelled task closes the connection.
  func next() async throws(APIError) -> ByteBuffer? {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { take($0) }
    } onCancel: {
      cancel()
    }
    return try result.get()
  }

  private func take(_ continuation: CheckedContinuation<Result<ByteBuffer?, APIError>, Never>) {
    let (result, resumes) = state.withLock { state -> (Result<ByteBuffer?, APIError>?, Bool) in
      if !state.pieces.isEmpty {
        let piece = state.pieces.removeFirst()
        state.bytes -= piece.readableBytes
        let resumes = state.isPaused && state.bytes < Self.unreadMax / 2
        if resumes { state.isPaused = false }
        return (.success(piece), resumes)
      }
      if let end = state.end { return (end.map { .failure($0) } ?? .success(nil), false) }
      state.waiter = continuation
      return (nil, false)
    }
    if resumes { setReading(true) }
    if let result { continuation.resume(returning: result) }
  }

  /// A piece came in. Called on the connection's loop.
  func append(_ piece: ByteBuffer) {
    let (waiter, pauses) = state.withLock {
      state -> (CheckedContinuation<Result<ByteBuffer?, APIError>, Never>?, Bool) in
      if state.end != nil { return (nil, false) }
      if let waiter = state.waiter {
        state.waiter = nil
        return (waiter, false)
      }
      state.pieces.append(piece)
      state.bytes += piece.readableBytes
      let pauses = !state.isPaused && state.bytes >= Self.unreadMax
      if pauses { state.isPaused = true }
      return (nil, pauses)
    }
    waiter?.resume(returning: .success(piece))
    if pauses { setReading(false) }
  }

  /// No more will come.
  func finish(_ failure: APIError?) {
    let waiter = state.withLock { state -> CheckedContinuation<Result<ByteBuffer?, APIError>, Never>? in
      if state.end != nil { return nil }
      state.end = .some(failure)
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(returning: failure.map { .failure($0) } ?? .success(nil))
  }

  /// Ends it from the reader's side; the connection is of no further use.
  func cancel() {
    finish(.failed(.cancelled))
    channel.close(promise: nil)
  }

  private func setReading(_ isReading: Bool) {
    channel.setOption(ChannelOptions.autoRead, value: isReading).whenComplete { _ in }
  }
}
