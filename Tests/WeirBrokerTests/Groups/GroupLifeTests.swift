import Testing
import WeirBase
import WeirBroker
import WeirSim
import WeirWire

@Suite struct GroupLifeTests {
  @Test func aMemberIsToldItsIDFirst() {
    let rig = GroupRig()
    let first = rig.join(knowsIDs: true).value
    #expect(first?.error == .memberIdRequired)
    let id = first?.memberID ?? ""
    #expect(id.hasPrefix("client-") && id.count == "client-".count + 36)
    let second = rig.join(id, knowsIDs: true)
    rig.advance(millis: 200)
    #expect(second.value?.error == ErrorCode.none)
    #expect(second.value?.memberID == id)
    #expect(second.value?.generation == 1)
  }

  @Test func anIDGivenOutIsForgottenAfterTheSessionTimeout() {
    let rig = GroupRig()
    let id = rig.join(knowsIDs: true).value?.memberID ?? ""
    rig.advance(millis: 10_100)
    #expect(rig.join(id, knowsIDs: true).value?.error == .unknownMemberId)
  }

  @Test func aRebalanceWaitsForAnIDGivenOut() {
    let rig = GroupRig()
    let (ids, _) = rig.stable(1)
    let pending = rig.join(session: 6_000, knowsIDs: true).value?.memberID ?? ""
    let again = rig.join(ids[0])
    #expect(again.value == nil)
    let late = rig.join(pending, session: 6_000, knowsIDs: true)
    #expect(again.value?.generation == 2)
    #expect(late.value?.generation == 2)
  }

  @Test func membersThatComeTogetherShareTheFirstGeneration() {
    let rig = GroupRig()
    let joins = (0..<3).map { _ in rig.join() }
    #expect(joins.allSatisfy { $0.value == nil })
    rig.advance(millis: 300)
    #expect(joins.allSatisfy { $0.value?.generation == 1 && $0.value?.protocolName == "range" })
    #expect(joins.filter { $0.value?.members.count == 3 }.count == 1)
    #expect(Set(joins.compactMap { $0.value?.leader }).count == 1)
    #expect(rig.state() == .completingRebalance)
  }

  @Test func everyNewcomerExtendsTheFirstPhaseUpToTheRebalanceTimeout() {
    let rig = GroupRig()
    let first = rig.join(rebalance: 500)
    var others: [Answer<JoinResult>] = []
    for _ in 0..<4 {
      rig.advance(millis: 90)
      others.append(rig.join(rebalance: 500))
    }
    #expect(first.value == nil)
    rig.advance(millis: 300)
    #expect(first.value?.members.count == 5)
  }

  @Test func withoutInitialDelayTheFirstMemberIsAloneAtOnce() {
    var settings = GroupSettings()
    settings.initialRebalanceDelayMillis = 0
    let rig = GroupRig(settings: settings)
    #expect(rig.join().value?.generation == 1)
  }

  @Test func assignmentsReachTheirMembersAlone() {
    let rig = GroupRig()
    let joins = [rig.join(), rig.join()]
    rig.advance(millis: 300)
    let ids = joins.compactMap { $0.value?.memberID }
    let follower = rig.sync(ids[1], 1)
    #expect(follower.value == nil)
    let leader = rig.sync(ids[0], 1, assigning: [(ids[0], [7]), (ids[1], [8]), ("stranger", [9])])
    #expect(leader.value?.assignment == [7])
    #expect(follower.value?.assignment == [8])
    #expect(follower.value?.protocolType == "consumer" && follower.value?.protocolName == "range")
    #expect(rig.state() == .stable)
    #expect(rig.sync(ids[1], 1).value?.assignment == [8])
  }

  @Test func aMemberThatIsNotNamedGetsNothing() {
    let rig = GroupRig()
    let join = rig.join()
    rig.advance(millis: 200)
    let sync = rig.sync(join.value?.memberID ?? "", 1)
    #expect(sync.value?.error == ErrorCode.none && sync.value?.assignment == [])
  }

  @Test func aNewcomerMakesTheOthersJoinAgain() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2)
    let newcomer = rig.join()
    #expect(rig.heartbeat(ids[0], generation) == .rebalanceInProgress)
    #expect(rig.sync(ids[1], generation).value?.error == .rebalanceInProgress)
    let again = ids.map { rig.join($0) }
    #expect(again.allSatisfy { $0.value?.generation == generation + 1 })
    #expect(newcomer.value?.generation == generation + 1)
    #expect(again[0].value?.leader == ids[0])
    #expect(rig.heartbeat(ids[0], generation) == .illegalGeneration)
    #expect(rig.heartbeat(ids[0], generation + 1) == .none)
  }

  @Test func whoMissesARebalanceIsRemoved() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2, rebalance: 1_000)
    let again = rig.join(ids[1], protocols: GroupRig.range([2]), rebalance: 1_000)
    #expect(again.value == nil)
    rig.advance(millis: 1_100)
    #expect(again.value?.members.map(\.id) == [ids[1]])
    #expect(again.value?.leader == ids[1], "the leader did not come, so another leads")
    #expect(rig.heartbeat(ids[0], generation) == .unknownMemberId)
  }

  @Test func aNewMemberDoesNotWaitForEver() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(1, rebalance: 1_200_000)
    let newcomer = rig.join()
    for _ in 0..<100 {
      rig.advance(millis: 3_000, step: 1_000)
      #expect(rig.heartbeat(ids[0], generation) == .rebalanceInProgress)
    }
    rig.advance(millis: 1_000)
    #expect(newcomer.value?.error == .unknownMemberId, "its client may be gone; if not, it tries again")
    #expect(rig.join(ids[0]).value?.members.count == 1)
  }

  @Test func aMemberThatFallsSilentIsRemoved() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2)
    for _ in 0..<4 {
      rig.advance(millis: 3_000)
      _ = rig.heartbeat(ids[0], generation)
    }
    #expect(rig.heartbeat(ids[1], generation) == .unknownMemberId)
    #expect(rig.heartbeat(ids[0], generation) == .rebalanceInProgress)
    #expect(rig.join(ids[0]).value?.members.count == 1)
  }

  @Test func theLeadersDeathInTheSyncPhaseStartsAnotherRebalance() {
    let rig = GroupRig()
    let joins = [rig.join(rebalance: 2_000), rig.join(rebalance: 2_000)]
    rig.advance(millis: 300)
    let ids = joins.compactMap { $0.value?.memberID }
    let follower = rig.sync(ids[1], 1)
    rig.advance(millis: 2_100)
    #expect(follower.value?.error == .rebalanceInProgress)
    let again = rig.join(ids[1])
    #expect(again.value?.leader == ids[1] && again.value?.generation == 2)
    #expect(rig.heartbeat(ids[0], 1) == .unknownMemberId)
  }

  @Test func aFollowerThatNeverSyncsIsRemoved() {
    let rig = GroupRig()
    let joins = [rig.join(rebalance: 2_000), rig.join(rebalance: 2_000)]
    rig.advance(millis: 300)
    let ids = joins.compactMap { $0.value?.memberID }
    #expect(rig.sync(ids[0], 1).value?.error == ErrorCode.none)
    rig.advance(millis: 2_100)
    #expect(rig.heartbeat(ids[0], 1) == .rebalanceInProgress)
    #expect(rig.heartbeat(ids[1], 1) == .unknownMemberId)
  }

  @Test func leavingEndsTheGroupAndKeepsItsGeneration() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2)
    let result = rig.groups.leave(groupID: "g", members: [LeaveMember(memberID: ids[0]), LeaveMember(memberID: "x")])
    #expect(result.error == .none && result.members.map(\.error) == [.none, .unknownMemberId])
    #expect(rig.state() == .preparingRebalance)
    _ = rig.groups.leave(groupID: "g", members: [LeaveMember(memberID: ids[1])])
    #expect(rig.state() == .empty)
    let next = rig.join()
    rig.advance(millis: 200)
    #expect((next.value?.generation ?? 0) > generation)
  }

  @Test func whoLeavesWaitsForNothing() {
    let rig = GroupRig()
    let joins = [rig.join(), rig.join()]
    rig.advance(millis: 300)
    let ids = joins.compactMap { $0.value?.memberID }
    let sync = rig.sync(ids[1], 1)
    _ = rig.groups.leave(groupID: "g", members: [LeaveMember(memberID: ids[1])])
    #expect(sync.value?.error == .unknownMemberId)
    let join = rig.join(ids[0])
    #expect(join.value?.members.count == 1)
  }

  @Test func aMemberThatMissedItsAnswerGetsItAgain() {
    let rig = GroupRig()
    let joins = [rig.join(), rig.join()]
    rig.advance(millis: 300)
    let ids = joins.compactMap { $0.value?.memberID }
    let leader = rig.join(ids[0]).value
    #expect(leader?.generation == 1 && leader?.members.count == 2)
    #expect(rig.join(ids[1]).value?.members.isEmpty == true)
    _ = rig.sync(ids[0], 1)
    _ = rig.sync(ids[1], 1)
    #expect(rig.join(ids[1]).value?.generation == 1, "an unchanged follower does not disturb a Stable group")
    #expect(rig.join(ids[0]).value == nil, "the leader joins again to rebalance")
  }

  @Test func aSecondJoinOfAMemberSendsTheFirstAway() {
    let rig = GroupRig()
    let (ids, _) = rig.stable(2)
    let first = rig.join(ids[0])
    let second = rig.join(ids[0])
    #expect(first.value?.error == .rebalanceInProgress && first.count == 1)
    _ = rig.join(ids[1])
    #expect(second.value?.generation == 2 && first.count == 1)
  }

  @Test func nothingIsScheduledWhileNobodyIsThere() {
    let rig = GroupRig()
    #expect(rig.scheduler.pendingCount == 0)
    _ = rig.stable(3)
    #expect(rig.scheduler.pendingCount == 1, "one timer for all")
  }

  @Test func stoppingAnswersAllWhoWait() {
    let rig = GroupRig()
    let join = rig.join()
    let (other, sync): (Answer<JoinResult>, Answer<SyncResult>) = {
      let joins = [rig.join(group: "h"), rig.join(group: "h")]
      rig.advance(millis: 300)
      return (rig.join(group: "i"), rig.sync(joins[1].value?.memberID ?? "", 1, group: "h"))
    }()
    rig.groups.stop()
    #expect(join.count == 1)
    #expect(other.value?.error == .coordinatorNotAvailable)
    #expect(sync.value?.error == .coordinatorNotAvailable)
    #expect(rig.join().value?.error == .coordinatorNotAvailable)
    #expect(rig.heartbeat("x", 1) == .coordinatorNotAvailable)
    #expect(rig.scheduler.pendingCount == 0)
  }
}
