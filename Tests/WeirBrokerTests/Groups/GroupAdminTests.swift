import Testing
import WeirBase
import WeirBroker
import WeirWire

@Suite struct GroupAdminTests {
  @Test func aStableGroupIsShownWithWhatMembersSaidAndGot() {
    let rig = GroupRig()
    let (ids, _) = rig.stable(2)
    let group = rig.groups.describe("g").group
    #expect(group?.state == .stable && group?.protocolType == "consumer" && group?.protocolName == "range")
    #expect(group?.members.map(\.id) == ids)
    #expect(group?.members.map(\.assignment) == [[0], [1]])
    #expect(group?.members.first?.metadata == [1] && group?.members.first?.clientHost == "/127.0.0.1")
    _ = rig.join(ids[0])
    let moving = rig.groups.describe("g").group
    #expect(moving?.protocolName == "" && moving?.members.allSatisfy { $0.metadata.isEmpty } == true)
    #expect(rig.groups.describe("other").group == nil)
  }

  @Test func groupsAreListedByStateAndType() {
    let rig = GroupRig()
    _ = rig.stable(1)
    _ = rig.commit(1, group: "simple")
    #expect(rig.groups.list().groups.map(\.groupID) == ["g", "simple"])
    #expect(rig.groups.list(states: ["stable"]).groups.map(\.groupID) == ["g"])
    #expect(rig.groups.list(states: ["Empty", "Dead"]).groups.map(\.protocolType) == [""])
    #expect(rig.groups.list(types: ["Classic"]).groups.count == 2)
    #expect(rig.groups.list(types: ["consumer"]).groups.isEmpty)
  }

  @Test func onlyGroupsWithoutMembersAreDeleted() {
    let rig = GroupRig()
    let (ids, _) = rig.stable(1)
    _ = rig.commit(1, group: "simple")
    let errors = rig.delete("g", "simple", "none", "simple").value
    #expect(errors == [.nonEmptyGroup, .none, .groupIdNotFound, .groupIdNotFound])
    #expect(rig.committed(group: "simple") == .unknown)
    _ = rig.groups.leave(groupID: "g", members: [LeaveMember(memberID: ids[0])])
    #expect(rig.delete("g").value == [.none])
    #expect(GroupRig(replaying: rig.journal.entries).groups.list().groups.isEmpty)
  }

  @Test func aGroupBeingDeletedIsClosedAndOpensAgainIfThatFails() {
    let rig = GroupRig()
    _ = rig.commit(1)
    rig.journal.hold()
    let deletion = rig.delete("g")
    #expect(rig.join().value?.error == .coordinatorNotAvailable)
    #expect(rig.commit(2).value?.errors == [.coordinatorNotAvailable])
    rig.journal.settle(with: .kafkaStorageError)
    #expect(deletion.value == [.notCoordinator])
    rig.journal.release()
    #expect(rig.committed()?.offset == 1)
    #expect(rig.join().value == nil)
  }

  @Test func aCommitOnItsWayDoesNotOutliveTheGroup() {
    let rig = GroupRig()
    rig.journal.hold()
    let commit = rig.commit(1)
    let deletion = rig.delete("g")
    rig.journal.release()
    #expect(commit.value?.errors == [.none] && deletion.value == [.none])
    #expect(rig.committed() == .unknown)
    #expect(GroupRig(replaying: rig.journal.entries).committed() == .unknown)
  }
}
