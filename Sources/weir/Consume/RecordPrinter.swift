import Glibc
import WeirBase
import WeirClient
import WeirRecords

/// Writes records as the user wants to see them. The plain forms copy bytes and make no objects.
struct RecordPrinter {
  enum Style {
    case value(ConsumeOutput)
    case template(Template)
  }

  /// As much of a value is looked at to tell text from other things.
  private static let sampleBytes = 1024
  private static let newline = UInt8(ascii: "\n")

  private let style: Style
  private let showsKey: Bool
  private let suppressesUnknown: Bool
  /// Characters; nil for all.
  private let truncatesTo: Int?
  private var rows = JSONRows()

  init(style: Style, showsKey: Bool, suppressesUnknown: Bool, truncatesTo: Int?) {
    self.style = style
    self.showsKey = showsKey
    self.suppressesUnknown = suppressesUnknown
    self.truncatesTo = truncatesTo
  }

  mutating func show(_ record: borrowing RecordView, partition: Int32, _ output: StandardOutput) throws(BrokenPipe) {
    let value = record.value ?? UnsafeRawBufferPointer(start: nil, count: 0)
    switch style {
    case .template(let template): try fill(template, record, value, partition, output)
    case .value(.dynamic): try dynamic(record, value, output)
    case .value(.raw): try line(record, output) { () throws(BrokenPipe) in try output.append(value) }
    case .value(.text): try text(record, value, output)
    case .value(.binary): try dump(record, value, output)
    case .value(.json): try json(record, value, output)
    case .value(.table): try row(record, value, output)
    case .value(.fullTable): try gather(value, output)
    }
  }

  /// A line: the key if it is wanted, what `body` writes, and its end.
  @inline(__always)
  private func line(
    _ record: borrowing RecordView, _ output: StandardOutput, _ body: () throws(BrokenPipe) -> Void
  ) throws(BrokenPipe) {
    if showsKey { try key(record, output) }
    try body()
    try output.append(Self.newline)
  }

  private func key(_ record: borrowing RecordView, _ output: StandardOutput) throws(BrokenPipe) {
    try output.append(UInt8(ascii: "["))
    if let key = record.key { try output.append(key) } else { try output.append("null") }
    try output.append("] ")
  }

  private static func isBinary(_ value: UnsafeRawBufferPointer) -> Bool {
    guard let base = value.baseAddress else { return false }
    return memchr(base, 0, min(value.count, sampleBytes)) != nil
  }

  private func dynamic(
    _ record: borrowing RecordView, _ value: UnsafeRawBufferPointer, _ output: StandardOutput
  ) throws(BrokenPipe) {
    if Self.isBinary(value) { return try dump(record, value, output) }
    guard let truncatesTo else {
      return try line(record, output) { () throws(BrokenPipe) in try output.append(value) }
    }
    let text = String(decoding: value, as: UTF8.self)
    let first = text.prefix { !$0.isNewline }.prefix(truncatesTo)
    try line(record, output) { () throws(BrokenPipe) in try output.append(String(first)) }
  }

  private func text(
    _ record: borrowing RecordView, _ value: UnsafeRawBufferPointer, _ output: StandardOutput
  ) throws(BrokenPipe) {
    if Self.isBinary(value) {
      if suppressesUnknown { return }
      return try line(record, output) { () throws(BrokenPipe) in try output.append("binary: (\(value.count) bytes)") }
    }
    try line(record, output) { () throws(BrokenPipe) in try output.append(value) }
  }

  private func dump(
    _ record: borrowing RecordView, _ value: UnsafeRawBufferPointer, _ output: StandardOutput
  ) throws(BrokenPipe) {
    try line(record, output) { () throws(BrokenPipe) in try output.append(HexDump.text(value)) }
  }

  private func json(
    _ record: borrowing RecordView, _ value: UnsafeRawBufferPointer, _ output: StandardOutput
  ) throws(BrokenPipe) {
    let shown: JSONValue
    do throws(JSONParser.Failure) {
      shown = try JSONParser.parse(value)
    } catch {
      if suppressesUnknown { return }
      shown = .members(("error", .string(error.description)))
    }
    try line(record, output) { () throws(BrokenPipe) in try output.append(shown.pretty) }
  }

  private mutating func row(
    _ record: borrowing RecordView, _ value: UnsafeRawBufferPointer, _ output: StandardOutput
  ) throws(BrokenPipe) {
    guard let members = object(value) else { return }
    let text = rows.next(members)
    if showsKey { try key(record, output) }
    try output.append(text)
  }

  private mutating func gather(_ value: UnsafeRawBufferPointer, _ output: StandardOutput) throws(BrokenPipe) {
    if let members = object(value) { rows.gather(members) }
  }

  /// A JSON object's members; what is none is named on standard error, unless it is to be left out.
  private func object(_ value: UnsafeRawBufferPointer) -> [JSONValue.Member]? {
    do throws(JSONParser.Failure) {
      if case .object(let members) = try JSONParser.parse(value) { return members }
      if !suppressesUnknown { Terminal.complain("a record is no JSON object and is not shown") }
    } catch {
      if !suppressesUnknown { Terminal.complain("a record is no JSON and is not shown: \(error)") }
    }
    return nil
  }

  private func fill(
    _ template: Template, _ record: borrowing RecordView, _ value: UnsafeRawBufferPointer, _ partition: Int32,
    _ output: StandardOutput
  ) throws(BrokenPipe) {
    for part in template.parts {
      switch part {
      case .text(let bytes): try output.append(bytes)
      case .key: if let key = record.key { try output.append(key) } else { try output.append("null") }
      case .value: try output.append(value)
      case .offset: try output.append("\(record.offset)")
      case .partition: try output.append("\(partition)")
      case .time: try output.append(record.timestamp < 0 ? "NA" : Instant.format(millis: record.timestamp))
      }
    }
    try output.append(Self.newline)
  }

  /// A chunk is shown and the next may be long in coming.
  mutating func pause(_ output: StandardOutput) throws(BrokenPipe) {
    guard case .value(.fullTable) = style, Terminal.isOutputTerminal else { return }
    let clear = "\u{1b}[2J\u{1b}[H"
    try output.append(clear + rows.wholeTable)
  }

  /// No more records come.
  mutating func finish(_ output: StandardOutput) throws(BrokenPipe) {
    guard case .value(.fullTable) = style else { return }
    try output.append(rows.wholeTable)
  }
}
