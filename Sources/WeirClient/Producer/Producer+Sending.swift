import NIOCore
import Synchronization
import WeirBase
import WeirRecords
import WeirWire

extension Producer {
  /// Has the loop look once, however many ask. Under the lock.
  func scheduleDrain(_ core: ProducerCore) {
    guard !core.isDrainScheduled else { return }
    core.isDrainScheduled = true
    loop.execute { self.drain() }
  }

  /// Sends what can be sent now.
  private func drain() {
    let now = clock.monotonicNanos()
    let effects = core.withLock { core in
      core.isDrainScheduled = false
      return core.collect(now: now)
    }
    perform(effects)
  }

  /// Does what the core has decided. Not under the lock.
  func perform(_ effects: ProducerCore.Effects) {
    for continuation in effects.resumed { continuation.resume() }
    for (batch, result) in effects.settled { tell(batch, result) }
    for (node, batches) in effects.requests { transmit(batches, to: node) }
    for node in effects.links { dial(node) }
    for topic in effects.stale { refresh(topic) }
    if effects.needsIdentity { askIdentity() }
    if let wake = effects.wake { schedule(wake) }
  }

  private func tell(_ batch: PendingBatch, _ result: Result<Int64, ClientError>) {
    for (index, call) in batch.callbacks {
      call(
        result.map { base in
          Delivery(
            topic: batch.place.topic, partition: batch.place.partition, offset: base < 0 ? -1 : base &+ Int64(index))
        })
    }
    batch.callbacks = []
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
      self.drain()
    }
  }
}

// MARK: Requests

extension Producer {
  /// Records by topic name: from version 13 on topics go by id.
  private static let versions: ClosedRange<Int16> = 3...12
  private static let versionsWithZstd: ClosedRange<Int16> = 7...12

  private func transmit(_ batches: [PendingBatch], to node: Int32) {
    guard let connection = core.withLock({ $0.connections[node] }) else {
      return settle(batches, failed: ClientError(.disconnected, "the connection was lost", at: "broker \(node)"))
    }
    do throws(ClientError) {
      let version = try connection.version(.produce, in: codec == .zstd ? Self.versionsWithZstd : Self.versions)
      let request = try encode(batches)
      if policy.acks == .none {
        connection.sendOneWay(request, version: version) { self.left(batches, $0) }
      } else {
        connection.send(request, version: version, extraMillis: Int64(policy.requestTimeoutMillis)) {
          self.answered(batches, $0, connection.address)
        }
      }
    } catch {
      settle(batches, failed: error)
    }
  }

  private func encode(_ batches: [PendingBatch]) throws(ClientError) -> ProduceRequest {
    var topics: [String: [ProduceRequest.PartitionProduceData]] = [:]
    for batch in batches {
      if batch.encoded == nil || batch.encodedStamp != batch.stamp {
        do throws(CodecError) {
          batch.encoded = try batch.content?.encoded(codec, level: nil, stamp: batch.stamp)
        } catch {
          throw ClientError(.invalidArgument, "the batch cannot be compressed: \(error)", at: batch.place.description)
        }
        batch.encodedStamp = batch.stamp
      }
      topics[batch.place.topic, default: []]
        .append(ProduceRequest.PartitionProduceData(index: batch.place.partition, records: batch.encoded))
    }
    return ProduceRequest(
      acks: policy.acks.rawValue, timeoutMs: policy.requestTimeoutMillis,
      topicData: topics.map { ProduceRequest.TopicProduceData(name: $0.key, partitionData: $0.value) })
  }

  /// Acks 0: written is all there is to know.
  private func left(_ batches: [PendingBatch], _ result: Result<Void, ClientError>) {
    settle(batches) { _ in result.map { -1 } }
  }

  private func answered(
    _ batches: [PendingBatch], _ result: Result<ProduceResponse, ClientError>, _ address: BrokerAddress
  ) {
    switch result {
    case .failure(let error): settle(batches, failed: error)
    case .success(let response):
      var answers: [TopicPartition: ProduceResponse.PartitionProduceResponse] = [:]
      for topic in response.responses {
        for partition in topic.partitionResponses {
          answers[TopicPartition(topic: topic.name, partition: partition.index)] = partition
        }
      }
      settle(batches) { batch in
        guard let answer = answers[batch.place] else {
          return .failure(
            ClientError(.damaged, "the answer leaves out \(batch.place)", at: address.description))
        }
        return Self.result(answer, batch)
      }
    }
  }

  private static func result(
    _ answer: ProduceResponse.PartitionProduceResponse, _ batch: PendingBatch
  ) -> Result<Int64, ClientError> {
    if answer.errorCode == 0 { return .success(answer.baseOffset) }
    let detail = answer.recordErrors.first?.batchIndexErrorMessage ?? answer.errorMessage
    var error = ClientError.refused(answer.errorCode, detail, at: batch.place.description)
    if answer.errorCode == ErrorCodes.messageTooLarge {
      error = ClientError(
        error.kind, "the broker takes no batch of \(batch.encoded?.readableBytes ?? batch.bytes) bytes",
        at: error.place,
        next: "Lower the batch size, or raise max.message.bytes of the topic")
    }
    return .failure(error)
  }

  private func settle(_ batches: [PendingBatch], failed error: ClientError) {
    settle(batches) { _ in .failure(error) }
  }

  private func settle(_ batches: [PendingBatch], _ result: (PendingBatch) -> Result<Int64, ClientError>) {
    let now = clock.monotonicNanos()
    let results = batches.map(result)
    let effects = core.withLock { core in
      var effects = ProducerCore.Effects()
      for (batch, result) in zip(batches, results) {
        core.settle(batch, result, now: now, backoff: cluster.backoff, &effects)
      }
      if core.hasWork { scheduleDrain(core) }
      return effects
    }
    perform(effects)
  }
}

// MARK: What sending needs

extension Producer {
  private func dial(_ node: Int32) {
    guard core.withLock({ $0.dialing.insert(node).inserted }) else { return }
    Task {
      var connection: Connection?
      do throws(ClientError) {
        connection = try await cluster.connection(node, .produce)
      } catch {
        // The leader may have moved away from a broker that is gone.
        for topic in core.withLock({ $0.topics.map(\.name) }) { refresh(topic) }
        try? await loop.pause(millis: cluster.backoff.millis(attempt: 2))
      }
      core.withLock { core in
        core.dialing.remove(node)
        if let connection { core.connections[node] = connection }
        scheduleDrain(core)
      }
    }
  }

  private func refresh(_ topic: String) {
    guard core.withLock({ $0.refreshing.insert(topic).inserted }) else { return }
    Task {
      try? await loop.pause(millis: cluster.backoff.firstMillis)
      let metadata = try? await cluster.topic(topic, refresh: true)
      core.withLock { core in
        core.refreshing.remove(topic)
        if let metadata { _ = core.learn(metadata, firstSticky: 0) }
        scheduleDrain(core)
      }
    }
  }

  private func askIdentity() {
    let asks = core.withLock { core in
      defer { core.isAskingIdentity = true }
      return !core.isAskingIdentity
    }
    guard asks else { return }
    Task {
      do throws(ClientError) {
        let connection = try await cluster.connection(nil, .general)
        let answer = try await connection.ask(
          InitProducerIdRequest(transactionalId: nil, transactionTimeoutMs: Int32.max), in: 0...4)
        guard answer.errorCode == 0 else {
          throw ClientError.refused(answer.errorCode, at: connection.address.description)
        }
        core.withLock { $0.adopt(ProducerIdentity(id: answer.producerId, epoch: answer.producerEpoch)) }
      } catch {
        if !error.isTransient { perform(core.withLock { $0.abandon(error) }) }
        try? await loop.pause(millis: cluster.backoff.millis(attempt: 1))
      }
      core.withLock { core in
        core.isAskingIdentity = false
        scheduleDrain(core)
      }
    }
  }
}
