import WeirBase
import WeirClient

/// One `weir produce`: from the input to the acknowledgement of the last record.
final class ProduceRun: Sendable {
  /// Bytes of lines queued while the producer's lock is held: tens of microseconds.
  private static let sliceBytes = 64 << 10
  /// After an interruption, how long what is in flight may take.
  private static let graceMillis: Int64 = 5_000

  private let producer: Producer
  private let topic: ProducerTopic
  private let input: InputFile
  private let line: LineFormat
  private let requestBytesMax: Int
  private let isVerbose: Bool
  private let started: UInt64
  private let clock = SystemClock()

  init(
    producer: Producer, topic: ProducerTopic, input: InputFile, line: LineFormat, requestBytesMax: Int, isVerbose: Bool
  ) {
    self.producer = producer
    self.topic = topic
    self.input = input
    self.line = line
    self.requestBytesMax = requestBytesMax
    self.isVerbose = isVerbose
    started = clock.monotonicNanos()
    Interruption.shared.onRequest { self.interrupted() }
  }
}

// MARK: Lines of a file or a pipe

extension ProduceRun {
  func lines() throws {
    var buffer = LineBuffer(lineBytesMax: requestBytesMax)
    var progress = ProgressBar(isWanted: true)
    var position = Position()
    let size = input.size
    repeat {
      try queueLines(&buffer, &position)
      let report = producer.report
      progress.update(
        share: size.map { Double(position.bytes) / Double(max(1, $0)) }, records: report.acknowledged,
        bytes: report.acknowledgedBytes)
      if let failure = report.firstFailure { throw give(up: failure) }
    } while try buffer.fill(from: input)
    try queueLines(&buffer, &position)
    progress.clear()
    try finish()
    if position.skipped > 0 {
      throw CommandFailure.failed("\(position.skipped) lines had no separator and were not sent")
    }
  }

  private struct Position {
    var bytes: UInt64 = 0
    var lines: UInt64 = 0
    var skipped: UInt64 = 0
  }

  /// Queues every whole line that is there.
  private func queueLines(_ buffer: inout LineBuffer, _ position: inout Position) throws {
    while true {
      let slice = try queueSlice(buffer, &position)
      buffer.consume(to: slice.next)
      switch slice.outcome {
      case .queued: if slice.isLast { return }
      case .full: try wait { [producer] in try await producer.room() }
      case .tooLarge(let bytes):
        throw CommandFailure.failed(
          "line \(position.lines + 1): \(Producer.tooLarge(bytes, requestBytesMax, topic.name))")
      case .noSuchPartition:
        throw CommandFailure.failed("topic \"\(topic.name)\" has no partition \(line.partition ?? 0)")
      }
    }
  }

  private func queueSlice(
    _ buffer: borrowing LineBuffer, _ position: inout Position
  ) throws -> (outcome: RecordAppender.Outcome, next: Int, isLast: Bool) {
    var at = buffer.start
    var outcome = RecordAppender.Outcome.queued
    var isLast = false
    var skipped: [UInt64] = []
    var lines = position.lines
    try producer.append(to: topic) { appender in
      let stop = at + Self.sliceBytes
      while at < stop {
        guard let found = buffer.line(at: at) else {
          isLast = true
          return
        }
        if let (key, value) = line.split(found.line) {
          outcome = append(&appender, key, value)
          guard outcome == .queued else { return }
        } else {
          skipped.append(lines + 1)
        }
        lines += 1
        at = found.next
      }
    }
    for number in skipped { tellSkipped(number, &position) }
    position.lines = lines
    position.bytes += UInt64(at - buffer.start)
    return (outcome, at, isLast)
  }

  @inline(__always)
  private func append(
    _ appender: inout RecordAppender, _ key: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer
  ) -> RecordAppender.Outcome {
    guard key == nil, let fixed = line.key else {
      return appender.append(key: key, value: value, partition: line.partition)
    }
    return fixed.withUnsafeBytes { appender.append(key: $0, value: value, partition: line.partition) }
  }

  private func tellSkipped(_ number: UInt64, _ position: inout Position) {
    position.skipped += 1
    let shownMax: UInt64 = 10
    if position.skipped <= shownMax {
      Terminal.tell("line \(number): no separator '\(separatorText)' in it, not sent")
    } else if position.skipped == shownMax + 1 {
      Terminal.tell("more lines without a separator follow")
    }
  }

  private var separatorText: String { String(decoding: line.separator ?? [], as: UTF8.self) }
}

// MARK: One record, and lines of a terminal

extension ProduceRun {
  /// The whole input as one record.
  func whole() throws {
    var value: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { piece.deallocate() }
    while case let count = try input.read(into: piece), count > 0 {
      value.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
      if value.count > requestBytesMax { throw Producer.tooLarge(value.count, requestBytesMax, topic.name) }
    }
    try deliver(line.key, value)
    try finish()
  }

  /// Line by line, each acknowledged before the next is asked for.
  func interactive() throws {
    var buffer = LineBuffer(lineBytesMax: requestBytesMax)
    Terminal.write("> ")
    while try buffer.fill(from: input) || buffer.start < buffer.end {
      while let (found, next) = buffer.line(at: buffer.start) {
        if let (key, value) = line.split(found) {
          try deliver(key.map { [UInt8]($0) } ?? line.key, [UInt8](value))
          Terminal.tell("Ok!")
        } else {
          Terminal.tell("no separator '\(separatorText)' in it, not sent")
        }
        buffer.consume(to: next)
        Terminal.write("> ")
      }
    }
    Terminal.tell("")
    try finish()
  }

  private func deliver(_ key: [UInt8]?, _ value: [UInt8]) throws {
    let record = ProducerRecord(topic: topic.name, partition: line.partition, key: key, value: value)
    let producer = self.producer
    _ = try wait { try await producer.deliver(record) }
  }
}

// MARK: The end

extension ProduceRun {
  /// Once a signal has come, what is to be said is said by `interrupted`, which ends the process.
  func untilInterrupted(_ body: () throws -> Void) throws {
    do { try body() } catch {
      while Interruption.shared.isRequested { pauseBriefly() }
      throw error
    }
    while Interruption.shared.isRequested { pauseBriefly() }
  }

  private func finish() throws {
    let producer = self.producer
    do {
      try wait { try await producer.flush() }
    } catch let error as ClientError {
      throw give(up: error)
    }
    if isVerbose { Terminal.tell(summary()) }
  }

  private func summary() -> String {
    let report = producer.report
    let seconds = max(0.001, Double(clock.monotonicNanos() &- started) / 1e9)
    let rate = UInt64(Double(report.acknowledged) / seconds)
    let tenths = Int64((seconds * 10).rounded())
    return
      "\(report.acknowledged) records acknowledged (\(ByteSize.format(Int64(clamping: report.acknowledgedBytes)))) in "
      + "\(tenths / 10).\(tenths % 10) s: \(rate) records/s"
  }

  private func give(up error: ClientError) -> CommandFailure {
    producer.abandon()
    let report = producer.report
    return .failed("\(error)\n\(Self.tally(report))")
  }

  private static func tally(_ report: DeliveryReport) -> String {
    "\(report.acknowledged) records were acknowledged, \(report.queued &- report.acknowledged) were not"
  }

  /// Runs on a thread of its own while the main thread may be waiting for input.
  private func interrupted() {
    producer.abandon()
    let deadline = clock.monotonicNanos() &+ UInt64(Self.graceMillis) &* 1_000_000
    while producer.report.outstanding > 0, clock.monotonicNanos() < deadline { pauseBriefly() }
    Terminal.tell("\ninterrupted: \(Self.tally(producer.report))")
    leave(1)
  }
}
