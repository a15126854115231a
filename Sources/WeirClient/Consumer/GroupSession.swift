import NIOCore
import Synchronization
import WeirBase
import WeirWire

/// Keeps a consumer in its group: joins, divides the partitions where it is the leader, sends heartbeats, and begins
/// anew when the group changes.
final class GroupSession: Sendable {
  private let consumer: Consumer
  private let groupID: String
  private let topics: [String]
  private let membership = Mutex(GroupMembership())
  private let task = Mutex<Task<Void, Never>?>(nil)
  private var cluster: Cluster { consumer.cluster }
  private var configuration: ConsumerConfiguration { consumer.configuration }

  init(_ consumer: Consumer, groupID: String, topics: [String]) {
    self.consumer = consumer
    self.groupID = groupID
    self.topics = topics
  }

  var current: GroupMembership { membership.withLock { $0 } }

  func start() {
    let task = Task { await run() }
    self.task.withLock { $0 = task }
  }

  /// Ends the heartbeats and tells the coordinator, unless the member is static (KIP-345).
  func leave() async {
    let task = self.task.withLock { $0 }
    task?.cancel()
    await task?.value
    let member = current
    guard configuration.groupInstanceID == nil, !member.memberID.isEmpty else { return }
    do throws(ClientError) {
      let connection = try await cluster.coordinator(ofGroup: groupID)
      let version = try connection.version(.leaveGroup, in: 0...5)
      let request =
        version < 3
        ? LeaveGroupRequest(groupId: groupID, memberId: member.memberID)
        : LeaveGroupRequest(groupId: groupID, members: [.init(memberId: member.memberID)])
      _ = try await connection.ask(request, version: version)
    } catch {
      // The session timeout does it.
    }
  }

  private func run() async {
    var attempt = 0
    while !Task.isCancelled {
      do throws(ClientError) {
        try await round()
        attempt = 0
      } catch {
        if error.kind == .cancelled || Task.isCancelled { return }
        guard error.isTransient else { return consumer.fail(error) }
        do throws(ClientError) {
          try await consumer.loop.pause(millis: cluster.backoff.millis(attempt: attempt))
        } catch { return }
        attempt += 1
      }
    }
  }

  /// From joining to the end of the generation.
  private func round() async throws(ClientError) {
    let connection = try await cluster.coordinator(ofGroup: groupID)
    guard let joined = try await join(connection) else { return }
    guard let assignment = try await sync(connection, joined) else { return }
    try await consumer.take(assignment)
    let counts = try await partitionCounts(topics)
    do throws(ClientError) {
      try await beat(connection, isLeader: joined.leader == joined.memberId, counts)
    } catch {
      await giveBack()
      throw error
    }
    await giveBack()
  }
}

// MARK: Joining

extension GroupSession {
  private func join(_ connection: Connection) async throws(ClientError) -> JoinGroupResponse? {
    let version = try connection.version(.joinGroup, in: 0...7)
    let subscription = ConsumerProtocolSubscription(topics: topics)
    let metadata: [UInt8]
    do throws(WireError) { metadata = try subscription.blob(version: 1) } catch {
      throw ClientError(.invalidArgument, "the subscription cannot be written: \(error)", at: "group \(groupID)")
    }
    let request = JoinGroupRequest(
      groupId: groupID, sessionTimeoutMs: configuration.sessionTimeoutMillis,
      rebalanceTimeoutMs: configuration.rebalanceTimeoutMillis, memberId: current.memberID,
      groupInstanceId: version >= 5 ? configuration.groupInstanceID : nil, protocolType: "consumer",
      protocols: [.init(name: RangeAssignor.name, metadata: metadata)])
    let answer = try await connection.ask(
      request, version: version, extraMillis: Int64(configuration.rebalanceTimeoutMillis))
    if answer.errorCode == ErrorCode.memberIdRequired.rawValue { membership.withLock { $0.named(answer.memberId) } }
    guard try proceeds(answer.errorCode, .join) else { return nil }
    membership.withLock { $0.joined(memberID: answer.memberId, generation: answer.generationId) }
    return answer
  }

  private func sync(
    _ connection: Connection, _ joined: JoinGroupResponse
  ) async throws(ClientError) -> [TopicPartition]? {
    let version = try connection.version(.syncGroup, in: 0...4)
    let member = current
    let assignments = joined.leader == joined.memberId ? try await divide(joined) : []
    let request = SyncGroupRequest(
      groupId: groupID, generationId: member.generation, memberId: member.memberID,
      groupInstanceId: version >= 3 ? configuration.groupInstanceID : nil, assignments: assignments)
    let answer = try await connection.ask(
      request, version: version, extraMillis: Int64(configuration.rebalanceTimeoutMillis))
    guard try proceeds(answer.errorCode, .sync) else { return nil }
    if answer.assignment.isEmpty { return [] }
    do throws(WireError) {
      return try ConsumerProtocolAssignment(blob: answer.assignment).assignedPartitions.flatMap { topic in
        topic.partitions.map { TopicPartition(topic: topic.topic, partition: $0) }
      }
    } catch {
      throw ClientError(
        .damaged, "the group's leader sent an assignment that cannot be read: \(error)", at: "group \(groupID)")
    }
  }

  /// The leader's work: who reads what.
  private func divide(
    _ joined: JoinGroupResponse
  ) async throws(ClientError) -> [SyncGroupRequest.SyncGroupRequestAssignment] {
    var wanted: [String: [String]] = [:]
    for member in joined.members {
      do throws(WireError) {
        wanted[member.memberId] = try ConsumerProtocolSubscription(blob: member.metadata).topics
      } catch {
        throw ClientError(.damaged, "a member's subscription cannot be read: \(error)", at: "group \(groupID)")
      }
    }
    let counts = try await partitionCounts(Array(Set(wanted.values.joined())))
    var assignments: [SyncGroupRequest.SyncGroupRequestAssignment] = []
    for (member, places) in RangeAssignor.assign(members: wanted, partitions: counts) {
      assignments.append(.init(memberId: member, assignment: try blob(places)))
    }
    return assignments
  }

  private func blob(_ places: [TopicPartition]) throws(ClientError) -> [UInt8] {
    let topics = Dictionary(grouping: places, by: \.topic).map { topic, places in
      ConsumerProtocolAssignment.TopicPartition(topic: topic, partitions: places.map(\.partition))
    }
    do throws(WireError) {
      return try ConsumerProtocolAssignment(assignedPartitions: topics).blob(version: 1)
    } catch {
      throw ClientError(.invalidArgument, "the assignment cannot be written: \(error)", at: "group \(groupID)")
    }
  }

  /// Topics that are not there (yet) are left out.
  private func partitionCounts(_ topics: [String]) async throws(ClientError) -> [String: Int32] {
    var counts: [String: Int32] = [:]
    for topic in topics {
      do throws(ClientError) {
        counts[topic] = Int32(clamping: try await cluster.topic(topic, refresh: true).partitions.count)
      } catch {
        if error.kind != .unknownTopic { throw error }
      }
    }
    return counts
  }
}

// MARK: Staying

extension GroupSession {
  /// How often the leader looks whether topics have grown, in heartbeats.
  private static let beatsPerLook = 10

  /// Returns when the group must come together anew.
  private func beat(
    _ connection: Connection, isLeader: Bool, _ counts: [String: Int32]
  ) async throws(ClientError) {
    let version = try connection.version(.heartbeat, in: 0...4)
    var beats = 0
    while true {
      try await consumer.loop.pause(millis: configuration.heartbeatMillis)
      let member = current
      let answer = try await connection.ask(
        HeartbeatRequest(
          groupId: groupID, generationId: member.generation, memberId: member.memberID,
          groupInstanceId: version >= 3 ? configuration.groupInstanceID : nil), version: version)
      guard try proceeds(answer.errorCode, .heartbeat) else { return }
      beats += 1
      if isLeader, beats % Self.beatsPerLook == 0, try await partitionCounts(topics) != counts { return }
    }
  }

  /// Whether the round goes on. False: begin anew.
  private func proceeds(_ code: Int16, _ request: GroupMembership.Request) throws(ClientError) -> Bool {
    switch membership.withLock({ $0.react(to: code, in: request) }) {
    case .proceed: return true
    case .rejoin: return false
    case .again, .findCoordinator, .fail: throw .refused(code, at: "group \(groupID)")
    }
  }

  /// Commits what was read before others read on, and stops reading.
  private func giveBack() async {
    if configuration.autoCommitMillis != nil {
      let offsets = consumer.core.withLock { $0.processed }
      do throws(ClientError) { try await consumer.commit(offsets) } catch {
        // Others read some of it again.
      }
    }
    consumer.core.withLock { $0.assign([:]) }
  }
}
