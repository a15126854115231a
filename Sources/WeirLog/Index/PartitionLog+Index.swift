import Synchronization
import WeirBase
import WeirRecords

extension PartitionLog {
  /// Appends that may come in between before an index is taken as it is.
  private static let catchUpsMax = 8

  /// The segment's index, from memory, its file, or its batches; it covers the segment, or nearly so where appends go
  /// on at high speed. Blocks.
  func loadedIndex(of segment: Segment) throws(IOError) -> SegmentIndex {
    let known = try state.withLock { _ in
      Result { () throws(IOError) in
        (index: segment.index, size: segment.size, next: segment.nextOffset, file: try segment.file())
      }
    }.get()
    var (size, next) = (known.size, known.next)
    var index = known.index ?? indexFile(of: segment, size: size) ?? SegmentIndex(baseOffset: segment.baseOffset)
    for _ in 0..<Self.catchUpsMax {
      if index.coveredBytes < size { try extend(&index, segment, known.file, to: size, next) }
      (size, next) = state.withLock { _ in
        if index.coveredBytes > segment.index?.coveredBytes ?? -1 { segment.index = index }
        if index.coveredBytes == segment.size { segment.maxTimestamp = index.maxTimestamp }
        return (segment.size, segment.nextOffset)
      }
      if index.coveredBytes >= size { break }
    }
    return index
  }

  /// Notes the batches up to byte `size`. Those that are damaged are left out; reading them will tell.
  private func extend(
    _ index: inout SegmentIndex, _ segment: Segment, _ file: any File, to size: Int, _ next: Int64
  ) throws(IOError) {
    let scanner = BatchScanner(file: file, end: size, verifies: true)
    let interval = state.withLock { $0.config.indexIntervalBytes }
    var place = ReadPlan.Place(position: index.coveredBytes, baseOffset: index.nextOffset)
    while place.position < size {
      let ending = try scanner.scan(from: place.position, expecting: place.baseOffset) { found in
        index.note(segment.indexed(found), interval: interval)
        return true
      }
      guard case .invalid(let position, _) = ending else { return }
      let bad = ReadPlan.Place(position: position, baseOffset: max(index.nextOffset, place.baseOffset))
      guard case .found(let found) = try scanner.hunt(from: position + 1, offsets: bad.offsetsBehind(upTo: next)) else {
        return index.skip(to: size, nextOffset: next)
      }
      place = .init(position: found.position, baseOffset: found.header.baseOffset)
    }
  }

  /// What a file remembers; it may cover the front of a segment that has grown since.
  private func indexFile(of segment: Segment, size: Int) -> SegmentIndex? {
    guard environment.files.exists(segment.indexPath),
      let bytes = try? environment.files.readFile(segment.indexPath, limit: IndexFile.fileBytesMax),
      let file = IndexFile.decode(bytes), file.summary.segmentBytes <= size
    else { return nil }
    return file.index
  }
}

extension Segment {
  func indexed(_ found: BatchScanner.Found) -> SegmentIndex.Batch {
    SegmentIndex.Batch(
      relativeOffset: relative(found.header.baseOffset), position: found.position, bytes: found.header.totalBytes,
      nextOffset: found.header.nextOffset, maxTimestamp: found.header.maxTimestamp)
  }
}
