import WeirBase

/// The index of a segment as the file `<base>.index`. First what can be read alone: `WEIRIDX1`, the bytes it covers
/// (8), the offset behind the last batch of these (8), its largest timestamp (8), count of entries (4) and a CRC-32C of
/// these (4). Then each entry's offset (4), position (4) and timestamp (8), and a CRC-32C of the entries (4).
struct IndexFile: Equatable, Sendable {
  struct Summary: Equatable, Sendable {
    var segmentBytes: Int
    var nextOffset: Int64
    var maxTimestamp: Int64
    var entryCount: Int
  }

  var summary: Summary
  var entries: [SegmentIndex.Entry]

  static let suffix = ".index"
  static let summaryBytes = 40
  private static let magic = Array("WEIRIDX1".utf8)
  /// Far above a 2 GiB segment with an entry every 4 KiB.
  static let fileBytesMax = 64 << 20

  init(_ index: SegmentIndex) {
    entries = index.entries
    summary = Summary(
      segmentBytes: index.coveredBytes, nextOffset: index.nextOffset, maxTimestamp: index.maxTimestamp,
      entryCount: entries.count)
  }

  private init(summary: Summary, entries: [SegmentIndex.Entry]) {
    self.summary = summary
    self.entries = entries
  }

  var index: SegmentIndex {
    SegmentIndex(
      entries: entries, coveredBytes: summary.segmentBytes, nextOffset: summary.nextOffset,
      maxTimestamp: summary.maxTimestamp)
  }

  func encode() -> [UInt8] {
    var out = ByteWriter(capacity: Self.summaryBytes + entries.count * 16 + 4)
    out.raw(Self.magic)
    out.integer(Int64(summary.segmentBytes))
    out.integer(summary.nextOffset)
    out.integer(summary.maxTimestamp)
    out.integer(UInt32(clamping: entries.count))
    out.integer(CRC32C.checksum(out.bytes))
    var body = ByteWriter(capacity: entries.count * 16)
    for entry in entries {
      body.integer(entry.relativeOffset)
      body.integer(entry.position)
      body.integer(entry.maxTimestampBefore)
    }
    out.raw(body.bytes)
    out.integer(CRC32C.checksum(body.bytes))
    return out.bytes
  }

  /// The first 40 bytes of the file; nil unless they are sound.
  static func summary(_ bytes: [UInt8]) -> Summary? {
    guard bytes.count >= summaryBytes, bytes.starts(with: magic) else { return nil }
    return bytes.withUnsafeBytes { buffer in
      var reader = ByteReader(UnsafeRawBufferPointer(rebasing: buffer[..<summaryBytes]))
      return try? summary(&reader, buffer)
    }
  }

  private static func summary(
    _ reader: inout ByteReader, _ buffer: UnsafeRawBufferPointer
  ) throws(ByteError) -> Summary? {
    try reader.skip(magic.count)
    guard let size = Int(exactly: try reader.integer(Int64.self)), size >= 0 else { return nil }
    let summary = Summary(
      segmentBytes: size, nextOffset: try reader.integer(), maxTimestamp: try reader.integer(),
      entryCount: Int(try reader.integer(UInt32.self)))
    let covered = UnsafeRawBufferPointer(rebasing: buffer[..<reader.offset])
    return try reader.integer(UInt32.self) == CRC32C.checksum(covered) ? summary : nil
  }

  /// Nil unless the whole file is sound.
  static func decode(_ bytes: [UInt8]) -> IndexFile? {
    guard let summary = summary(bytes), bytes.count == summaryBytes + summary.entryCount * 16 + 4 else { return nil }
    return bytes.withUnsafeBytes { buffer in
      let body = UnsafeRawBufferPointer(rebasing: buffer[summaryBytes..<(buffer.count - 4)])
      var tail = ByteReader(UnsafeRawBufferPointer(rebasing: buffer[(buffer.count - 4)...]))
      guard (try? tail.integer(UInt32.self)) == CRC32C.checksum(body) else { return nil }
      var reader = ByteReader(body)
      guard let entries = try? entries(&reader, summary.entryCount) else { return nil }
      return IndexFile(summary: summary, entries: entries)
    }
  }

  private static func entries(_ reader: inout ByteReader, _ count: Int) throws(ByteError) -> [SegmentIndex.Entry] {
    var entries: [SegmentIndex.Entry] = []
    entries.reserveCapacity(count)
    for _ in 0..<count {
      entries.append(
        .init(
          relativeOffset: try reader.integer(), position: try reader.integer(), maxTimestampBefore: try reader.integer()
        ))
    }
    return entries
  }
}
