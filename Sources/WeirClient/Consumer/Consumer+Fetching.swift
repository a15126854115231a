import NIOCore
import Synchronization
import WeirBase
import WeirWire

extension Consumer {
  /// Records by topic name: from version 13 on topics go by id.
  private static let versions: ClosedRange<Int16> = 4...12

  /// Asks for what may be asked for now.
  func pump() {
    let now = clock.monotonicNanos()
    perform(core.withLock { $0.plan(now: now) })
  }

  func perform(_ effects: ConsumerCore.Effects) {
    effects.resumed?.resume()
    for (connection, node, asks) in effects.fetches { fetch(asks, node, connection) }
    for node in effects.links { dial(node) }
    for topic in effects.stale { refresh(topic) }
    if !effects.resets.isEmpty { reset(effects.resets) }
    if let wake = effects.wake { schedule(wake) }
  }

  private func fetch(_ asks: [ConsumerCore.Ask], _ node: Int32, _ connection: Connection) {
    do throws(ClientError) {
      let version = try connection.version(.fetch, in: Self.versions)
      connection.send(request(asks), version: version, extraMillis: Int64(configuration.fetchWaitMillis)) { result in
        self.received(result, asks, node)
      }
    } catch {
      received(.failure(error), asks, node)
    }
  }

  private func request(_ asks: [ConsumerCore.Ask]) -> FetchRequest {
    var topics: [FetchRequest.FetchTopic] = []
    var places: [String: Int] = [:]
    for ask in asks {
      let place = places[ask.place.topic] ?? topics.count
      if place == topics.count {
        places[ask.place.topic] = place
        topics.append(FetchRequest.FetchTopic(topic: ask.place.topic))
      }
      topics[place].partitions.append(
        FetchRequest.FetchPartition(
          partition: ask.place.partition, currentLeaderEpoch: ask.leaderEpoch, fetchOffset: ask.position,
          partitionMaxBytes: ask.bytesMax))
    }
    return FetchRequest(
      maxWaitMs: configuration.fetchWaitMillis, minBytes: configuration.fetchBytesMin,
      maxBytes: configuration.fetchBytesMax, isolationLevel: configuration.isolation.rawValue, topics: topics)
  }

  private func received(_ result: Result<FetchResponse, ClientError>, _ asks: [ConsumerCore.Ask], _ node: Int32) {
    let now = clock.monotonicNanos()
    let effects = core.withLock { core in
      var effects = ConsumerCore.Effects()
      core.answered(node)
      switch result {
      case .failure(let error): core.failed(asks, error, now: now, backoff: cluster.backoff, &effects)
      case .success(let response): take(response, asks, now, core, &effects)
      }
      return effects
    }
    // First the next question, so that the answer is on its way while this one is worked on.
    pump()
    perform(effects)
  }

  private func take(
    _ response: FetchResponse, _ asks: [ConsumerCore.Ask], _ now: UInt64, _ core: ConsumerCore,
    _ effects: inout ConsumerCore.Effects
  ) {
    if response.errorCode != 0 {
      let error = ClientError.refused(response.errorCode, at: "fetch")
      return core.failed(asks, error, now: now, backoff: cluster.backoff, &effects)
    }
    let asked = Dictionary(asks.map { ($0.place, $0) }) { first, _ in first }
    for topic in response.responses {
      for partition in topic.partitions {
        let place = TopicPartition(topic: topic.topic, partition: partition.partitionIndex)
        guard let ask = asked[place] else { continue }
        core.received(partition, ask, now: now, backoff: cluster.backoff, &effects)
      }
    }
  }

  private func schedule(_ wake: UInt64) {
    let isNeeded = core.withLock { core in
      if let scheduled = core.scheduledWake, scheduled <= wake { return false }
      core.scheduledWake = wake
      return true
    }
    guard isNeeded else { return }
    let now = clock.monotonicNanos()
    loop.scheduleTask(in: .nanoseconds(Int64(clamping: wake > now ? wake - now : 0))) {
      self.core.withLock { core in
        if core.scheduledWake == wake { core.scheduledWake = nil }
      }
      self.pump()
    }
  }

  private func dial(_ node: Int32) {
    guard core.withLock({ $0.dialing.insert(node).inserted }) else { return }
    Task {
      var connection: Connection?
      do throws(ClientError) {
        connection = try await cluster.connection(node, .fetch)
      } catch {
        for topic in core.withLock({ Set($0.readings.keys.map(\.topic)) }) { refresh(topic) }
        try? await loop.pause(millis: cluster.backoff.millis(attempt: 2))
      }
      core.withLock { core in
        core.dialing.remove(node)
        if let connection { core.connections[node] = connection }
      }
      pump()
    }
  }

  private func refresh(_ topic: String) {
    guard core.withLock({ $0.refreshing.insert(topic).inserted }) else { return }
    Task {
      try? await loop.pause(millis: cluster.backoff.firstMillis)
      let metadata = try? await cluster.topic(topic, refresh: true)
      core.withLock { core in
        core.refreshing.remove(topic)
        if let metadata { core.learn(metadata) }
      }
      if metadata == nil { try? await loop.pause(millis: cluster.backoff.millis(attempt: 2)) }
      pump()
    }
  }

  private func reset(_ asks: [ConsumerCore.Ask]) {
    guard configuration.outOfRange != .fail else {
      var effects = ConsumerCore.Effects()
      core.withLock { core in
        for ask in asks {
          core.fail(
            ClientError(
              .refused(ErrorCode.offsetOutOfRange.rawValue), "offset \(ask.position) is not in the log",
              at: ask.place.description, next: "Begin at another offset"), &effects)
        }
      }
      return perform(effects)
    }
    let start = configuration.outOfRange == .end ? StartPosition.end : .beginning
    Task {
      let starts = Dictionary(asks.map { ($0.place, start) }) { first, _ in first }
      let offsets = try? await cluster.resolve(starts, isolation: configuration.isolation)
      core.withLock { core in
        for ask in asks {
          if let offset = offsets?[ask.place] {
            core.reset(ask.place, token: ask.token, to: offset)
          } else {
            core.retryReset(ask.place, token: ask.token)
          }
        }
      }
      pump()
    }
  }
}
