import Synchronization
import WeirBase
import WeirRecords

extension PartitionLog {
  /// About how many bytes a read from `offset` could return, at most: exact at the tail, where readers usually are.
  package func bytesAvailable(from offset: Int64) -> Int {
    state.withLock { state in
      guard let place = state.recent.find(offset), let last = state.segments.last else { return .max }
      return place.segment == last.baseOffset ? last.size - place.position : .max
    }
  }

  /// Reads whole batches, beginning with the one that holds `offset`, none that begins at `end` or later.
  /// Batches that this process neither wrote nor checked are CRC-checked first.
  /// - Parameter cachedOnly: throw `wouldBlock` rather than wait for the disk.
  package func read(
    from offset: Int64, before end: Int64, into buffer: UnsafeMutableRawBufferPointer, cachedOnly: Bool
  ) throws(ReadError) -> ReadRange {
    let nothing = ReadRange(lowerBound: 0, count: 0, nextOffset: offset)
    guard let plan = try plan(offset, before: end, cachedOnly: cachedOnly) else { return nothing }
    var position = plan.position
    while position < plan.end {
      let filled = try fill(buffer, plan, at: position, cachedOnly: cachedOnly)
      var walk = BatchWalk(UnsafeRawBufferPointer(rebasing: buffer[..<filled]), from: offset, before: end)
      try run(&walk, plan, at: position)
      if walk.range.count > 0 { return walk.range }
      switch walk.ending {
      case .batchOf(let bytes) where walk.consumed == 0:
        if bytes > buffer.count { throw .needsBytes(bytes) }
        // The batch runs past the segment's end: it cannot be whole.
        throw damaged(plan.segment, position, "a batch of \(bytes) bytes runs past the end of the segment")
      case .done: return nothing
      default:
        guard walk.consumed > 0 else { throw damaged(plan.segment, position, "no batch begins here") }
        position += walk.consumed
      }
    }
    throw damaged(plan.segment, plan.end, "offset \(offset) should lie before here")
  }

  private struct Plan {
    var segment: Segment
    var file: any File
    var position: Int
    var end: Int
    var isVerified: Bool
  }

  /// Where to begin; nil when nothing is there yet.
  private func plan(_ offset: Int64, before end: Int64, cachedOnly: Bool) throws(ReadError) -> Plan? {
    enum Finding {
      case plan(Plan)
      case nothing
      case indexNeeded(Segment)
    }
    while true {
      let finding = state.withLock { state in
        Result { () throws(ReadError) -> Finding in
          if let reason = state.offlineReason { throw .offline(reason) }
          guard offset >= state.logStart, offset <= state.logEnd else { throw .offsetOutOfRange(state.offsets) }
          guard offset < state.logEnd, offset < end, let segment = state.segment(holding: offset) else { return .nothing }
          guard let position = state.position(of: offset, in: segment) else { return .indexNeeded(segment) }
          do throws(IOError) {
            return .plan(
              Plan(
                segment: segment, file: try segment.file(), position: position, end: segment.size,
                isVerified: segment.verified.contains(position..<segment.size)))
          } catch { throw .io(error) }
        }
      }
      switch try finding.get() {
      case .plan(let plan): return plan
      case .nothing: return nil
      case .indexNeeded(let segment):
        if cachedOnly { throw .wouldBlock }
        do throws(IOError) { _ = try loadedIndex(of: segment) } catch { throw .io(error) }
      }
    }
  }

  private func fill(
    _ buffer: UnsafeMutableRawBufferPointer, _ plan: Plan, at position: Int, cachedOnly: Bool
  ) throws(ReadError) -> Int {
    let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, plan.end - position)])
    do throws(IOError) {
      let filled =
        cachedOnly
        ? try plan.file.readCached(into: wanted, at: UInt64(position))
        : try plan.file.read(into: wanted, at: UInt64(position))
      guard let filled else { throw IOError(errno: 0, operation: "", path: "") }
      if filled == wanted.count { return filled }
    } catch {
      if error.errno == 0 { throw .wouldBlock }
      throw .io(error)
    }
    throw damaged(plan.segment, position, "the file is shorter than its log")
  }

  /// Walks what was read; checks CRCs where nobody did before.
  private func run(_ walk: inout BatchWalk, _ plan: Plan, at position: Int) throws(ReadError) {
    if plan.isVerified { return walk.run(checking: false) }
    walk.run(checking: true)
    if let bad = walk.badAt, walk.range.count == 0 {
      throw damaged(plan.segment, position + bad, "CRC mismatch")
    }
    let checked = position..<position + walk.consumed
    state.withLock { _ in plan.segment.verified.insert(checked) }
  }

  private func damaged(_ segment: Segment, _ position: Int, _ what: String) -> ReadError {
    let text = "\(segment.path) is damaged at byte \(position): \(what)"
    environment.events.error("damaged records are not served", ("partition", name), ("reason", text))
    return .damaged(text)
  }

  /// The segment's index, from memory, its file, or its batches. Blocks.
  func loadedIndex(of segment: Segment) throws(IOError) -> SegmentIndex {
    let (present, size, file) = try state.withLock { _ in
      Result { () throws(IOError) in (segment.index, segment.size, try segment.file()) }
    }.get()
    if let present, present.coveredBytes == size { return present }
    var index = SegmentIndex()
    if let known = indexFile(of: segment), known.summary.segmentBytes == size {
      index = known.index
    } else {
      _ = try BatchScanner(file: file, end: size, verifies: false).scan(from: 0, expecting: nil) { found in
        index.note(found, in: segment)
        return true
      }
    }
    // Only if nothing was appended meanwhile; else the next one who needs it tries again.
    state.withLock { _ in if segment.size == size, index.coveredBytes == size { segment.index = index } }
    return index
  }

  private func indexFile(of segment: Segment) -> IndexFile? {
    guard environment.files.exists(segment.indexPath) else { return nil }
    return (try? environment.files.readFile(segment.indexPath, limit: IndexFile.fileBytesMax)).flatMap {
      IndexFile.decode($0)
    }
  }
}

extension PartitionLog.State {
  /// The last segment that begins at `offset` or before, if it reaches that far.
  func segment(holding offset: Int64) -> Segment? {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].baseOffset <= offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : segments[low - 1]
  }

  /// Where to begin looking for `offset`; nil when the index must be loaded first.
  func position(of offset: Int64, in segment: Segment) -> Int? {
    if offset == segment.baseOffset { return 0 }
    if let place = recent.find(offset), place.segment == segment.baseOffset { return place.position }
    guard let index = segment.index, index.coveredBytes == segment.size else { return nil }
    return index.position(ofRelative: UInt32(clamping: offset - segment.baseOffset))
  }
}
