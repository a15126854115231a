import Glibc
import WeirBase

/// A file or standard input, read forward.
final class InputFile: Sendable {
  static var standardInput: InputFile { InputFile(descriptor: 0, name: "standard input") }

  private let descriptor: Int32
  let name: String

  private init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  convenience init(path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CommandFailure.failed("cannot read the file '\(path)': \(errnoText(errno))") }
    self.init(descriptor: descriptor, name: path)
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// Bytes of a regular file; nil for a pipe or a terminal.
  var size: UInt64? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return UInt64(clamping: status.st_size)
  }

  /// Some bytes; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw CommandFailure.failed("cannot read \(name): \(errnoText(errno))") }
    }
  }
}
