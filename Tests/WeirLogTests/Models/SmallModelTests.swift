import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// The log's small parts against the plainest thing that does the same.
@Suite struct SmallModelTests {
  @Test(arguments: 0..<10) func verifiedRangesAreASetOfBytes(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var ranges = VerifiedRanges()
    var bytes: Set<Int> = []
    for _ in 0..<200 {
      let start = random.int(0...120)
      let range = start..<start + random.int(0...15)
      if random.chance(30) {
        ranges.insert(range)
        bytes.formUnion(range)
      }
      if !range.isEmpty { #expect(ranges.contains(range) == range.allSatisfy { bytes.contains($0) }) }
      for (earlier, later) in zip(ranges.ranges, ranges.ranges.dropFirst()) {
        #expect(earlier.upperBound < later.lowerBound)
      }
    }
  }

  @Test(arguments: 0..<10) func recentBatchesAreTheEndOfAList(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var recent = RecentBatches()
    var all: [RecentBatches.Place] = []
    var next: Int64 = 10
    #expect(recent.find(10) == nil)
    for number in 0..<300 {
      let place = RecentBatches.Place(
        baseOffset: next, lastOffset: next + Int64(random.int(0...5)), segment: Int64(number / 20), position: number)
      recent.add(place)
      all.append(place)
      next = place.lastOffset + 1
      let asked = Int64(random.int(0...Int(next) + 3))
      let expected = all.suffix(64).first { $0.baseOffset <= asked && asked <= $0.lastOffset }
      #expect(recent.find(asked) == expected)
    }
  }

  @Test(arguments: 0..<10) func theDurabilityQueueReleasesThoseBelow(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var queue = DurabilityQueue<Int>()
    var waiting: [(offset: Int64, id: Int)] = []
    var durable: Int64 = 0
    for id in 0..<400 {
      if random.chance(70) {
        let offset = durable + Int64(random.int(0...40))
        queue.add(offset, id)
        waiting.append((offset, id))
      } else {
        durable += Int64(random.int(0...15))
        let released = queue.release(upTo: durable)
        #expect(released.sorted() == waiting.filter { $0.offset <= durable }.map(\.id).sorted())
        let order = released.compactMap { id in waiting.first { $0.id == id }?.offset }
        #expect(order == order.sorted())
        waiting.removeAll { $0.offset <= durable }
      }
      #expect(queue.isEmpty == waiting.isEmpty)
    }
    #expect(queue.releaseAll().sorted() == waiting.map(\.id).sorted())
    #expect(queue.isEmpty)
  }

  @Test(arguments: 0..<10) func theIndexPointsAtOrBeforeWhatIsSought(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var index = SegmentIndex(baseOffset: 0)
    var batches: [SegmentIndex.Batch] = []
    let interval = random.int(1...700)
    var position = 0
    var offset: Int64 = 0
    for _ in 0..<150 {
      let next = offset + Int64(random.int(1...5))
      let batch = SegmentIndex.Batch(
        relativeOffset: UInt32(offset), position: position, bytes: random.int(61...400), nextOffset: next,
        maxTimestamp: Int64(random.int(0...5_000)))
      index.note(batch, interval: interval)
      batches.append(batch)
      position += batch.bytes
      offset = next
    }
    #expect(index.coveredBytes == position && index.nextOffset == offset)
    #expect(index.maxTimestamp == batches.map(\.maxTimestamp).max())
    #expect(zip(index.entries, index.entries.dropFirst()).allSatisfy { Int($1.position - $0.position) >= interval })
    for asked in 0..<UInt32(offset) {
      let place = index.place(ofRelative: asked)
      let holder = batches.last { $0.relativeOffset <= asked }
      #expect(Int(place?.position ?? 0) <= holder?.position ?? -1)
      // And not further before than the interval says.
      let nextEntry = index.entries.first { $0.position > place?.position ?? 0 }
      #expect(nextEntry.map { $0.relativeOffset > asked } ?? true)
    }
    for asked in stride(from: Int64(0), to: 5_100, by: 37) {
      let first = batches.first { $0.maxTimestamp >= asked }?.position ?? position
      #expect(Int(index.place(ofTimestamp: asked)?.position ?? 0) <= first)
    }
    let file = IndexFile(index)
    #expect(IndexFile.decode(file.encode())?.index == index)
    #expect(IndexFile.summary(Array(file.encode()[..<IndexFile.summaryBytes])) == file.summary)
  }

  @Test(arguments: 0..<10) func theNewestSoundCheckpointCounts(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var file = Checkpoint(sequence: 1).encodeFile()
    var newest = Checkpoint(sequence: 1)
    for sequence in 2..<60 as Range<UInt64> {
      let before = newest
      newest = Checkpoint(
        sequence: sequence, durableOffset: Int64(random.int(0...1_000)), segment: 5, position: random.int(0...900),
        logStart: 3, epochs: (0..<random.int(0...40)).map { .init(epoch: Int32($0), start: Int64($0 * 10)) })
      let slot = newest.encode()
      #expect(slot.count <= Checkpoint.slotBytes)
      let start = Int(random.chance(20) ? Checkpoint.SyncedSlot(after: file).offset : newest.unsyncedOffset)
      var torn = file
      let bytes = random.int(0...slot.count - 1)
      torn.replaceSubrange(start..<start + bytes, with: slot[..<bytes])
      let found = Checkpoint.newest(in: torn)
      // Half a slot is the one before, unless its rest was there already.
      #expect(found?.sequence == before.sequence || found?.sequence == sequence)
      // Whatever is torn, a synced one is whole.
      #expect([.first, .second].contains { (slot: Checkpoint.SyncedSlot) in
        Checkpoint.newest(in: [UInt8](repeating: 0, count: Int(slot.offset)) + torn[Int(slot.offset)...]) != nil
      })
      file.replaceSubrange(start..<start + slot.count, with: slot)
      newest.epochs = Array(newest.epochs.suffix(38))
      #expect(Checkpoint.newest(in: file) == newest)
    }
    #expect(Checkpoint.newest(in: []) == nil)
    #expect(Checkpoint.newest(in: [UInt8](repeating: 0xff, count: 3_000)) == nil)
  }

  @Test func metadataReadsBackAndDamagedDoesNot() {
    let metadata = PartitionMetadata(topicID: Fixture.topicID)
    let bytes = metadata.encode()
    #expect(bytes.count == 28 && PartitionMetadata.decode(bytes) == metadata)
    for bit in 0..<28 * 8 {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << (bit % 8)
      #expect(PartitionMetadata.decode(damaged) == nil)
    }
  }
}
