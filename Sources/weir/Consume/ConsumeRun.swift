import WeirBase
import WeirClient
import WeirRecords

/// One `weir consume`: from the first record to the end that was asked for.
final class ConsumeRun {
  private static let commitIntervalNanos: UInt64 = 2_000_000_000

  private let cluster: Cluster
  private let topic: TopicMetadata
  private let partitions: [Int32]
  private let start: StartPosition
  /// Inclusive; nil for none.
  private let end: Int64?
  private let isContinuous: Bool
  private let consumer: Consumer
  private let isNamed: Bool
  private let clock = SystemClock()
  /// The offset before which each partition still has something to show; those that are done are gone from it.
  private var limits: [TopicPartition: Int64] = [:]
  /// What was shown and not noted yet.
  private var toCommit: [TopicPartition: Int64] = [:]
  private var lastCommit: UInt64 = 0
  private var total: Int64 = 0
  private var records: UInt64 = 0
  private var bytes: UInt64 = 0

  init(
    cluster: Cluster, topic: TopicMetadata, partitions: [Int32], start: StartPosition, end: Int64?, isContinuous: Bool,
    configuration: ConsumerConfiguration
  ) {
    self.cluster = cluster
    self.topic = topic
    self.partitions = partitions
    self.start = start
    self.end = end
    self.isContinuous = isContinuous
    isNamed = configuration.groupID != nil
    consumer = Consumer(cluster, configuration: configuration)
  }

  func run(printer: RecordPrinter, progress: ProgressBar) throws {
    var printer = printer
    var progress = progress
    let output = StandardOutput()
    Interruption.shared.endGracefully()
    do {
      try begin()
      while !limits.isEmpty, !Interruption.shared.isRequested {
        guard let chunk = try next(output) else { break }
        try show(chunk, &printer, output)
        progress.update(share: share, records: records, bytes: bytes)
        commitWhenDue()
      }
    } catch let error as ClientError where error.kind == .cancelled {
      // Ctrl-C is how a stream is left.
    }
    progress.clear()
    try printer.finish(output)
    try output.flush()
    try commit()
  }

  /// Finds where each partition begins and ends for this run.
  private func begin() throws {
    let (cluster, consumer, start) = (cluster, consumer, start)
    let starts = Dictionary(
      uniqueKeysWithValues: partitions.map { (TopicPartition(topic: topic.name, partition: $0), start) })
    let ends = try wait {
      // The end first: what is written meanwhile is not part of what is there now.
      let ends = try await Admin(cluster).listOffsets(starts.mapValues { _ in .end })
      try await consumer.assign(starts)
      return ends
    }
    for (place, position) in consumer.positions {
      var limit = isContinuous ? Int64.max : ends[place] ?? 0
      if let end { limit = min(limit, end == .max ? .max : end + 1) }
      if position < limit { limits[place] = limit } else { consumer.drop(place) }
      if limit < .max { total &+= max(0, limit &- position) }
    }
  }

  /// The next chunk; what was gathered is shown before waiting for it.
  private func next(_ output: StandardOutput) throws -> RecordChunk? {
    let consumer = self.consumer
    if let ready = try consumer.pollReady() { return ready }
    try output.flush()
    return try wait { try await consumer.poll() }
  }

  private func show(_ chunk: RecordChunk, _ printer: inout RecordPrinter, _ output: StandardOutput) throws {
    guard let limit = limits[chunk.place] else { return }
    var failure: BrokenPipe?
    var shown: UInt64 = 0
    try chunk.forEachView { record in
      guard record.offset < limit else { return false }
      do throws(BrokenPipe) {
        try printer.show(record, partition: chunk.partition, output)
        shown &+= 1
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    records += shown
    bytes += UInt64(chunk.byteCount)
    toCommit[chunk.place] = min(chunk.nextOffset, limit)
    if chunk.nextOffset >= limit {
      limits[chunk.place] = nil
      consumer.drop(chunk.place)
    }
    if isContinuous { try printer.pause(output) }
  }

  private var share: Double? { total > 0 ? Double(records) / Double(total) : nil }

  private func commitWhenDue() {
    guard isNamed else { return }
    let now = clock.monotonicNanos()
    guard now &- lastCommit > Self.commitIntervalNanos else { return }
    lastCommit = now
    do { try commit() } catch {
      Terminal.complain("the consumer's offsets were not noted: \(CommandFailure.describe(error))")
    }
  }

  private func commit() throws {
    guard isNamed, !toCommit.isEmpty else { return }
    let (consumer, offsets) = (consumer, toCommit)
    try waitToTheEnd { try await consumer.commit(offsets) }
    toCommit = [:]
  }
}
