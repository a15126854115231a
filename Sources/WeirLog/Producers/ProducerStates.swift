import WeirRecords

/// What a log knows of the idempotent producers that write to it (KIP-98). A state machine without I/O.
struct ProducerStates: Equatable, Sendable {
  /// Batches a producer may have in flight, and so the number that can come twice.
  static let batchesKept = 5
  /// Producers that are remembered. Ids come from the wire, so their number needs a bound; beyond it, those that wrote
  /// nothing for longest are forgotten, as if by time.
  static let producersMax = 65_536

  struct Batch: Equatable, Sendable {
    var firstSequence: Int32
    var lastSequence: Int32
    var baseOffset: Int64
    var lastOffset: Int64
    /// The batch's max timestamp, in milliseconds.
    var timestamp: Int64
  }

  struct Producer: Equatable, Sendable {
    var epoch: Int16
    /// Oldest first.
    var batches: [Batch]
    /// Wall clock of the last append, in milliseconds.
    var lastUsed: Int64
  }

  enum Verdict: Equatable, Sendable {
    case next
    case duplicate(Batch)
    case outOfOrderSequence
    case invalidEpoch
  }

  private(set) var producers: [Int64: Producer] = [:]

  init(_ producers: [Int64: Producer] = [:]) { self.producers = producers }

  /// Whether the batch is the one its producer should send now. A producer without state may begin anywhere: what it
  /// wrote before may be gone by retention (as Kafka does since KIP-360).
  func judge(_ header: BatchHeader) -> Verdict {
    guard header.baseSequence >= 0 else { return .outOfOrderSequence }
    guard let producer = producers[header.producerId] else { return .next }
    if header.producerEpoch < producer.epoch { return .invalidEpoch }
    if header.producerEpoch > producer.epoch {
      return header.baseSequence == 0 ? .next : .outOfOrderSequence
    }
    if let same = producer.batches.last(where: {
      $0.firstSequence == header.baseSequence && $0.lastSequence == header.lastSequence
    }) {
      return .duplicate(same)
    }
    guard let last = producer.batches.last else { return .next }
    return header.baseSequence == Self.sequence(after: last.lastSequence) ? .next : .outOfOrderSequence
  }

  static func sequence(after sequence: Int32) -> Int32 { sequence == Int32.max ? 0 : sequence &+ 1 }

  /// Notes an appended batch (its base offset stamped).
  mutating func note(_ header: BatchHeader, baseOffset: Int64, now: Int64) {
    guard header.isIdempotent, header.baseSequence >= 0 else { return }
    let batch = Batch(
      firstSequence: header.baseSequence, lastSequence: header.lastSequence, baseOffset: baseOffset,
      lastOffset: baseOffset &+ Int64(header.lastOffsetDelta), timestamp: header.maxTimestamp)
    var producer = producers[header.producerId] ?? Producer(epoch: header.producerEpoch, batches: [], lastUsed: now)
    if producer.epoch != header.producerEpoch {
      producer.epoch = header.producerEpoch
      producer.batches = []
    }
    if producer.batches.count >= Self.batchesKept { producer.batches.removeFirst() }
    producer.batches.append(batch)
    producer.lastUsed = now
    if producers.count >= Self.producersMax, producers[header.producerId] == nil { forgetOldest() }
    producers[header.producerId] = producer
  }

  private mutating func forgetOldest() {
    let last = producers.values.map { $0.batches.last?.baseOffset ?? -1 }.sorted()
    let middle = last[last.count / 2]
    producers = producers.filter { $0.value.batches.last?.baseOffset ?? -1 > middle }
  }

  /// Forgets producers that wrote nothing since `time` (producer.id.expiration.ms).
  mutating func expire(before time: Int64) { producers = producers.filter { $0.value.lastUsed >= time } }
}
