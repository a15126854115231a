import Testing

@testable import WeirClient

@Suite struct RangeAssignorTests {
  private func assigned(_ members: [String: [String]], _ partitions: [String: Int32]) -> [String: [String]] {
    RangeAssignor.assign(members: members, partitions: partitions).mapValues { $0.map(\.description) }
  }

  @Test func firstMembersGetOneMore() {
    #expect(
      assigned(["b": ["t"], "a": ["t"]], ["t": 3]) == ["a": ["t-0", "t-1"], "b": ["t-2"]])
  }

  @Test func eachTopicIsDividedByItself() {
    #expect(
      assigned(["a": ["x", "y"], "b": ["x", "y"]], ["x": 3, "y": 3]) == [
        "a": ["x-0", "x-1", "y-0", "y-1"], "b": ["x-2", "y-2"],
      ])
  }

  @Test func membersGetOnlyWhatTheyWant() {
    #expect(assigned(["a": ["x"], "b": ["y"]], ["x": 2, "y": 1]) == ["a": ["x-0", "x-1"], "b": ["y-0"]])
  }

  @Test func moreMembersThanPartitionsLeavesSomeIdle() {
    #expect(assigned(["a": ["t"], "b": ["t"], "c": ["t"]], ["t": 2]) == ["a": ["t-0"], "b": ["t-1"], "c": []])
  }

  @Test func topicsThatAreNotThereAreLeftOut() {
    #expect(assigned(["a": ["t", "gone", "t"]], ["t": 1]) == ["a": ["t-0"]])
  }
}

@Suite struct GroupMembershipTests {
  private func member() -> GroupMembership {
    var membership = GroupMembership()
    membership.joined(memberID: "m", generation: 4)
    return membership
  }

  @Test func aNewMemberJoinsAgainUnderTheIdItIsGiven() {
    var membership = GroupMembership()
    membership.named("m-1")
    #expect(membership.react(to: 79, in: .join) == .rejoin)
    #expect(membership.memberID == "m-1")
  }

  @Test func aRebalanceKeepsTheMember() {
    var membership = member()
    #expect(membership.react(to: 27, in: .heartbeat) == .rejoin)
    #expect(membership == member())
  }

  @Test func anOldGenerationIsLeftBehind() {
    var membership = member()
    #expect(membership.react(to: 22, in: .heartbeat) == .rejoin)
    #expect(membership.memberID == "m" && membership.generation == -1)
  }

  @Test func aForgottenMemberBeginsAnew() {
    var membership = member()
    #expect(membership.react(to: 25, in: .heartbeat) == .rejoin)
    #expect(membership == GroupMembership())
  }

  @Test(arguments: [
    (Int16(0), GroupMembership.Reaction.proceed), (14, .again), (15, .findCoordinator), (16, .findCoordinator),
    (82, .fail), (23, .fail), (30, .fail), (12_345, .fail),
  ])
  func others(code: Int16, reaction: GroupMembership.Reaction) {
    var membership = member()
    #expect(membership.react(to: code, in: .sync) == reaction)
  }
}
