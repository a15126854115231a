/// One failure to come: the `after`-th operation of its kind from now on fails.
package struct Fault: Sendable, Equatable {
  /// Operations that may be made to fail.
  package enum Operation: Sendable, Equatable, CaseIterable {
    case open, read, write, sync, truncate, rename, remove, syncDirectory, makeDirectory, list, size

    /// Whether it changes, or promises to keep, what is on the disk. Opening counts: it may make a file.
    package var isWriteSide: Bool {
      switch self {
      case .open, .write, .sync, .truncate, .rename, .remove, .syncDirectory, .makeDirectory: true
      case .read, .list, .size: false
      }
    }
  }

  /// Nil: any write-side operation.
  package var operation: Operation?
  /// 1 is the next one.
  package var after: Int
  package var errno: Int32
  /// A write leaves half of its bytes behind before it fails.
  package var writesShort: Bool
  /// Operations that fail from then on; 1 for a passing fault.
  package var times: Int
  /// Nil: any file; else only paths that end so.
  package var suffix: String?

  package init(
    _ operation: Operation?, after: Int = 1, errno: Int32 = ErrorNumber.io, writesShort: Bool = false, times: Int = 1,
    suffix: String? = nil
  ) {
    self.operation = operation
    self.after = after
    self.errno = errno
    self.writesShort = writesShort
    self.times = times
    self.suffix = suffix
  }

  func matches(_ asked: Operation, _ path: String) -> Bool {
    (operation.map { $0 == asked } ?? asked.isWriteSide) && (suffix.map { path.hasSuffix($0) } ?? true)
  }
}
