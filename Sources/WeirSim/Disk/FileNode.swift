/// A file's bytes: as programs see them, as they are on the disk, and what lies between.
struct FileNode: Sendable {
  static let sectorBytes = 512
  /// Versions of a sector that are remembered between two syncs; older ones are as likely on a disk as not.
  private static let versionsMax = 6

  /// What reads return: the page cache.
  private(set) var bytes: [UInt8] = []
  /// What surely survives.
  private(set) var durable: [UInt8] = []
  /// Sectors written since the last sync: each content that may have reached the disk meanwhile, oldest first.
  private var unsynced: [Int: [[UInt8]]] = [:]
  /// Sectors whose sync failed: the page cache has them, nobody will write them again.
  private var lost: [Int: [[UInt8]]] = [:]
  private var smallest = 0
  private var largest = 0

  var isClean: Bool { unsynced.isEmpty && lost.isEmpty && bytes.count == durable.count }

  mutating func write(_ new: UnsafeRawBufferPointer, at offset: Int) {
    guard !new.isEmpty else { return }
    let end = offset + new.count
    if end > bytes.count { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
    bytes.withUnsafeMutableBytes { target in
      UnsafeMutableRawBufferPointer(rebasing: target[offset..<end]).copyMemory(from: new)
    }
    largest = max(largest, bytes.count)
    for sector in offset / Self.sectorBytes...(end - 1) / Self.sectorBytes { note(sector) }
  }

  mutating func truncate(to size: Int) {
    if size < bytes.count {
      bytes.removeLast(bytes.count - size)
    } else {
      bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
    }
    smallest = min(smallest, size)
    largest = max(largest, size)
  }

  mutating func sync() {
    if durable.count > bytes.count { durable.removeLast(durable.count - bytes.count) }
    if durable.count < bytes.count { durable.append(contentsOf: repeatElement(0, count: bytes.count - durable.count)) }
    for sector in unsynced.keys {
      lost[sector] = nil
      let range = range(sector, upTo: bytes.count)
      if !range.isEmpty { durable.replaceSubrange(range, with: bytes[range]) }
    }
    unsynced = [:]
    smallest = bytes.count
    largest = bytes.count
  }

  /// As Linux does: the pages count as clean afterwards, whether they were written or not.
  mutating func failSync() {
    for (sector, versions) in unsynced { lost[sector, default: []] += versions }
    unsynced = [:]
  }

  /// Changes both images, as a damaged disk does.
  mutating func damage(_ change: (inout [UInt8]) -> Void) {
    change(&bytes)
    durable = bytes
    unsynced = [:]
    lost = [:]
    smallest = bytes.count
    largest = bytes.count
  }

  /// What is left after the power went.
  func afterPowerCut(_ random: inout SeededRandom) -> FileNode {
    if isClean { return self }
    let kept = [0, 50, 90, 100][random.int(0...3)]
    var image = durable
    let size = sizeAfterPowerCut(kept, &random)
    if size < image.count { image.removeLast(image.count - size) }
    image.append(contentsOf: repeatElement(0, count: size - image.count))
    let dirty = unsynced.merging(lost) { newer, older in older + newer }
    for (sector, versions) in dirty.sorted(by: { $0.key < $1.key }) {
      let range = range(sector, upTo: size)
      guard !range.isEmpty, let content = pick(versions, range, in: image, kept, &random) else { continue }
      image.replaceSubrange(range, with: content)
    }
    var node = FileNode()
    node.damage { $0 = image }
    return node
  }

  private func sizeAfterPowerCut(_ kept: Int, _ random: inout SeededRandom) -> Int {
    if random.chance(kept) { return bytes.count }
    if random.chance(50) { return durable.count }
    let low = min(smallest, durable.count, bytes.count)
    return random.int(low...max(low, largest, durable.count))
  }

  /// The content of a sector; nil: as the durable image has it.
  private func pick(
    _ versions: [[UInt8]], _ range: Range<Int>, in image: [UInt8], _ kept: Int, _ random: inout SeededRandom
  ) -> [UInt8]? {
    guard random.chance(kept), let newest = versions.last else { return nil }
    var content = newest
    if random.chance(15) { content = versions[random.int(0...(versions.count - 1))] }
    content += repeatElement(0, count: max(0, range.count - content.count))
    content.removeLast(content.count - range.count)
    if random.chance(10) {
      // Torn: the front of the new, the rest of the old.
      let front = random.int(0...range.count)
      content.replaceSubrange(front..., with: image[(range.lowerBound + front)..<range.upperBound])
    }
    return content
  }

  private func range(_ sector: Int, upTo size: Int) -> Range<Int> {
    let start = min(sector * Self.sectorBytes, size)
    return start..<min(start + Self.sectorBytes, size)
  }

  private mutating func note(_ sector: Int) {
    var versions = unsynced[sector] ?? []
    if versions.count >= Self.versionsMax { versions.remove(at: versions.count / 2) }
    versions.append(Array(bytes[range(sector, upTo: bytes.count)]))
    unsynced[sector] = versions
  }
}
