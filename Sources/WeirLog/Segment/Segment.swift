import WeirBase

/// One file of a log: batches from `baseOffset` on, as they came. Only the last segment of a log grows.
/// `@unchecked Sendable`: everything that changes is guarded by the lock of the log that owns it.
final class Segment: @unchecked Sendable {
  let baseOffset: Int64
  let path: String
  private let files: any FileSystem
  private var opened: (any File)?

  /// Bytes of whole batches; the next one is written here.
  var size: Int
  /// The offset behind the last batch.
  var nextOffset: Int64
  /// Nil until somebody needs it. That of a growing segment, once loaded, grows with it.
  var index: SegmentIndex?
  /// Of all batches; nil when they were not all looked at yet.
  var maxTimestamp: Int64?
  /// Wall clock of the first append, for rolling by time; nil while empty.
  var firstAppendMillis: Int64?
  var verified = VerifiedRanges()
  /// Positions of damage that the event log was told of.
  var reportedDamage: Set<Int> = []

  init(baseOffset: Int64, directory: String, files: any FileSystem, size: Int, nextOffset: Int64) {
    self.baseOffset = baseOffset
    path = directory + "/" + Self.name(baseOffset, Self.logSuffix)
    self.files = files
    self.size = size
    self.nextOffset = nextOffset
  }

  static let logSuffix = ".log"
  static let deletedSuffix = ".deleted"

  /// 20 digits and a suffix, as Kafka names them.
  static func name(_ offset: Int64, _ suffix: String) -> String {
    let digits = String(offset)
    return String(repeating: "0", count: max(0, 20 - digits.count)) + digits + suffix
  }

  /// The offset in a file's name; nil when it is no such name.
  static func offset(in name: String, _ suffix: String) -> Int64? {
    let digits = name.utf8.prefix(20)
    guard name.hasSuffix(suffix), name.utf8.count == 20 + suffix.utf8.count, digits.allSatisfy({ 48...57 ~= $0 })
    else { return nil }
    return Int64(name.prefix(20))
  }

  /// The file, opened when it is first needed; made only where nothing was ever written to it, so that one that is
  /// missing is told and not replaced.
  func file() throws(IOError) -> any File {
    if let opened { return opened }
    let file = try files.open(path, size == 0 ? .create : .readWrite)
    opened = file
    return file
  }

  /// The file, if it was needed yet.
  var openFile: (any File)? { opened }

  /// Lets the file go; readers that hold it finish.
  func closeFile() { opened = nil }

  /// An offset as the index keeps it; those outside the segment at its bounds.
  func relative(_ offset: Int64) -> UInt32 {
    offset <= baseOffset ? 0 : UInt32(clamping: offset.subtractingReportingOverflow(baseOffset).partialValue)
  }

  var indexPath: String { String(path.dropLast(Self.logSuffix.count)) + IndexFile.suffix }
}
