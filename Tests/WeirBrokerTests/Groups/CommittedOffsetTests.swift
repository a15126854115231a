import Testing
import WeirBase
import WeirBroker
import WeirSim
import WeirWire

@Suite struct CommittedOffsetTests {
  @Test func aCommitComesBackWhole() {
    let rig = GroupRig()
    #expect(rig.commit(42, metadata: "käse", epoch: 3).value?.errors == [.none])
    #expect(
      rig.committed()
        == CommittedOffset(
          offset: 42, leaderEpoch: 3, metadata: "käse", commitTimestamp: rig.clock.wallMillis()))
    #expect(rig.groups.list().groups.map(\.groupID) == ["g"])
    #expect(rig.groups.list().groups.map(\.state) == [.empty])
  }

  @Test func whatWasNeverCommittedIsMinusOne() {
    let rig = GroupRig()
    _ = rig.commit(1)
    #expect(rig.committed("t", 1) == .unknown && rig.committed("u") == .unknown)
    #expect(rig.committed("t", 0, group: "h") == .unknown)
    #expect(rig.groups.fetchOffsets(groupID: "h", topics: nil).offsets.isEmpty)
  }

  @Test func allOffsetsComeInOrder() {
    let rig = GroupRig()
    for (topic, partition) in [("u", 1), ("t", 2), ("t", 0)] as [(String, Int32)] {
      _ = rig.commit(5, topic: topic, partition: partition)
    }
    let all = rig.groups.fetchOffsets(groupID: "g", topics: nil).offsets
    #expect(all.map { "\($0.topic)-\($0.partition)" } == ["t-0", "t-2", "u-1"])
  }

  @Test func onlyMembersCommitToAGroupAtWork() {
    let rig = GroupRig()
    #expect(rig.commit(1, generation: 3, member: "m").value?.errors == [.illegalGeneration], "no such group")
    let (ids, generation) = rig.stable(1)
    #expect(rig.commit(1).value?.errors == [.unknownMemberId])
    #expect(rig.commit(1, generation: generation, member: "x").value?.errors == [.unknownMemberId])
    #expect(rig.commit(1, member: ids[0]).value?.errors == [.illegalGeneration])
    #expect(rig.commit(1, generation: generation, member: ids[0]).value?.errors == [.none])
    #expect(rig.committed()?.offset == 1)
    _ = rig.groups.leave(groupID: "g", members: [LeaveMember(memberID: ids[0])])
    #expect(rig.commit(7).value?.errors == [.none], "a group without members takes simple commits")
    #expect(rig.commit(8, generation: generation, member: ids[0]).value?.errors == [.unknownMemberId])
  }

  @Test func aMemberMayCommitWhileOthersJoinButNotWhileAssignmentsAreOpen() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2)
    _ = rig.join(ids[0])
    #expect(rig.state() == .preparingRebalance)
    #expect(rig.commit(5, generation: generation, member: ids[1]).value?.errors == [.none])
    _ = rig.join(ids[1])
    #expect(rig.state() == .completingRebalance)
    #expect(rig.commit(6, generation: generation, member: ids[1]).value?.errors == [.illegalGeneration])
    #expect(rig.commit(6, generation: generation + 1, member: ids[1]).value?.errors == [.rebalanceInProgress])
  }

  @Test func committingKeepsAMemberAlive() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(1)
    for _ in 0..<4 {
      rig.advance(millis: 4_000)
      #expect(rig.commit(5, generation: generation, member: ids[0]).value?.errors == [.none])
    }
    #expect(rig.state() == .stable)
  }

  @Test func longMetadataIsRefusedForItsPartitionAlone() {
    let rig = GroupRig()
    let answer = Answer<CommitResult>()
    let long = String(repeating: "x", count: 4_097)
    rig.groups.commit(
      CommitRequest(
        groupID: "g",
        partitions: [
          .init(topic: "t", partition: 0, offset: 1, metadata: long),
          .init(topic: "t", partition: 1, offset: 2, metadata: String(repeating: "é", count: 4_096)),
        ])
    ) { answer.give($0) }
    #expect(answer.value?.errors == [.offsetMetadataTooLarge, .none])
    #expect(rig.committed("t", 0) == .unknown && rig.committed("t", 1)?.offset == 2)
  }

  @Test func aCommitIsSeenOnlyWhenDurable() {
    let rig = GroupRig()
    rig.journal.hold()
    let answer = rig.commit(9)
    #expect(answer.value == nil && rig.committed() == .unknown)
    rig.journal.release()
    #expect(answer.value?.errors == [.none] && rig.committed()?.offset == 9)
  }

  @Test func aFailedCommitLeavesTheOldOffset() {
    let rig = GroupRig()
    _ = rig.commit(1)
    rig.journal.fail(with: .kafkaStorageError)
    #expect(rig.commit(2).value?.errors == [.notCoordinator])
    rig.journal.fail(with: .messageTooLarge)
    #expect(rig.commit(2).value?.errors == [.invalidCommitOffsetSize])
    #expect(rig.committed()?.offset == 1)
  }

  @Test func anOlderCommitNeverUndoesANewerOne() {
    let rig = GroupRig()
    rig.journal.hold()
    _ = rig.commit(1)
    _ = rig.commit(2)
    rig.journal.settle(1)
    #expect(rig.committed()?.offset == 2)
    rig.journal.settle(0)
    #expect(rig.committed()?.offset == 2)
  }

  @Test func aDeletedTopicTakesItsOffsetsAlong() {
    let rig = GroupRig()
    _ = rig.commit(1)
    _ = rig.commit(2, topic: "u")
    rig.journal.hold()
    _ = rig.commit(3)
    rig.groups.removeTopic("t")
    rig.journal.release()
    #expect(rig.committed() == .unknown && rig.committed("u")?.offset == 2)
    let after = GroupRig(replaying: rig.journal.entries)
    #expect(after.committed() == .unknown && after.committed("u")?.offset == 2)
    _ = rig.commit(4)
    #expect(rig.committed()?.offset == 4)
  }

  @Test func offsetsOfAGroupWithoutMembersExpire() {
    var settings = GroupSettings()
    settings.offsetsRetentionMillis = 3_600_000
    let rig = GroupRig(settings: settings)
    let (ids, generation) = rig.stable(1)
    _ = rig.commit(1, generation: generation, member: ids[0])
    for _ in 0..<1_000 {
      rig.advance(millis: 5_000, step: 5_000)
      _ = rig.heartbeat(ids[0], generation)
    }
    #expect(rig.committed()?.offset == 1, "the group had a member all the while")
    _ = rig.groups.leave(groupID: "g", members: [LeaveMember(memberID: ids[0])])
    rig.advance(millis: 3_500_000, step: 1_000)
    #expect(rig.committed()?.offset == 1)
    rig.advance(millis: 800_000, step: 1_000)
    #expect(rig.committed() == .unknown)
    #expect(rig.groups.describe("g").group == nil, "nothing is left of it")
    #expect(rig.scheduler.pendingCount <= 1)
    let after = GroupRig(settings: settings, replaying: rig.journal.entries)
    #expect(after.groups.list().groups.isEmpty)
  }

  @Test func simpleOffsetsAgeFromTheirCommit() {
    var settings = GroupSettings()
    settings.offsetsRetentionMillis = 3_600_000
    let rig = GroupRig(settings: settings)
    _ = rig.commit(1)
    rig.advance(millis: 3_000_000, step: 10_000)
    _ = rig.commit(2, partition: 1)
    rig.advance(millis: 1_500_000, step: 10_000)
    #expect(rig.committed("t", 0) == .unknown && rig.committed("t", 1)?.offset == 2)
  }
}
