import Testing
import WeirBase
import WeirBroker
import WeirSim
import WeirWire

@Suite struct GroupRestartTests {
  @Test func membersGoOnWithoutARebalance() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2, instances: ["a", "b"])
    _ = rig.commit(7, generation: generation, member: ids[1])
    let after = GroupRig(replaying: rig.journal.entries, clock: rig.clock)
    #expect(after.state() == .stable)
    #expect(after.heartbeat(ids[0], generation, instance: "a") == .none)
    #expect(after.sync(ids[1], generation).value?.assignment == [1])
    #expect(after.committed()?.offset == 7)
    #expect(after.commit(8, generation: generation, member: ids[1]).value?.errors == [.none])
    #expect(after.join(ids[1], instance: "b").value?.generation == generation)
    #expect(after.join(instance: "b").value?.generation == generation)
  }

  @Test func loadedMembersHaveAWholeSessionAndNoMore() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2)
    let after = GroupRig(replaying: rig.journal.entries, clock: rig.clock)
    after.advance(millis: 9_900)
    #expect(after.heartbeat(ids[0], generation) == .none)
    after.advance(millis: 200)
    #expect(after.heartbeat(ids[0], generation) == .rebalanceInProgress)
    #expect(after.heartbeat(ids[1], generation) == .unknownMemberId)
  }

  @Test func generationsGoOnAfterTheGroupWasEmpty() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(1)
    _ = rig.groups.leave(groupID: "g", members: [LeaveMember(memberID: ids[0])])
    let after = GroupRig(replaying: rig.journal.entries, clock: rig.clock)
    #expect(after.state() == .empty)
    let next = after.join()
    after.advance(millis: 200)
    #expect((next.value?.generation ?? 0) > generation + 1)
  }

  @Test func aSnapshotStandsForTheWholeHistory() {
    let rig = GroupRig()
    let (ids, generation) = rig.stable(2)
    for offset in 0..<20 { _ = rig.commit(Int64(offset), generation: generation, member: ids[0]) }
    rig.journal.hold()
    _ = rig.commit(99, partition: 1, generation: generation, member: ids[0])
    let snapshot = rig.groups.snapshot()
    #expect(snapshot.count == 3)
    let after = GroupRig(replaying: snapshot, clock: rig.clock)
    #expect(after.heartbeat(ids[1], generation) == .none)
    #expect(after.committed()?.offset == 19 && after.committed("t", 1)?.offset == 99)
    #expect(after.groups.snapshot() == snapshot)
  }

  @Test func damagedRecordsAreNamedAndSkipped() {
    let rig = GroupRig()
    _ = rig.stable(1)
    _ = rig.commit(5, group: "simple")
    let good = rig.journal.entries
    var random = SeededRandom(seed: 5)
    var damaged = 0
    for entry in good {
      for cut in 0..<entry.key.count {
        rig.groups.load(entry)
        let short = GroupRig(replaying: [OffsetsEntry(key: Array(entry.key.prefix(cut)), value: entry.value)])
        damaged += short.events.events(.warning).count
        #expect(short.groups.list().groups.isEmpty)
      }
      guard let value = entry.value else { continue }
      for cut in 0..<value.count {
        let short = GroupRig(replaying: [OffsetsEntry(key: entry.key, value: Array(value.prefix(cut)))])
        damaged += short.events.events(.warning).count
        #expect(short.groups.list().groups.isEmpty)
      }
      for _ in 0..<300 {
        var noise = value
        for _ in 0..<3 { noise[random.int(0...noise.count - 1)] = UInt8(random.int(0...255)) }
        let rig = GroupRig(replaying: [OffsetsEntry(key: entry.key, value: noise)])
        rig.advance(millis: 20_000, step: 1_000)
        #expect(rig.groups.list().error == .none)
      }
    }
    let cuts = good.reduce(0) { $0 + $1.key.count + ($1.value?.count ?? 0) }
    #expect(damaged == cuts)
    let mixed = GroupRig(replaying: [OffsetsEntry(key: [0, 9], value: nil)] + good)
    #expect(mixed.committed(group: "simple")?.offset == 5 && mixed.state() == .stable)
  }

  @Test func assignmentsThatCannotBeStoredAreNotHandedOut() {
    let rig = GroupRig()
    let joins = [rig.join(), rig.join()]
    rig.advance(millis: 300)
    let ids = joins.compactMap { $0.value?.memberID }
    rig.journal.fail(with: .kafkaStorageError)
    let follower = rig.sync(ids[1], 1)
    #expect(rig.sync(ids[0], 1, assigning: [(ids[1], [1])]).value?.error == .notCoordinator)
    #expect(follower.value?.error == .notCoordinator)
    #expect(rig.state() == .preparingRebalance)
    rig.journal.fail(with: .none)
    let again = ids.map { rig.join($0) }
    #expect(again.allSatisfy { $0.value?.generation == 2 })
  }

  @Test func aRebalanceOvertakesAssignmentsBeingStored() {
    let rig = GroupRig()
    let joins = [rig.join(), rig.join()]
    rig.advance(millis: 300)
    let ids = joins.compactMap { $0.value?.memberID }
    rig.journal.hold()
    let leader = rig.sync(ids[0], 1, assigning: [(ids[1], [1])])
    #expect(leader.value == nil)
    _ = rig.join()
    #expect(leader.value?.error == .rebalanceInProgress)
    rig.journal.release()
    #expect(leader.count == 1 && rig.state() == .preparingRebalance)
  }
}
