import NIOCore
import Synchronization
import WeirBase
import WeirLog
import WeirWire

extension Broker {
  func fetch(_ request: FetchRequest, _ call: Call<FetchResponse>) {
    let usesTopicIDs = call.version >= 13
    let opening = sessions.open(request, usesTopicIDs: usesTopicIDs)
    var targets: [FetchTarget]
    switch opening {
    case .failure(let code):
      var response = FetchResponse()
      response.errorCode = code.rawValue
      return call.reply(response)
    case .sessionless(let asked): targets = asked
    case .session(_, _, let followed): targets = followed
    }
    let plan = FetchPlan(
      targets: targets, bytesMin: Int(max(0, request.minBytes)),
      bytesMax: min(Int(max(0, request.maxBytes)), fetchBytesNow),
      waitMillis: Int64(max(0, request.maxWaitMs)), readsCommitted: request.isolationLevel == 1,
      usesTopicIDs: usesTopicIDs)
    FetchOperation(broker: self, plan: plan, opening: opening, call: call).start()
  }

  /// What one fetch may return now: an eighth of the memory that is left for answers, so that clients that read slowly
  /// cannot fill the node.
  private var fetchBytesNow: Int {
    let limits = environment.limits
    let left = max(0, limits.nodeBytesMax - metrics.answerBytes.value)
    return min(limits.fetchBytesMax, max(limits.fetchBytesLeast, left / 8))
  }
}

/// One fetch at work: reads, waits for more if the client wants that, reads again, answers once.
/// Its steps run on the connection's loop, but for reads that must wait for the disk.
final class FetchOperation: Sendable {
  private let broker: Broker
  private let plan: FetchPlan
  private let opening: FetchSessionCache.Opening
  private let call: Call<FetchResponse>
  private let deadlineNanos: UInt64
  private let waiting = Mutex<Waiting?>(nil)

  private struct Waiting {
    var waiter: FetchWaiter
    var partitions: [Partition]
    var timer: Scheduled<Void>?
  }

  init(broker: Broker, plan: FetchPlan, opening: FetchSessionCache.Opening, call: Call<FetchResponse>) {
    self.broker = broker
    self.plan = plan
    self.opening = opening
    self.call = call
    let waitNanos = UInt64(clamping: plan.waitMillis) &* 1_000_000
    deadlineNanos = plan.waitMillis == 0 ? 0 : broker.environment.clock.monotonicNanos() &+ waitNanos
  }

  func start() { settle(broker.read(plan, cachedOnly: true)) }

  private func settle(_ read: FetchRead) {
    if read.wouldBlock {
      broker.metrics.coldReads.add()
      broker.environment.readers.run { [self] in
        let read = broker.read(plan, cachedOnly: false)
        call.client.loop.execute { self.settle(read) }
      }
      return
    }
    let isOver = deadlineNanos == 0 || broker.isReleased || broker.environment.clock.monotonicNanos() >= deadlineNanos
    if read.bytes >= plan.bytesMin || read.mustAnswer || isOver || plan.targets.isEmpty { return answer(read) }
    wait(after: read)
  }

  /// Registers first and looks again afterwards, so that an append in between is not missed.
  private func wait(after read: FetchRead) {
    let waiter = FetchWaiter(bytesMissing: max(1, plan.bytesMin - read.bytes)) { [self] in
      call.client.loop.execute { self.resume() }
    }
    var partitions: [Partition] = []
    var moved = false
    for (target, result) in zip(plan.targets, read.results) {
      let topic = plan.usesTopicIDs ? broker.topics.table[target.key.topicID] : broker.topics.table[target.key.topic]
      guard let partition = topic?.partition(target.key.partition) else {
        moved = true
        continue
      }
      partition.add(waiter)
      partitions.append(partition)
      let now = partition.log.offsets
      if now.logEnd != result.data.highWatermark || now.logStart != result.data.logStartOffset { moved = true }
    }
    let now = broker.environment.clock.monotonicNanos()
    let left = deadlineNanos > now ? deadlineNanos - now : 0
    let timer = call.client.loop.scheduleTask(in: .nanoseconds(Int64(clamping: left))) { waiter.fire() }
    waiting.withLock { $0 = Waiting(waiter: waiter, partitions: partitions, timer: timer) }
    broker.metrics.waitingFetches.add()
    if !call.client.life.add(waiter) || moved { waiter.fire() }
  }

  private func resume() {
    guard
      let ended = waiting.withLock({ waiting -> Waiting? in
        defer { waiting = nil }
        return waiting
      })
    else { return }
    broker.metrics.waitingFetches.subtract()
    ended.timer?.cancel()
    for partition in ended.partitions { partition.remove(ended.waiter) }
    call.client.life.remove(ended.waiter)
    // Nobody is there to be answered.
    if call.client.life.hasEnded { return }
    settle(broker.read(plan, cachedOnly: true))
  }

  private func answer(_ read: FetchRead) {
    var response = FetchResponse()
    var results = read.results
    if case .session(let id, let isNew, _) = opening {
      response.sessionId = id
      results = broker.sessions.filter(id: id, isNew: isNew, results)
    }
    for (key, data) in results {
      if let last = response.responses.last, last.topic == key.topic && last.topicId == key.topicID {
        response.responses[response.responses.count - 1].partitions.append(data)
      } else {
        response.responses.append(.init(topic: key.topic, topicId: key.topicID, partitions: [data]))
      }
    }
    count(read)
    call.reply(response)
  }

  private func count(_ read: FetchRead) {
    broker.metrics.fetchedBytes.add(read.bytes)
    for (key, data) in read.results {
      let bytes = data.records?.readableBytes ?? 0
      guard bytes > 0 || data.errorCode != 0 else { continue }
      let topic = plan.usesTopicIDs ? broker.topics.table[key.topicID] : broker.topics.table[key.topic]
      if bytes > 0 { topic?.metrics.fetched(bytes: bytes) }
      if data.errorCode != 0 { topic?.metrics.fetchFailed() }
    }
  }
}
