import WeirBase

/// What a log vouches for: everything below `durableOffset` is on stable storage. Kept in the file `checkpoint`, in two
/// pairs of slots of 512 bytes. Those of a pair are written in turn, so that a torn write leaves the other: the first
/// pair after each sync of the log, itself unsynced; the second, synced, when the log's start moves. So no unsynced
/// write ever touches a start that was promised. The valid slot with the highest sequence counts.
///
/// A slot: `WEIRCKP1`, sequence (8), durable offset (8), base offset of the segment it lies in (8), position in that
/// segment (8), log start offset (8), count of epochs (2), each epoch and its start (4, 8), and a CRC-32C of all before
/// it (4). Integers are big-endian.
struct Checkpoint: Equatable, Sendable {
  var sequence: UInt64 = 0
  var durableOffset: Int64 = 0
  var segment: Int64 = 0
  var position = 0
  var logStart: Int64 = 0
  var epochs: [EpochHistory.Entry] = []

  static let name = "checkpoint"
  static let slotBytes = 512
  static let fileBytes = 4 * slotBytes
  private static let magic = Array("WEIRCKP1".utf8)
  /// The newest that fit a slot beside the other fields.
  private static let epochsMax = (slotBytes - 8 - 40 - 2 - 4) / 12

  /// Where this sequence is written when it is not synced.
  var unsyncedOffset: UInt64 { sequence % 2 * UInt64(Self.slotBytes) }

  /// One of the two slots that are synced. The next to be written is the one that does not hold the newest: a write
  /// that failed is tried again in the same place, so that the other stays whole.
  enum SyncedSlot: UInt64, Sendable {
    case first = 2
    case second = 3

    var offset: UInt64 { rawValue * UInt64(Checkpoint.slotBytes) }
    var other: SyncedSlot { self == .first ? .second : .first }

    /// The next to be written in a file of these bytes.
    init(after file: [UInt8]) {
      let found = [SyncedSlot.first, .second].map { Checkpoint.slot(Int($0.rawValue), of: file)?.sequence ?? 0 }
      self = found[0] > found[1] ? .second : .first
    }
  }

  func encode() -> [UInt8] {
    var out = ByteWriter(capacity: Self.slotBytes)
    out.raw(Self.magic)
    out.integer(sequence)
    out.integer(durableOffset)
    out.integer(segment)
    out.integer(Int64(position))
    out.integer(logStart)
    let kept = epochs.suffix(Self.epochsMax)
    out.integer(UInt16(kept.count))
    for entry in kept {
      out.integer(entry.epoch)
      out.integer(entry.start)
    }
    out.integer(CRC32C.checksum(out.bytes))
    return out.bytes
  }

  /// The slot at the start of `bytes`; nil unless it is whole and sound.
  static func decode(_ bytes: UnsafeRawBufferPointer) -> Checkpoint? {
    guard bytes.count >= magic.count, bytes.starts(with: magic) else { return nil }
    var reader = ByteReader(bytes)
    do throws(ByteError) {
      try reader.skip(magic.count)
      var checkpoint = Checkpoint()
      checkpoint.sequence = try reader.integer()
      checkpoint.durableOffset = try reader.integer()
      checkpoint.segment = try reader.integer()
      guard let position = Int(exactly: try reader.integer(Int64.self)), position >= 0 else { return nil }
      checkpoint.position = position
      checkpoint.logStart = try reader.integer()
      for _ in 0..<(try reader.integer(UInt16.self)) {
        checkpoint.epochs.append(.init(epoch: try reader.integer(), start: try reader.integer()))
      }
      let body = UnsafeRawBufferPointer(rebasing: bytes[..<reader.offset])
      guard try reader.integer(UInt32.self) == CRC32C.checksum(body) else { return nil }
      return checkpoint
    } catch { return nil }
  }

  /// A new file: room for all slots, so that a full disk never keeps one from being written, and this in a synced one.
  func encodeFile() -> [UInt8] {
    let start = Int(SyncedSlot.first.offset)
    var bytes = [UInt8](repeating: 0, count: Self.fileBytes)
    let slot = encode()
    bytes.replaceSubrange(start..<start + slot.count, with: slot)
    return bytes
  }

  /// The newest sound slot of a whole file.
  static func newest(in file: [UInt8]) -> Checkpoint? {
    (0..<4).compactMap { slot($0, of: file) }.max { $0.sequence < $1.sequence }
  }

  private static func slot(_ number: Int, of file: [UInt8]) -> Checkpoint? {
    let start = number * slotBytes
    guard file.count > start else { return nil }
    return file.withUnsafeBytes { bytes in
      decode(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + slotBytes, bytes.count)]))
    }
  }
}
