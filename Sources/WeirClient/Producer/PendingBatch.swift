import NIOCore

/// Who an idempotent producer is to the brokers (KIP-98).
struct ProducerIdentity: Hashable, Sendable {
  let id: Int64
  let epoch: Int16
}

/// What makes a batch known when it is sent again. It stays with the batch through all repetitions.
struct SequenceStamp: Hashable, Sendable {
  let identity: ProducerIdentity
  let first: Int32
}

/// A batch that is closed to further records and waits to be sent or acknowledged.
///
/// `@unchecked Sendable`: it belongs to its partition's queue, under the producer's lock, until it is taken, and to the
/// event loop from then until it is settled.
final class PendingBatch: @unchecked Sendable {
  typealias Callback = @Sendable (Result<Delivery, ClientError>) -> Void

  let place: TopicPartition
  /// Grows with each batch of a partition: the order that must be kept.
  let number: UInt64
  let createdNanos: UInt64
  /// Records.
  let count: Int
  /// What it weighs in the producer's queue.
  let bytes: Int
  let content: OpenBatch?
  var stamp: SequenceStamp?
  /// How often it has been sent without success.
  var attempts = 0
  /// As sent, kept for a repetition with the same stamp.
  var encoded: ByteBuffer?
  var encodedStamp: SequenceStamp?
  /// By the record's place in the batch; only for records whose sender wants to know.
  var callbacks: [(index: Int, call: Callback)] = []
  var flushes: [FlushWaiter] = []

  init(_ place: TopicPartition, number: UInt64, createdNanos: UInt64, count: Int, bytes: Int, content: OpenBatch? = nil)
  {
    self.place = place
    self.number = number
    self.createdNanos = createdNanos
    self.count = count
    self.bytes = bytes
    self.content = content
  }
}

extension PendingBatch {
  /// The records in two batches, with their callbacks; nil for a batch of one.
  func split() -> (PendingBatch, PendingBatch)? {
    guard let (first, second) = content?.split() else { return nil }
    let halves = [first, second].map { half in
      PendingBatch(
        place, number: number, createdNanos: createdNanos, count: half.count, bytes: half.weight, content: half)
    }
    for callback in callbacks {
      let isFirst = callback.index < first.count
      halves[isFirst ? 0 : 1].callbacks.append((isFirst ? callback.index : callback.index - first.count, callback.call))
    }
    for half in halves {
      // They go one at a time, as everything that failed does.
      half.attempts = attempts + 1
      half.flushes = flushes
    }
    for waiter in flushes { waiter.left += 1 }
    return (halves[0], halves[1])
  }
}

/// Someone waits until a number of batches are settled.
///
/// `@unchecked Sendable`: every access is under the producer's lock.
final class FlushWaiter: @unchecked Sendable {
  var left = 0
  var continuation: CheckedContinuation<Void, Never>?
}
