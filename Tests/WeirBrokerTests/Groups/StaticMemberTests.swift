import Testing
import WeirBase
import WeirBroker
import WeirWire

@Suite struct StaticMemberTests {
  @Test func aStaticMemberNeedsNoIDFirst() {
    let rig = GroupRig()
    let join = rig.join(instance: "one", knowsIDs: true)
    rig.advance(millis: 200)
    #expect(join.value?.error == ErrorCode.none)
    #expect(join.value?.members.first?.instanceID == "one")
  }

  @Test func aFollowerComesBackWithoutARebalance() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2, instances: ["a", "b"])
    let back = rig.join(instance: "b", protocols: GroupRig.range([9])).value
    #expect(back?.error == ErrorCode.none && back?.generation == generation)
    #expect(back?.memberID != ids[1])
    #expect(back?.leader == ids[0] && back?.members.isEmpty == true && back?.skipAssignment == false)
    #expect(rig.sync(back?.memberID ?? "", generation, instance: "b").value?.assignment == [1])
    #expect(rig.state() == .stable)
    #expect(rig.heartbeat(ids[1], generation, instance: "b") == .fencedInstanceId)
    #expect(rig.sync(ids[1], generation, instance: "b").value?.error == .fencedInstanceId)
    #expect(rig.join(ids[1], instance: "b").value?.error == .fencedInstanceId)
    #expect(
      rig.commit(1, generation: generation, member: ids[1], instance: "b").value?.errors == [.fencedInstanceId])
    let left = rig.groups.leave(groupID: "g", members: [LeaveMember(memberID: ids[1], instanceID: "b")])
    #expect(left.members.map(\.error) == [.fencedInstanceId])
    #expect(rig.heartbeat("m", generation, instance: "c") == .unknownMemberId)
  }

  @Test func aLeaderThatComesBackIsToldNotToAssign() {
    let rig = GroupRig()
    let (_, generation) = rig.stable(2, instances: ["a", "b"])
    let back = rig.join(instance: "a").value
    #expect(back?.leader == back?.memberID && back?.skipAssignment == true && back?.members.count == 2)
    #expect(rig.sync(back?.memberID ?? "", generation, instance: "a").value?.assignment == [0])
  }

  @Test func anOlderLeaderThatComesBackDoesNotTakeItselfForOne() {
    let rig = GroupRig()
    let (ids, _) = rig.stable(2, instances: ["a", "b"])
    let back = rig.join(instance: "a", skips: false).value
    #expect(back?.leader == ids[0] && back?.leader != back?.memberID)
    #expect(back?.skipAssignment == false && back?.members.isEmpty == true)
    let again = rig.join(back?.memberID ?? "", instance: "a", protocols: GroupRig.range([3]))
    #expect(again.value == nil, "it leads all the same: a join of its own begins a rebalance")
  }

  @Test func anotherProtocolBringsARebalance() {
    let rig = GroupRig()
    _ = rig.stable(1, instances: ["a"])
    let back = rig.join(instance: "a", protocols: [GroupProtocol(name: "sticky", metadata: [])])
    #expect(back.value?.error == .inconsistentGroupProtocol, "nobody else offers it")
    let both = GroupRig.range() + [GroupProtocol(name: "sticky", metadata: [])]
    let first = rig.join(instance: "a", protocols: both.reversed())
    #expect(first.value?.generation == 2 && first.value?.protocolName == "sticky")
  }

  @Test func aStaticMemberThatIsAwayKeepsItsPlaceThroughARebalance() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2, instances: ["a", "b"], rebalance: 1_000)
    let again = rig.join(ids[0], instance: "a", rebalance: 1_000)
    rig.advance(millis: 1_100)
    #expect(again.value?.generation == generation + 1)
    #expect(again.value?.members.count == 2, "its session is not over")
  }

  @Test func comingBackInTheSyncPhaseBringsARebalance() {
    let rig = GroupRig()
    let joins = [rig.join(instance: "a"), rig.join(instance: "b")]
    rig.advance(millis: 300)
    let ids = joins.compactMap { $0.value?.memberID }
    let waiting = rig.sync(ids[1], 1, instance: "b")
    let back = rig.join(instance: "b")
    #expect(waiting.value?.error == .fencedInstanceId)
    #expect(back.value == nil && rig.state() == .preparingRebalance)
    _ = rig.join(ids[0], instance: "a")
    #expect(back.value?.generation == 2)
  }

  @Test func comingBackInTheJoinPhaseFencesTheJoinThatWaits() {
    let rig = GroupRig()
    let first = rig.join(instance: "a")
    let second = rig.join(instance: "a")
    #expect(first.value?.error == .fencedInstanceId)
    rig.advance(millis: 300)
    #expect(second.value?.members.count == 1 && first.count == 1)
  }

  @Test func anAdministratorRemovesByInstance() {
    let rig = GroupRig()
    _ = rig.stable(2, instances: ["a", "b"])
    let result = rig.groups.leave(
      groupID: "g",
      members: [LeaveMember(memberID: "", instanceID: "b"), LeaveMember(memberID: "", instanceID: "c")])
    #expect(result.members.map(\.error) == [.none, .unknownMemberId])
    #expect(rig.groups.describe("g").group?.members.map(\.instanceID) == ["a"])
  }

  @Test func aReturnThatCannotBeStoredIsUndone() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2, instances: ["a", "b"])
    rig.journal.fail(with: .kafkaStorageError)
    let back = rig.join(instance: "b")
    #expect(back.value?.error == .notCoordinator && back.count == 1)
    #expect(rig.heartbeat(ids[1], generation, instance: "b") == .none)
    rig.journal.fail(with: .none)
    #expect(rig.join(instance: "b").value?.error == ErrorCode.none)
  }

  @Test func aRebalanceOvertakesAReturnBeingStored() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2, instances: ["a", "b"])
    rig.journal.hold()
    let back = rig.join(instance: "b")
    let newcomer = rig.join()
    rig.journal.release()
    #expect(back.value == nil, "its old generation is over")
    _ = rig.join(ids[0], instance: "a")
    #expect(back.value?.generation == generation + 1 && newcomer.value?.generation == generation + 1)
  }

  @Test func aReturnBeforeTheSyncOwesTheSyncUnderItsNewID() {
    let rig = GroupRig()
    let joins = [rig.join(instance: "a", rebalance: 3_000), rig.join(instance: "b", rebalance: 3_000)]
    rig.advance(millis: 300)
    let leader = joins.compactMap { $0.value?.memberID }[0]
    _ = rig.sync(leader, 1)
    let back = rig.join(instance: "b", rebalance: 3_000).value?.memberID ?? ""
    #expect(rig.sync(back, 1).value?.error == ErrorCode.none)
    rig.advance(millis: 4_000)
    #expect(rig.state() == .stable)
  }

  @Test func aFullGroupLetsAStaticMemberBackIn() {
    var settings = GroupSettings()
    settings.groupMaxSize = 1
    let rig = GroupRig(settings: settings)
    _ = rig.stable(1, instances: ["a"])
    #expect(rig.join(instance: "a").value?.error == ErrorCode.none)
    #expect(rig.join(instance: "b").value?.error == .groupMaxSizeReached)
  }
}
