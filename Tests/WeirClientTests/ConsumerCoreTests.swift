import NIOCore
import Testing
import WeirRecords
import WeirWire

@testable import WeirClient

@Suite struct ConsumerCoreTests {
  private let place = TopicPartition(topic: "t", partition: 0)

  /// Batches of `count` records each, the first at `base`.
  private func batches(from base: Int64, _ counts: [Int], producer: Int64 = -1, isTransactional: Bool = false)
    -> ByteBuffer
  {
    var buffer = ByteBuffer()
    var next = base
    for count in counts {
      var builder = BatchBuilder(producerId: producer, isTransactional: isTransactional)
      for index in 0..<count { _ = builder.append(key: nil, value: Array("\(next + Int64(index))".utf8), timestamp: 0) }
      buffer.writeBytes(builder.finish(baseOffset: next))
      next += Int64(count)
    }
    return buffer
  }

  private func core(position: Int64, _ change: (inout ConsumerConfiguration) -> Void = { _ in }) -> ConsumerCore {
    var configuration = ConsumerConfiguration()
    change(&configuration)
    let core = ConsumerCore(configuration)
    core.assign([place: position])
    return core
  }

  private func ask(_ core: ConsumerCore) -> ConsumerCore.Ask {
    let reading = core.readings[place]
    return ConsumerCore.Ask(
      place: place, position: reading?.position ?? -1, leaderEpoch: -1, token: reading?.token ?? 0, bytesMax: 1)
  }

  private func receive(_ core: ConsumerCore, _ ask: ConsumerCore.Ask, _ answer: FetchResponse.PartitionData)
    -> ConsumerCore.Effects
  {
    var effects = ConsumerCore.Effects()
    core.received(answer, ask, now: 0, backoff: Backoff(), &effects)
    return effects
  }

  private func offsets(_ chunk: RecordChunk) throws -> [Int64] { try chunk.records().map(\.offset) }

  @Test func recordsBeforeThePositionAreLeftOut() throws {
    let core = core(position: 3)
    _ = receive(core, ask(core), .init(highWatermark: 7, records: batches(from: 0, [5, 2])))
    let chunk = try #require(core.take())
    #expect(try offsets(chunk) == [3, 4, 5, 6])
    #expect(chunk.nextOffset == 7 && core.readings[place]?.position == 7)
  }

  @Test func aBatchThatIsCutShortIsLeftForTheNextAnswer() throws {
    let core = core(position: 0)
    let whole = batches(from: 0, [2, 2])
    let cut = try #require(whole.getSlice(at: 0, length: whole.readableBytes - 1))
    _ = receive(core, ask(core), .init(highWatermark: 4, records: cut))
    #expect(try offsets(try #require(core.take())) == [0, 1])
    #expect(core.readings[place]?.position == 2)
  }

  @Test func anAnswerFromBeforeASeekIsDropped() {
    let core = core(position: 0)
    let old = ask(core)
    #expect(core.seek(place, to: 100))
    _ = receive(core, old, .init(highWatermark: 2, records: batches(from: 0, [2])))
    #expect(core.take() == nil)
    #expect(core.readings[place]?.position == 100)
  }

  @Test func seekDropsWhatWaits() {
    let core = core(position: 0)
    _ = receive(core, ask(core), .init(highWatermark: 2, records: batches(from: 0, [2])))
    #expect(core.seek(place, to: 1))
    #expect(core.take() == nil)
  }

  @Test func outsideTheLogThePositionIsLookedUp() {
    let core = core(position: 50)
    let effects = receive(core, ask(core), .init(errorCode: 1))
    #expect(effects.resets.map(\.position) == [50])
    #expect(core.plan(now: .max).stale.isEmpty)
  }

  @Test func aLeaderThatMovedIsLookedUpAfterAPause() {
    let core = core(position: 0)
    let effects = receive(core, ask(core), .init(errorCode: 6))
    #expect(effects.stale == ["t"] && effects.wake != nil && core.failure == nil)
  }

  @Test func whatCannotBecomeRightEndsReading() {
    let core = core(position: 0)
    _ = receive(core, ask(core), .init(errorCode: 29))
    #expect(core.failure?.code == 29)
  }

  @Test func damageIsNamedNotReturned() throws {
    let core = core(position: 0)
    var records = batches(from: 0, [2])
    records.setInteger(UInt8(0xff), at: 40)
    _ = receive(core, ask(core), .init(highWatermark: 2, records: records))
    let chunk = try #require(core.take())
    #expect(throws: ClientError.self) { try chunk.records() }
  }

  @Test func garbageEndsReading() {
    let core = core(position: 0)
    _ = receive(core, ask(core), .init(records: ByteBuffer(repeating: 0xee, count: 100)))
    #expect(core.failure?.kind == .damaged)
  }

  @Test func prefetchStopsWhenEnoughWaits() {
    let core = core(position: 0) { $0.prefetchBytesMax = 10 }
    core.learn(
      TopicMetadata(
        name: "t", id: nil, isInternal: false,
        partitions: [.init(index: 0, leader: 1, leaderEpoch: 0, replicas: [], inSyncReplicas: [], offlineReplicas: [])])
    )
    #expect(core.plan(now: 0).links == [1])
    _ = receive(core, ask(core), .init(highWatermark: 2, records: batches(from: 0, [2])))
    #expect(core.plan(now: 0).links.isEmpty)
    _ = core.take()
    #expect(core.plan(now: 0).links == [1])
  }

  @Test func committedIsWhatWasReturned() {
    let core = core(position: 0)
    _ = receive(core, ask(core), .init(highWatermark: 2, records: batches(from: 0, [2])))
    #expect(core.consumed.isEmpty)
    _ = core.take()
    #expect(core.consumed == [place: 2] && core.processed.isEmpty)
    core.beginPoll()
    #expect(core.processed == [place: 2])
  }

  @Test func abortedTransactionsAreHidden() throws {
    let core = core(position: 0) { $0.isolation = .readCommitted }
    var records = batches(from: 0, [1], producer: 7, isTransactional: true)
    var open = batches(from: 1, [1], producer: 8, isTransactional: true)
    records.writeBuffer(&open)
    var marker = BatchBuilder(producerId: 7, producerEpoch: 0, isTransactional: true, isControl: true)
    _ = marker.append(key: [0, 0, 0, 0], value: [0, 0, 0, 0, 0, 0], timestamp: 0)
    records.writeBytes(marker.finish(baseOffset: 2))
    var after = batches(from: 3, [1], producer: 7, isTransactional: true)
    records.writeBuffer(&after)
    let answer = FetchResponse.PartitionData(
      highWatermark: 4, abortedTransactions: [.init(producerId: 7, firstOffset: 0)], records: records)
    _ = receive(core, ask(core), answer)
    let chunk = try #require(core.take())
    #expect(try offsets(chunk) == [1, 3])
    #expect(chunk.nextOffset == 4)
  }
}

@Suite struct StartPositionTests {
  @Test(arguments: [
    (StartPosition.beginning, Int64(10)), (.end, 20), (.offset(3), 3), (.timestamp(5), 20), (.fromBeginning(4), 14),
    (.fromBeginning(99), 20), (.fromEnd(4), 16), (.fromEnd(99), 10),
  ])
  func offsets(start: StartPosition, offset: Int64) {
    #expect(start.offset(first: 10, last: 20, byTime: -1) == offset)
  }

  @Test func aTimeThatIsFound() { #expect(StartPosition.timestamp(5).offset(first: 10, last: 20, byTime: 12) == 12) }
}
