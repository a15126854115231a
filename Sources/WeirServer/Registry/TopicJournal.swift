import Synchronization
import WeirBase
import WeirBroker

/// What this node holds, in one file: changes are appended and synced before they count, and folded together at the
/// next start.
/// The format is in docs/ARCHITECTURE.md; later versions read it.
final class TopicJournal: TopicInventory {
  static let magic = Array("WEIROBJ1".utf8)
  /// Entries for a whole fleet of topics; a larger file is damage.
  static let fileBytesMax = 1 << 30

  private struct State {
    var topics: [String: TopicDeclaration] = [:]
    var producerIDsBound: Int64 = 0
    var end: UInt64
    /// Set by a failed sync: what the file holds is unknown until it is read again.
    var failure: String?
  }

  private let file: any File
  private let state: Mutex<State>

  /// Reads the journal at `path`, or makes an empty one.
  static func open(_ path: String, files: any FileSystem, events: any EventLog) throws(BrokerStartError)
    -> TopicJournal
  {
    do throws(IOError) {
      if !files.exists(path) { try files.replaceFile(path, with: magic) }
      let bytes = try files.readFile(path, limit: fileBytesMax)
      var state = State(end: 0)
      let entries = try replay(bytes, into: &state, path, events)
      // Fold the history together when most of it is of the past.
      if entries > 1000 && entries > 2 * (state.topics.count + 1) {
        let folded = fold(state)
        try files.replaceFile(path, with: folded)
        state.end = UInt64(folded.count)
      }
      let file = try files.open(path, .readWrite)
      try file.truncate(to: state.end)
      return TopicJournal(file, state)
    } catch {
      throw BrokerStartError("what this node holds cannot be read: \(error)")
    }
  }

  private init(_ file: any File, _ state: sending State) {
    self.file = file
    self.state = Mutex(state)
  }

  /// Applies all whole entries. An unfinished last one was never acknowledged and goes; damage before others stops us.
  private static func replay(
    _ bytes: [UInt8], into state: inout State, _ path: String, _ events: any EventLog
  ) throws(IOError) -> Int {
    guard bytes.starts(with: magic) else {
      throw IOError(errno: 74, operation: "this is no object journal of a version known here:", path: path)
    }
    var count = 0
    var position = magic.count
    var damaged = false
    bytes.withUnsafeBytes { buffer in
      while position < buffer.count {
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: buffer[position...]))
        guard let entry = try? JournalCodec.decode(&reader) else {
          damaged = hasEntry(after: position, buffer)
          return
        }
        apply(entry, &state)
        position += reader.offset
        count += 1
      }
    }
    if damaged {
      throw IOError(errno: 74, operation: "an entry is damaged at byte \(position) of", path: path)
    }
    if position < bytes.count {
      events.warning("an unfinished entry of the journal was dropped", ("file", path), ("position", "\(position)"))
    }
    state.end = UInt64(position)
    return count
  }

  private static func hasEntry(after position: Int, _ buffer: UnsafeRawBufferPointer) -> Bool {
    for start in position + 1..<buffer.count {
      var reader = ByteReader(UnsafeRawBufferPointer(rebasing: buffer[start...]))
      if (try? JournalCodec.decode(&reader)) != nil { return true }
    }
    return false
  }

  private static func apply(_ entry: JournalEntry, _ state: inout State) {
    switch entry {
    case .put(let topic): state.topics[topic.name] = topic
    case .remove(let name): state.topics[name] = nil
    case .producerIDsReserved(let bound): state.producerIDsBound = max(state.producerIDsBound, bound)
    }
  }

  private static func fold(_ state: State) -> [UInt8] {
    let topics = state.topics.values.sorted { $0.name < $1.name }.map { JournalEntry.put($0) }
    let entries = topics + [.producerIDsReserved(upTo: state.producerIDsBound)]
    return entries.reduce(into: magic) { $0 += JournalCodec.encode($1) }
  }

  // MARK: TopicInventory

  func topics() -> [TopicDeclaration] { state.withLock { $0.topics.values.sorted { $0.name < $1.name } } }

  func put(_ topics: [TopicDeclaration]) throws(RegistryError) {
    try change { _ in topics.map { .put($0) } }
  }

  func remove(_ names: [String]) throws(RegistryError) {
    try change { state in names.filter { state.topics[$0] != nil }.map { .remove($0) } }
  }

  func reserveProducerIDs(count: Int64) throws(RegistryError) -> Range<Int64> {
    var reserved: Range<Int64> = 0..<0
    try change { state throws(RegistryError) in
      let (bound, overflow) = state.producerIDsBound.addingReportingOverflow(count)
      guard !overflow else { throw .storage("no producer ids are left") }
      reserved = state.producerIDsBound..<bound
      return [.producerIDsReserved(upTo: bound)]
    }
    return reserved
  }

  /// Decides on entries under the lock, writes and syncs them, and only then applies them.
  private func change(
    _ decide: (borrowing State) throws(RegistryError) -> [JournalEntry]
  ) throws(RegistryError) {
    var failure: RegistryError?
    state.withLock { state in
      do throws(RegistryError) {
        if let cause = state.failure { throw .storage(cause) }
        let entries = try decide(state)
        try write(entries.reduce(into: []) { $0 += JournalCodec.encode($1) }, &state)
        for entry in entries { Self.apply(entry, &state) }
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func write(_ bytes: [UInt8], _ state: inout State) throws(RegistryError) {
    do throws(IOError) {
      try file.write(bytes, at: state.end)
    } catch {
      // Refused, not half done: the next change begins at the same place.
      do throws(IOError) { try file.truncate(to: state.end) } catch { state.failure = error.description }
      throw .storage(error.description)
    }
    do throws(IOError) {
      try file.syncData()
    } catch {
      state.failure = "\(error); restart the node after the disk is mended"
      throw .storage(error.description)
    }
    state.end += UInt64(bytes.count)
  }
}
