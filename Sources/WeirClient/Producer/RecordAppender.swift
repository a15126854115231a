/// Queues records of one topic while the producer's lock is held: for whoever has many at once.
///
/// What it is given is copied before it returns. Hold it briefly (tens of microseconds): sending waits meanwhile.
package struct RecordAppender {
  /// What became of a record.
  package enum Outcome: Sendable, Equatable {
    case queued
    /// The queue is full: wait for `Producer.room` and hand it over again.
    case full
    /// Its key and value take this many bytes, more than a request may.
    case tooLarge(Int)
    case noSuchPartition
  }

  private let core: ProducerCore
  private let topic: ProducerCore.TopicQueue
  private let nowNanos: UInt64
  private let nowMillis: Int64
  var needsDrain = false

  init(core: ProducerCore, topic: ProducerCore.TopicQueue, nowNanos: UInt64, nowMillis: Int64) {
    self.core = core
    self.topic = topic
    self.nowNanos = nowNanos
    self.nowMillis = nowMillis
  }

  /// - Parameters:
  ///   - partition: nil lets the key choose, or spreads records without one.
  ///   - timestampMillis: nil for the time the appender was made.
  package mutating func append(
    key: UnsafeRawBufferPointer? = nil, value: UnsafeRawBufferPointer?, headers: [RecordHeader] = [],
    partition: Int32? = nil, timestampMillis: Int64? = nil,
    onDelivery: (@Sendable (Result<Delivery, ClientError>) -> Void)? = nil
  ) -> Outcome {
    core.append(
      topic, partition: partition, key: key, value: value, headers: headers,
      timestamp: timestampMillis ?? nowMillis, nowNanos: nowNanos, callback: onDelivery, needsDrain: &needsDrain)
  }
}
