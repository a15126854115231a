import NIOCore
import Synchronization
import WeirBase
import WeirLog
import WeirRecords
import WeirWire

/// The topic `__consumer_offsets`: what groups must remember, in Kafka's record formats, made with the first entry.
///
/// It keeps itself small: when most of the log is history, everything that still counts is appended again, and once
/// that is durable the older segments go. At every moment the log alone, read from its start, gives the state.
final class OffsetsTopic: OffsetsJournal {
  private static let config = ["segment.bytes": "16777216", "retention.ms": "-1", "retention.bytes": "-1"]
  private static let batchBytes = 512 << 10

  private struct State: Sendable {
    var partition: Partition?
    /// What a replay of the log would give.
    var live: [[UInt8]: [UInt8]] = [:]
    var liveBytes = 0
    var bytesSinceCheckpoint = 0
    var isCheckpointing = false
    /// Entries that wait for the topic to be made.
    var early: [(entries: [OffsetsEntry], done: @Sendable (ErrorCode) -> Void)] = []
    var isCreating = false
    /// Set when the log could not be read: nobody may be told that nothing was committed.
    var fault: ErrorCode?
  }

  private let topics: TopicManager
  private let environment: BrokerEnvironment
  private let state = Mutex(State())

  init(topics: TopicManager, environment: BrokerEnvironment) {
    self.topics = topics
    self.environment = environment
  }

  /// What group requests are refused with while the offsets cannot be read; nil when all is well.
  var fault: ErrorCode? { state.withLock { $0.fault } }

  // MARK: Start

  /// Gives every entry of the log to `take`, oldest first. Blocks.
  func load(_ take: (OffsetsEntry) -> Void) {
    guard let partition = topics.table[TopicName.consumerOffsets]?.partition(0) else { return }
    state.withLock { $0.partition = partition }
    var offset = partition.log.offsets.logStart
    let end = partition.log.offsets.logEnd
    do throws(ReadError) {
      if case .offline(let reason) = partition.log.status { throw .offline(reason) }
      while offset < end {
        let records = try partition.log.records(
          from: offset, before: end, bytesMax: 1 << 20, evenIfLarger: true, cachedOnly: false)
        guard let next = replay(records.withUnsafeReadableBytes { Array($0) }, take), next > offset else {
          throw .damaged("records of \(TopicName.consumerOffsets) from offset \(offset) are not readable")
        }
        offset = next
      }
    } catch {
      environment.events.error("committed offsets cannot be read; groups are refused", ("cause", "\(error)"))
      state.withLock { $0.fault = .coordinatorNotAvailable }
    }
  }

  /// The offset behind the batches; nil when they are not sound.
  private func replay(_ bytes: [UInt8], _ take: (OffsetsEntry) -> Void) -> Int64? {
    bytes.withUnsafeBytes { buffer -> Int64? in
      var position = 0
      var next: Int64?
      while position < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[position...])
        guard let header = try? BatchHeader.parse(rest), header.totalBytes <= rest.count,
          (try? replay(rest, header, take)) != nil
        else { return nil }
        position += header.totalBytes
        next = header.nextOffset
      }
      return next
    }
  }

  private func replay(
    _ batch: UnsafeRawBufferPointer, _ header: BatchHeader, _ take: (OffsetsEntry) -> Void
  ) throws(BatchError) {
    var reader = try RecordReader(
      batch: batch, header: header, decompressedLimit: environment.limits.decompressedBytesMax)
    while let record = try reader.next() {
      guard let key = record.key else { continue }
      let entry = OffsetsEntry(key: Array(key), value: record.value.map { Array($0) })
      state.withLock { Self.note(entry, &$0) }
      take(entry)
    }
  }

  private static func note(_ entry: OffsetsEntry, _ state: inout State) {
    if let old = state.live[entry.key] { state.liveBytes -= old.count + entry.key.count }
    if let value = entry.value { state.liveBytes += value.count + entry.key.count }
    state.live[entry.key] = entry.value
  }

  // MARK: OffsetsJournal

  func append(_ entries: [OffsetsEntry], done: @escaping @Sendable (ErrorCode) -> Void) {
    enum Turn {
      case fault(ErrorCode)
      case early(mustCreate: Bool)
      case appended(Partition, upTo: Int64, checkpoint: Bool)
    }
    let now = environment.clock.wallMillis()
    let turn = state.withLock { state -> Turn in
      if let fault = state.fault { return .fault(fault) }
      guard let partition = state.partition else {
        state.early.append((entries, done))
        defer { state.isCreating = true }
        return .early(mustCreate: !state.isCreating)
      }
      guard let end = write(entries, to: partition, now: now, &state) else { return .fault(.coordinatorNotAvailable) }
      for entry in entries { Self.note(entry, &state) }
      let isDue =
        state.bytesSinceCheckpoint > max(environment.limits.offsetsHistoryBytes, 4 * state.liveBytes)
        && !state.isCheckpointing
      if isDue { state.isCheckpointing = true }
      return .appended(partition, upTo: end, checkpoint: isDue)
    }
    switch turn {
    case .fault(let code): done(code)
    case .early(let mustCreate): if mustCreate { environment.control.run { self.create() } }
    case .appended(let partition, let end, let checkpoint):
      partition.log.whenDurable(end) { result in
        if case .success = result { done(.none) } else { done(.coordinatorNotAvailable) }
      }
      if checkpoint { environment.control.run { self.checkpoint() } }
    }
  }

  private func create() {
    let name = TopicName.consumerOffsets
    // The node's own: nobody declares it.
    if topics.table[name] == nil {
      let declaration = TopicDeclaration(
        name: name, id: .random(from: environment.random), partitions: 1, config: Self.config)
      if case .failure(let refusal)? = topics.host([declaration]).first {
        environment.events.error("topic \(name) could not be made", ("cause", refusal.message))
      }
    }
    let partition = topics.table[name]?.partition(0)
    let early = state.withLock { state -> [(entries: [OffsetsEntry], done: @Sendable (ErrorCode) -> Void)] in
      state.isCreating = false
      state.partition = partition
      defer { state.early = [] }
      return state.early
    }
    for (entries, done) in early {
      if partition == nil { done(.coordinatorNotAvailable) } else { append(entries, done: done) }
    }
  }

  /// Appends entries as batches; the offset behind them, or nil when the log refused.
  private func write(_ entries: [OffsetsEntry], to partition: Partition, now: Int64, _ state: inout State) -> Int64? {
    var end = partition.log.offsets.logEnd
    var builder = BatchBuilder(maxBytes: Self.batchBytes)
    for entry in entries {
      if builder.append(key: entry.key, value: entry.value, headers: [], timestamp: now) { continue }
      if !builder.isEmpty {
        guard let next = write(builder.finish(), to: partition, &state) else { return nil }
        end = next
      }
      // One entry above the usual size gets a batch of its own.
      if !builder.append(key: entry.key, value: entry.value, headers: [], timestamp: now) {
        let size = BatchBuilder.bytesMax(key: entry.key.count, value: entry.value?.count)
        var single = BatchBuilder(maxBytes: size)
        guard single.append(key: entry.key, value: entry.value, headers: [], timestamp: now),
          let next = write(single.finish(), to: partition, &state)
        else { return nil }
        end = next
      }
    }
    if !builder.isEmpty {
      guard let next = write(builder.finish(), to: partition, &state) else { return nil }
      end = next
    }
    return end
  }

  private func write(_ batch: [UInt8], to partition: Partition, _ state: inout State) -> Int64? {
    let outcome = batch.withUnsafeBytes { bytes -> PartitionLog.Appended? in
      guard let header = try? BatchHeader.parse(bytes) else { return nil }
      do throws(PartitionLog.AppendError) {
        return try partition.log.append(bytes, header: header, logAppendTime: nil)
      } catch {
        environment.events.error("committed offsets not written", ("cause", "\(error)"))
        return nil
      }
    }
    guard let outcome else { return nil }
    partition.appended(bytes: batch.count)
    state.bytesSinceCheckpoint += batch.count
    return outcome.nextOffset
  }

  // MARK: Keeping it small

  /// Appends all that counts again; under the same lock as entries, so that none comes between.
  private func checkpoint() {
    let now = environment.clock.wallMillis()
    let written = state.withLock { state -> (Partition, from: Int64, upTo: Int64)? in
      guard let partition = state.partition else { return nil }
      let from = partition.log.offsets.logEnd
      let entries = state.live.map { OffsetsEntry(key: $0.key, value: $0.value) }
      guard let end = write(entries, to: partition, now: now, &state) else { return nil }
      state.bytesSinceCheckpoint = 0
      return (partition, from, end)
    }
    guard let (partition, from, end) = written else { return state.withLock { $0.isCheckpointing = false } }
    partition.log.whenDurable(end) { [self] result in
      environment.control.run { [self] in
        if case .success = result {
          do throws(LogError) { _ = try partition.log.deleteRecords(before: from) } catch {
            environment.events.warning("history of committed offsets stays", ("cause", "\(error)"))
          }
        }
        state.withLock { $0.isCheckpointing = false }
      }
    }
  }
}
