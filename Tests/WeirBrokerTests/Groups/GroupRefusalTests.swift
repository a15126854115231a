import Testing
import WeirBase
import WeirBroker
import WeirWire

@Suite struct GroupRefusalTests {
  @Test func sessionTimeoutsHaveBounds() {
    let rig = GroupRig()
    #expect(rig.join(session: 5_999).value?.error == .invalidSessionTimeout)
    #expect(rig.join(session: 1_800_001).value?.error == .invalidSessionTimeout)
    #expect(rig.join(session: 6_000).value == nil)
  }

  @Test func anEmptyGroupNameIsRefusedWhereMembersAct() {
    let rig = GroupRig()
    #expect(rig.join(group: "").value?.error == .invalidGroupId)
    #expect(rig.sync("m", 1, group: "").value?.error == .invalidGroupId)
    #expect(rig.heartbeat("m", 1, group: "") == .invalidGroupId)
    #expect(rig.groups.leave(groupID: "", members: [LeaveMember(memberID: "m")]).error == .invalidGroupId)
    #expect(rig.commit(1, group: "").value?.errors == [.none], "simple commits may have no group name")
  }

  @Test func aTextTooLongToBeStoredIsRefused() {
    let rig = GroupRig()
    let long = String(repeating: "x", count: 32_768)
    #expect(rig.join(group: long).value?.error == .invalidGroupId)
    #expect(rig.join(instance: long).value?.error == .invalidRequest)
    #expect(rig.commit(1, group: long).value?.errors == [.invalidGroupId])
  }

  @Test func strangersAreUnknown() {
    let rig = GroupRig()
    #expect(rig.join("x").value?.error == .unknownMemberId)
    #expect(rig.sync("x", 1).value?.error == .unknownMemberId)
    #expect(rig.heartbeat("x", 1) == .unknownMemberId)
    let (_, generation) = rig.stable(1)
    #expect(rig.join("x").value?.error == .unknownMemberId)
    #expect(rig.sync("x", generation).value?.error == .unknownMemberId)
    #expect(rig.heartbeat("x", generation) == .unknownMemberId)
  }

  @Test func anotherGenerationIsIllegal() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(1)
    #expect(rig.heartbeat(ids[0], generation + 1) == .illegalGeneration)
    #expect(rig.sync(ids[0], generation - 1).value?.error == .illegalGeneration)
    #expect(rig.commit(1, generation: generation - 1, member: ids[0]).value?.errors == [.illegalGeneration])
  }

  @Test func protocolsMustMeet() {
    let rig = GroupRig()
    #expect(rig.join(protocols: []).value?.error == .inconsistentGroupProtocol)
    #expect(rig.join(type: "").value?.error == .inconsistentGroupProtocol)
    let (ids, generation) = rig.stable(1)
    #expect(rig.join(type: "connect").value?.error == .inconsistentGroupProtocol)
    let other = [GroupProtocol(name: "sticky", metadata: [])]
    #expect(rig.join(protocols: other).value?.error == .inconsistentGroupProtocol)
    #expect(rig.sync(ids[0], generation, type: "connect").value?.error == .inconsistentGroupProtocol)
    #expect(rig.sync(ids[0], generation, name: "sticky").value?.error == .inconsistentGroupProtocol)
    #expect(rig.sync(ids[0], generation, type: "consumer", name: "range").value?.error == ErrorCode.none)
  }

  @Test func theProtocolIsChosenByVotesAmongThoseThatAllOffer() {
    let rig = GroupRig()
    func offer(_ names: String...) -> [GroupProtocol] {
      names.map { GroupProtocol(name: $0, metadata: Array($0.utf8)) }
    }
    let joins = [
      rig.join(protocols: offer("a", "b", "c")), rig.join(protocols: offer("c", "b")),
      rig.join(protocols: offer("c", "b", "a")),
    ]
    rig.advance(millis: 500)
    #expect(joins.allSatisfy { $0.value?.protocolName == "c" })
    #expect(joins[0].value?.members.allSatisfy { $0.metadata == Array("c".utf8) } == true)
  }

  @Test func aFullGroupTakesNoMore() {
    var settings = GroupSettings()
    settings.groupMaxSize = 2
    let rig = GroupRig(settings: settings)
    let joins = [rig.join(), rig.join()]
    #expect(rig.join().value?.error == .groupMaxSizeReached)
    rig.advance(millis: 300)
    #expect(joins.allSatisfy { $0.value?.error == ErrorCode.none })
    #expect(rig.join().value?.error == .groupMaxSizeReached)
    let id = joins[0].value?.memberID ?? ""
    #expect(rig.join(id).value?.generation == 1, "a member already in is not turned away")
  }

  @Test func thereIsABoundOnGroups() {
    var settings = GroupSettings()
    settings.groupsMax = 2
    let rig = GroupRig(settings: settings)
    _ = rig.join(group: "a")
    _ = rig.commit(1, group: "b")
    #expect(rig.join(group: "c").value?.error == .coordinatorNotAvailable)
    #expect(rig.commit(1, group: "c").value?.errors == [.coordinatorNotAvailable])
  }

  @Test func nothingIsServedWhileLoading() {
    let rig = GroupRig()
    let cold = GroupCoordinator(
      settings: GroupSettings(), clock: rig.clock, scheduler: rig.scheduler, random: ZeroRandom(),
      journal: rig.journal, events: rig.events)
    #expect(cold.heartbeat(groupID: "g", generation: 1, memberID: "m") == .coordinatorLoadInProgress)
    #expect(cold.fetchOffsets(groupID: "g", topics: nil).error == .coordinatorLoadInProgress)
    #expect(cold.list().error == .coordinatorLoadInProgress)
  }

  private struct ZeroRandom: RandomSource {
    func next() -> UInt64 { 0 }
  }
}
