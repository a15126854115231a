import Testing

@testable import WeirClient

@Suite struct ProducerCoreTests {
  private func core(partitions: Int32 = 2, _ change: (inout ProducerConfiguration) -> Void = { _ in }) -> ProducerCore {
    var configuration = ProducerConfiguration()
    configuration.lingerMillis = 0
    change(&configuration)
    let core = ProducerCore(configuration.effective)
    core.adopt(ProducerIdentity(id: 1, epoch: 0))
    _ = core.learn(topic(partitions: partitions), firstSticky: 0)
    return core
  }

  private func topic(partitions: Int32, leader: Int32 = 1) -> TopicMetadata {
    TopicMetadata(
      name: "t", id: nil, isInternal: false,
      partitions: (0..<partitions).map {
        .init(index: $0, leader: leader, leaderEpoch: 0, replicas: [1], inSyncReplicas: [1], offlineReplicas: [])
      })
  }

  @discardableResult
  private func append(
    _ core: ProducerCore, _ value: String, key: String? = nil, partition: Int32? = nil,
    callback: PendingBatch.Callback? = nil
  ) -> RecordAppender.Outcome {
    var appender = RecordAppender(core: core, topic: core.topics[0], nowNanos: 0, nowMillis: 0)
    return Array(value.utf8).withUnsafeBytes { value in
      guard let key else { return appender.append(value: value, partition: partition, onDelivery: callback) }
      return Array(key.utf8).withUnsafeBytes {
        appender.append(key: $0, value: value, partition: partition, onDelivery: callback)
      }
    }
  }

  @Test func recordsWithoutAKeyStayTogetherUntilTheBatchIsSent() {
    let core = core()
    for _ in 0..<3 { append(core, "x") }
    #expect(core.topics[0].partitions.map { $0.open?.count ?? 0 } == [3, 0])
    #expect(core.collect(now: 1, ready: [1]).requests.flatMap(\.batches).map(\.count) == [3])
    append(core, "y")
    #expect(core.topics[0].partitions.map { $0.open?.count ?? 0 } == [0, 1])
  }

  @Test func equalKeysGoToEqualPartitions() {
    let core = core(partitions: 8)
    for _ in 0..<4 { append(core, "x", key: "same") }
    #expect(core.topics[0].partitions.compactMap(\.open).map(\.count) == [4])
  }

  @Test func aPartitionThatIsNotThereIsRefused() {
    #expect(append(core(), "x", partition: 2) == .noSuchPartition)
    #expect(append(core(), "x", partition: -1) == .noSuchPartition)
  }

  @Test func aFullQueueTakesNothingUntilSomethingIsAcknowledged() {
    let core = core {
      $0.batchBytesMax = 300
      $0.requestBytesMax = 600
      $0.queueBytesMax = 600
    }
    var queued = 0
    while append(core, String(repeating: "x", count: 50)) == .queued { queued += 1 }
    #expect(core.bytesQueued >= 600 && core.bytesQueued < 1000)
    let batches = core.collect(now: 1, ready: [1]).requests.flatMap(\.batches)
    var effects = ProducerCore.Effects()
    for batch in batches { core.settle(batch, .success(0), now: 2, backoff: Backoff(), &effects) }
    #expect(append(core, "x") == .queued)
    #expect(core.report.acknowledged == UInt64(batches.reduce(0) { $0 + $1.count }))
    #expect(core.report.queued == UInt64(queued + 1))
  }

  @Test func aRecordLargerThanARequestIsRefused() {
    let core = core { $0.requestBytesMax = 300 << 10 }
    #expect(append(core, String(repeating: "x", count: 300 << 10)) == .tooLarge(300 << 10))
  }

  @Test func aRecordLargerThanABatchTravelsAlone() {
    let core = core { $0.batchBytesMax = 1000 }
    append(core, "small")
    #expect(append(core, String(repeating: "x", count: 5000)) == .queued)
    #expect(core.topics[0].partitions.map { $0.outstanding.count } == [1, 0])
    #expect(core.topics[0].partitions.map { $0.open?.count ?? 0 } == [1, 0])
  }

  @Test func aLostLeaderAsksForMetadataAndAMissingConnectionForOne() {
    let core = core()
    append(core, "x")
    #expect(core.collect(now: 1, ready: []).links == [1])
    _ = core.learn(topic(partitions: 2, leader: -1), firstSticky: 0)
    #expect(core.collect(now: 1, ready: [1]).stale == ["t"])
  }

  @Test func newPartitionsAreUsed() {
    let core = core(partitions: 1)
    _ = core.learn(topic(partitions: 3), firstSticky: 0)
    #expect(append(core, "x", partition: 2) == .queued)
  }

  @Test(arguments: [[Int32(-1), 0, 1], [0, 2], [0, 0, 1], [.max], [.min]])
  func partitionsABrokerMakesUpDoNoHarm(indexes: [Int32]) {
    let core = ProducerCore(ProducerConfiguration().effective)
    let topic = TopicMetadata(
      name: "t", id: nil, isInternal: false,
      partitions: indexes.sorted().map {
        .init(index: $0, leader: 1, leaderEpoch: 0, replicas: [], inSyncReplicas: [], offlineReplicas: [])
      })
    for _ in 0..<2 { _ = core.learn(topic, firstSticky: 7) }
    #expect(core.topics[0].partitions.count <= 1)
    #expect(append(core, "x", partition: 1) == .noSuchPartition)
  }

  @Test func eachRecordIsToldItsOwnFate() {
    let core = core()
    append(core, "a")
    append(core, "b", callback: { _ in })
    let batches = core.collect(now: 1, ready: [1]).requests.flatMap(\.batches)
    var effects = ProducerCore.Effects()
    core.settle(batches[0], .success(41), now: 2, backoff: Backoff(), &effects)
    #expect(effects.settled.count == 1)
    #expect(effects.settled.first?.batch.callbacks.map(\.index) == [1])
  }

  @Test func flushSealsWhatLingers() {
    let core = core { $0.lingerMillis = 60_000 }
    append(core, "x")
    #expect(core.collect(now: 1, ready: [1]).requests.isEmpty)
    let waiter = core.beginFlush()
    #expect(waiter?.left == 1)
    let batches = core.collect(now: 1, ready: [1]).requests.flatMap(\.batches)
    var effects = ProducerCore.Effects()
    for batch in batches { core.settle(batch, .success(0), now: 2, backoff: Backoff(), &effects) }
    #expect(waiter?.left == 0)
    #expect(core.beginFlush() == nil)
  }

  @Test func abandonedRecordsCountAsFailed() {
    let core = core()
    append(core, "x")
    append(core, "y", partition: 1)
    _ = core.abandon(.cancelled)
    #expect(core.report.failed == 2 && core.report.outstanding == 0 && core.bytesQueued == 0)
  }

  @Test func aRequestHoldsOneBatchOfAPartition() {
    var packer = RequestPacker(bytesMax: 100)
    func batch(_ partition: Int32, _ bytes: Int) -> PendingBatch {
      PendingBatch(TopicPartition(topic: "t", partition: partition), number: 1, createdNanos: 0, count: 1, bytes: bytes)
    }
    for (partition, bytes) in [(Int32(0), 40), (1, 40), (0, 10), (2, 95), (3, 10)] {
      packer.add(batch(partition, bytes))
    }
    #expect(packer.requests.map { $0.map(\.place.partition) } == [[0, 1], [0], [2], [3]])
  }
}
