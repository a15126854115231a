import Synchronization
import WeirBase

/// An open file of an `InMemoryFileSystem`; it stays readable after its name is gone.
final class InMemoryFile: File {
  let path: String
  private let number: Int
  private let files: InMemoryFileSystem

  init(number: Int, path: String, files: InMemoryFileSystem) {
    self.number = number
    self.path = path
    self.files = files
  }

  func close() {}

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IOError) -> Int {
    let bytes = try files.run(.read, "read", path) { state in state.disk.files[number].bytes }
    guard let start = Int(exactly: offset), start < bytes.count else { return 0 }
    let count = min(buffer.count, bytes.count - start)
    bytes.withUnsafeBytes { source in
      UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + count]))
    }
    return count
  }

  func readCached(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IOError) -> Int? {
    files.isCold ? nil : try read(into: buffer, at: offset)
  }

  func write(_ head: UnsafeRawBufferPointer, _ tail: UnsafeRawBufferPointer, at offset: UInt64) throws(IOError) {
    let all = Array(head) + Array(tail)
    let outcome = files.state.withLock { state -> Result<Void, IOError> in
      let fault = state.due(.write, path)
      var room = all.count
      if let fault { room = fault.writesShort ? all.count / 2 : 0 }
      if let limit = state.spaceLimit {
        let growth = max(0, Int(clamping: offset) + all.count - state.disk.files[number].bytes.count)
        room = min(room, all.count - max(0, growth - max(0, limit - state.disk.usedBytes)))
      }
      all.withUnsafeBytes { bytes in
        state.disk.files[number].write(
          UnsafeRawBufferPointer(rebasing: bytes[..<max(0, room)]), at: Int(clamping: offset))
      }
      if let fault { return .failure(IOError(errno: fault.errno, operation: "write", path: path)) }
      if room < all.count { return .failure(IOError(errno: ErrorNumber.noSpace, operation: "write", path: path)) }
      return .success(())
    }
    try outcome.get()
  }

  func syncData() throws(IOError) {
    let outcome = files.state.withLock { state -> Result<Void, IOError> in
      if let fault = state.due(.sync, path) {
        state.disk.files[number].failSync()
        return .failure(IOError(errno: fault.errno, operation: "sync", path: path))
      }
      if !state.isLying { state.disk.files[number].sync() }
      return .success(())
    }
    try outcome.get()
  }

  func truncate(to size: UInt64) throws(IOError) {
    try files.run(.truncate, "truncate", path) { state in state.disk.files[number].truncate(to: Int(clamping: size)) }
  }

  func size() throws(IOError) -> UInt64 {
    try files.run(.size, "stat", path) { state in UInt64(state.disk.files[number].bytes.count) }
  }
}
