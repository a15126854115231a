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
    guard var plan = try plan(offset, before: end, cachedOnly: cachedOnly) else { return nothing }
    while plan.place.position < plan.end {
      let filled = try fill(buffer, plan, cachedOnly: cachedOnly)
      var walk = BatchWalk(
        UnsafeRawBufferPointer(rebasing: buffer[..<filled]), expecting: plan.place.baseOffset, from: offset, before: end
      )
      run(&walk, plan, filled)
      if walk.range.count > 0 { return walk.range }
      plan.place.position += walk.consumed
      plan.place.baseOffset = walk.expected
      switch walk.ending {
      case .done: return nothing
      case .damaged(let what): try goAround(what, &plan, offset, cachedOnly: cachedOnly)
      case .batchOf(let bytes) where bytes > plan.end - plan.place.position:
        try goAround("a batch of \(bytes) bytes runs past the segment's end", &plan, offset, cachedOnly: cachedOnly)
      case .batchOf(let bytes) where walk.consumed == 0:
        if bytes > BatchHeader.size { try checkWhole(&plan, bytes, offset, cachedOnly: cachedOnly) }
        if bytes > BatchHeader.size && plan.place.baseOffset != walk.expected { continue }
        throw .needsBytes(bytes)
      case .clean where walk.consumed == 0: throw .needsBytes(BatchHeader.size)
      default: break
      }
    }
    throw damaged(plan, "offset \(offset) should lie before here")
  }

  /// Where to begin; nil when nothing is there yet.
  private func plan(_ offset: Int64, before end: Int64, cachedOnly: Bool) throws(ReadError) -> ReadPlan? {
    var needed: Segment?
    while true {
      let isLoaded = needed != nil
      let finding = state.withLock { state in
        Result { () throws(ReadError) -> (plan: ReadPlan?, needed: Segment?) in
          if let reason = state.offlineReason { throw .offline(reason) }
          guard offset >= state.logStart, offset <= state.logEnd else { throw .offsetOutOfRange(state.offsets) }
          guard offset < state.logEnd, offset < end, let segment = state.segment(holding: offset) else {
            return (nil, nil)
          }
          guard let place = state.place(of: offset, in: segment, anyIndex: isLoaded) else { return (nil, segment) }
          do throws(IOError) {
            return (
              ReadPlan(
                segment: segment, file: try segment.file(), place: place, end: segment.size,
                nextOffset: segment.nextOffset, verified: segment.verified, epochs: state.epochs), nil
            )
          } catch { throw .io(error) }
        }
      }
      let found = try finding.get()
      guard let segment = found.needed else { return found.plan }
      if cachedOnly { throw .wouldBlock }
      do throws(IOError) { _ = try loadedIndex(of: segment) } catch { throw .io(error) }
      needed = segment
    }
  }

  private func fill(
    _ buffer: UnsafeMutableRawBufferPointer, _ plan: ReadPlan, cachedOnly: Bool
  ) throws(ReadError) -> Int {
    let position = plan.place.position
    let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, plan.end - position)])
    let filled: Int?
    do throws(IOError) {
      filled =
        cachedOnly
        ? try plan.file.readCached(into: wanted, at: UInt64(position))
        : try plan.file.read(into: wanted, at: UInt64(position))
    } catch { throw .io(error) }
    guard let filled else { throw .wouldBlock }
    guard filled == wanted.count else { throw damaged(plan, "the file is shorter than its log") }
    return filled
  }

  /// Walks what was read; checks what nobody did before.
  private func run(_ walk: inout BatchWalk, _ plan: ReadPlan, _ filled: Int) {
    if plan.isVerified(filled) { return walk.run { _, _ in nil } }
    walk.run { header, batch in plan.fault(header, batch) }
    let checked = plan.place.position..<plan.place.position + walk.consumed
    state.withLock { _ in plan.segment.verified.insert(checked) }
  }

  /// A batch larger than the reader's buffer: its length is not believed, and no memory asked for, before its CRC is
  /// right.
  private func checkWhole(_ plan: inout ReadPlan, _ bytes: Int, _ offset: Int64, cachedOnly: Bool) throws(ReadError) {
    if plan.isVerified(bytes) { return }
    if cachedOnly { throw .wouldBlock }
    let isSound: Bool
    do throws(IOError) {
      let scanner = BatchScanner(file: plan.file, end: plan.end, verifies: true)
      var window = FileWindow(file: plan.file, chunkBytes: BatchHeader.size)
      let header = try window.header(at: plan.place.position, end: plan.end)
      isSound =
        try header.map { header throws(IOError) in try scanner.isSound(header, at: plan.place.position) } ?? false
    } catch { throw .io(error) }
    if !isSound { try goAround("CRC mismatch", &plan, offset, cachedOnly: cachedOnly) }
  }

  /// Moves a plan behind damage that lies before the batch asked for; if it is that batch, it is not served.
  private func goAround(
    _ what: String, _ plan: inout ReadPlan, _ offset: Int64, cachedOnly: Bool
  ) throws(ReadError) {
    if cachedOnly { throw .wouldBlock }
    let hunt: BatchScanner.Hunt
    do throws(IOError) {
      hunt = try BatchScanner(file: plan.file, end: plan.end, verifies: true)
        .hunt(from: plan.place.position + 1, offsets: plan.place.offsetsBehind(upTo: plan.nextOffset))
    } catch { throw .io(error) }
    let error = damaged(plan, what)
    guard case .found(let next) = hunt, next.header.baseOffset <= offset else { throw error }
    plan.place = .init(position: next.position, baseOffset: next.header.baseOffset)
  }

  /// Tells the event log, once a place.
  func damaged(_ plan: ReadPlan, _ what: String) -> ReadError {
    let text =
      "\(plan.segment.path) is damaged at byte \(plan.place.position) (offset \(plan.place.baseOffset)): \(what)"
    let isNew = state.withLock { _ in plan.segment.reportedDamage.insert(plan.place.position).inserted }
    if isNew { environment.events.error("damaged records are not served", ("partition", name), ("reason", text)) }
    return .damaged(text)
  }
}

extension PartitionLog.State {
  /// The last segment that begins at `offset` or before.
  func segment(holding offset: Int64) -> Segment? {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].baseOffset <= offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : segments[low - 1]
  }

  /// Where to begin looking for `offset`; nil when the index must be loaded or brought up to date first.
  func place(of offset: Int64, in segment: Segment, anyIndex: Bool) -> ReadPlan.Place? {
    let start = ReadPlan.Place(position: 0, baseOffset: segment.baseOffset)
    if offset == segment.baseOffset { return start }
    if let place = recent.find(offset), place.segment == segment.baseOffset {
      return .init(position: place.position, baseOffset: place.baseOffset)
    }
    guard let index = segment.index, anyIndex || offset < index.nextOffset else { return anyIndex ? start : nil }
    guard let entry = index.place(ofRelative: segment.relative(offset)), Int(entry.position) < segment.size
    else { return start }
    return segment.place(entry)
  }
}

extension Segment {
  func place(_ entry: SegmentIndex.Entry) -> ReadPlan.Place {
    ReadPlan.Place(
      position: Int(entry.position),
      baseOffset: baseOffset.addingReportingOverflow(Int64(entry.relativeOffset)).partialValue)
  }
}
