import Synchronization
import WeirBase

/// A disk in memory that keeps apart what programs see and what would survive a power cut, and fails as it is told.
///
/// A write is durable after `syncData` of its file, a name after `syncDirectory` of its directory; until then each
/// sector of 512 bytes and each change of a directory may or may not be on the disk. The end of a process loses
/// nothing: go on with the same object. The end of the power: go on with what `powerCut` returns.
package final class InMemoryFileSystem: FileSystem {
  struct State: Sendable {
    var disk = DiskState()
    var faults: [Fault] = []
    var firedCount = 0
    var counts: [Fault.Operation: Int] = [:]
    var locked: Set<String> = []
    var spaceLimit: Int?
    var isLying = false
    var isCold = false
  }

  let state: Mutex<State>

  package convenience init() { self.init(State()) }

  private init(_ state: State) { self.state = Mutex(state) }

  // MARK: What tests set and ask

  /// Bytes that all files may have together; nil for no end.
  package var spaceLimit: Int? {
    get { state.withLock { $0.spaceLimit } }
    set { state.withLock { $0.spaceLimit = newValue } }
  }

  /// Whether `syncData` does nothing and says it did: what a checker of durability must notice.
  package var isLying: Bool {
    get { state.withLock { $0.isLying } }
    set { state.withLock { $0.isLying = newValue } }
  }

  /// Whether `readCached` finds nothing.
  package var isCold: Bool {
    get { state.withLock { $0.isCold } }
    set { state.withLock { $0.isCold = newValue } }
  }

  package func inject(_ fault: Fault) { state.withLock { $0.faults.append(fault) } }

  /// Takes back faults that did not fire yet.
  package func heal() { state.withLock { $0.faults = [] } }

  /// Faults that fired.
  package var firedCount: Int { state.withLock { $0.firedCount } }

  /// Operations of a kind so far.
  package func count(_ operation: Fault.Operation) -> Int { state.withLock { $0.counts[operation] ?? 0 } }

  /// All files by their paths, as programs see them.
  package var contents: [String: [UInt8]] { state.withLock { $0.disk.contents() } }

  /// Bytes of a file that surely survive a power cut; nil where its name does not exist.
  package func durableBytes(_ path: String) -> [UInt8]? {
    state.withLock { state in
      if case .file(let number) = state.disk.entry(path) { state.disk.files[number].durable } else { nil }
    }
  }

  /// Changes a file behind everyone's back, on the disk too. Nothing happens where there is none.
  package func damage(_ path: String, _ change: (inout [UInt8]) -> Void) {
    state.withLock { state in
      if case .file(let number) = state.disk.entry(path) { state.disk.files[number].damage(change) }
    }
  }

  /// The same disk again, without faults and locks.
  package func copy() -> InMemoryFileSystem {
    InMemoryFileSystem(state.withLock { State(disk: $0.disk, spaceLimit: $0.spaceLimit) })
  }

  /// The disk after the power went; what was never synced is there, gone or torn as `seed` has it.
  package func powerCut(seed: UInt64) -> InMemoryFileSystem {
    var random = SeededRandom(seed: seed)
    let disk = state.withLock { $0.disk }
    return InMemoryFileSystem(State(disk: disk.afterPowerCut(&random)))
  }

  // MARK: FileSystem

  package func open(_ path: String, _ mode: OpenMode) throws(IOError) -> any File {
    let number = try run(.open, "open", path) { state throws(IOError) in try state.disk.open(path, mode) }
    return InMemoryFile(number: number, path: path, files: self)
  }

  package func list(_ directory: String) throws(IOError) -> [String] {
    try run(.list, "list", directory) { state throws(IOError) in
      let number = try state.disk.directory(directory, "list")
      return state.disk.directories[number].entries.keys.sorted()
    }
  }

  package func exists(_ path: String) -> Bool { state.withLock { $0.disk.entry(path) != nil } }

  package func makeDirectory(_ path: String) throws(IOError) {
    try run(.makeDirectory, "make directory", path) { state throws(IOError) in try state.disk.makeDirectory(path) }
  }

  package func rename(_ from: String, to: String) throws(IOError) {
    try run(.rename, "rename to \(to)", from) { state throws(IOError) in try state.disk.rename(from, to: to) }
  }

  package func removeFile(_ path: String) throws(IOError) {
    try run(.remove, "remove", path) { state throws(IOError) in try state.disk.removeFile(path) }
  }

  package func removeTree(_ path: String) throws(IOError) {
    try run(.remove, "remove", path) { state throws(IOError) in try state.disk.removeTree(path) }
  }

  package func syncDirectory(_ path: String) throws(IOError) {
    try run(.syncDirectory, "sync", path) { state throws(IOError) in try state.disk.syncDirectory(path) }
  }

  package func freeBytes(_ path: String) throws(IOError) -> UInt64 {
    state.withLock { state in
      state.spaceLimit.map { UInt64(max(0, $0 - state.disk.usedBytes)) } ?? 1 << 40
    }
  }

  package func lock(_ path: String) throws(IOError) -> (any FileLock)? {
    state.withLock { $0.locked.insert(path).inserted } ? InMemoryLock(path: path, files: self) : nil
  }

  /// Does one operation unless a fault is due.
  func run<T: Sendable>(
    _ operation: Fault.Operation, _ text: String, _ path: String, _ body: (inout State) throws(IOError) -> T
  ) throws(IOError) -> T {
    try state.withLock { state in
      Result { () throws(IOError) in
        if let fault = state.due(operation, path) { throw IOError(errno: fault.errno, operation: text, path: path) }
        return try body(&state)
      }
    }.get()
  }
}

extension InMemoryFileSystem.State {
  /// Counts an operation; the fault that it meets.
  mutating func due(_ operation: Fault.Operation, _ path: String) -> Fault? {
    counts[operation, default: 0] += 1
    var met: Fault?
    for index in faults.indices where faults[index].matches(operation, path) {
      faults[index].after -= 1
      if faults[index].after <= 0, faults[index].times > 0, met == nil {
        faults[index].times -= 1
        met = faults[index]
      }
    }
    faults.removeAll { $0.times <= 0 }
    if met != nil { firedCount += 1 }
    return met
  }
}

private struct InMemoryLock: FileLock {
  let path: String
  let files: InMemoryFileSystem
  func release() { files.state.withLock { _ = $0.locked.remove(path) } }
}
