import Testing

@testable import WeirClient

@Suite struct PartitionSenderTests {
  private let backoff = Backoff()
  private let identity = ProducerIdentity(id: 7, epoch: 0)
  private let second: UInt64 = 1_000_000_000

  private func policy(_ change: (inout ProducerConfiguration) -> Void = { _ in }) -> ProducerConfiguration {
    var configuration = ProducerConfiguration()
    configuration.lingerMillis = 0
    change(&configuration)
    return configuration.effective
  }

  /// A sender with `count` closed batches of one record each.
  private func sender(batches count: Int, at nanos: UInt64 = 0) -> PartitionSender {
    let sender = PartitionSender(topic: "t", index: 0, leader: 1)
    for _ in 0..<count {
      let batch = OpenBatch(createdNanos: nanos, bytesMax: 1000)
      #expect(batch.append(key: nil, value: nil, headers: [], timestamp: 0))
      sender.open = batch
      sender.seal()
    }
    return sender
  }

  private func take(_ sender: PartitionSender, now: UInt64 = 0, _ policy: ProducerConfiguration) -> PendingBatch? {
    if case .batch(let batch) = sender.take(now: now, policy, flushing: false, current: identity) { return batch }
    return nil
  }

  private func refusal(_ code: Int16) -> PartitionSender.Outcome { .failed(.refused(code, at: "t-0")) }

  @Test func noMoreThanTheAllowedNumberIsInFlight() {
    let (sender, policy) = (sender(batches: 7), policy())
    var taken = 0
    while take(sender, policy) != nil { taken += 1 }
    #expect(taken == 5)
  }

  @Test func sequencesFollowEachOther() throws {
    let (sender, policy) = (sender(batches: 3), policy())
    let sequences = (0..<3).compactMap { _ in take(sender, policy)?.stamp?.first }
    #expect(sequences == [0, 1, 2])
  }

  @Test func nothingIsSentBeforeThereIsAnIdentity() {
    let sender = sender(batches: 1)
    guard case .needsIdentity = sender.take(now: 0, policy(), flushing: false, current: nil) else {
      Issue.record("sent without an identity")
      return
    }
  }

  @Test func lingeringWaitsUnlessFlushing() {
    let sender = PartitionSender(topic: "t", index: 0, leader: 1)
    let batch = OpenBatch(createdNanos: 100, bytesMax: 1000)
    _ = batch.append(key: nil, value: nil, headers: [], timestamp: 0)
    sender.open = batch
    let policy = policy { $0.lingerMillis = 5 }
    guard case .wait(let until) = sender.take(now: 200, policy, flushing: false, current: identity) else {
      Issue.record("did not linger")
      return
    }
    #expect(until == 100 + 5_000_000)
    guard case .batch = sender.take(now: 200, policy, flushing: true, current: identity) else {
      Issue.record("lingered while flushing")
      return
    }
  }

  @Test func whatFailsIsRepeatedInOrderWithItsSequence() throws {
    let (sender, policy) = (sender(batches: 3), policy())
    let batches = (0..<3).compactMap { _ in take(sender, policy) }
    // The leader moved: all three come back, the last first.
    for batch in batches.reversed() {
      #expect(sender.settle(batch, refusal(6), now: 0, policy, backoff: backoff).isAgain)
    }
    #expect(take(sender, now: 0, policy) == nil)
    let again = try #require(take(sender, now: second, policy))
    #expect(again === batches[0] && again.stamp?.first == 0)
    // The next waits until the one that failed has gone through.
    #expect(take(sender, now: second, policy) == nil)
    #expect(sender.settle(again, .acknowledged, now: second, policy, backoff: backoff).isDelivered)
    #expect(take(sender, now: 2 * second, policy) === batches[1])
  }

  @Test func outOfOrderBehindAFailureIsOnlyRepeated() throws {
    let (sender, policy) = (sender(batches: 2), policy())
    let batches = (0..<2).compactMap { _ in take(sender, policy) }
    #expect(sender.settle(batches[0], refusal(7), now: 0, policy, backoff: backoff).isAgain)
    #expect(sender.settle(batches[1], refusal(45), now: 0, policy, backoff: backoff).isAgain)
    let again = try #require(take(sender, now: second, policy))
    #expect(again === batches[0] && again.stamp?.identity == identity)
  }

  @Test(arguments: [Int16(45), 47, 59])
  func aBrokerThatLostTrackGetsANewIdentity(code: Int16) throws {
    let (sender, policy) = (sender(batches: 1), policy())
    let batch = try #require(take(sender, policy))
    #expect(sender.settle(batch, refusal(code), now: 0, policy, backoff: backoff).isAgain)
    guard case .needsIdentity = sender.take(now: second, policy, flushing: false, current: identity) else {
      Issue.record("went on with the old identity")
      return
    }
    let fresh = ProducerIdentity(id: 8, epoch: 0)
    guard case .batch(let again) = sender.take(now: second, policy, flushing: false, current: fresh) else {
      Issue.record("did not go on")
      return
    }
    #expect(again.stamp == SequenceStamp(identity: fresh, first: 0))
  }

  @Test func aDuplicateIsDelivered() throws {
    let (sender, policy) = (sender(batches: 1), policy())
    let batch = try #require(take(sender, policy))
    #expect(sender.settle(batch, refusal(46), now: 0, policy, backoff: backoff).isDelivered)
  }

  @Test func whatCannotBecomeRightIsGivenUp() throws {
    let (sender, policy) = (sender(batches: 1), policy())
    let batch = try #require(take(sender, policy))
    guard case .givenUp(let error) = sender.settle(batch, refusal(10), now: 0, policy, backoff: backoff) else {
      Issue.record("a batch that is too large was repeated")
      return
    }
    #expect(error.code == 10)
  }

  @Test func afterAGapTheNumbersBeginAnew() throws {
    let (sender, policy) = (sender(batches: 2), policy())
    let first = try #require(take(sender, policy))
    _ = sender.settle(first, refusal(87), now: 0, policy, backoff: backoff)
    guard case .needsIdentity = sender.take(now: second, policy, flushing: false, current: identity) else {
      Issue.record("left a gap in the sequence")
      return
    }
  }

  @Test func repetitionEndsWithTheDeliveryTime() throws {
    let (sender, policy) = (sender(batches: 1), policy { $0.deliveryTimeoutMillis = 100 })
    let batch = try #require(take(sender, policy))
    guard case .givenUp = sender.settle(batch, refusal(7), now: second, policy, backoff: backoff) else {
      Issue.record("repeated for ever")
      return
    }
  }

  @Test func whatWaitsTooLongIsTakenOut() {
    let (sender, policy) = (sender(batches: 2), policy { $0.deliveryTimeoutMillis = 100 })
    #expect(sender.expire(now: 1, policy).isEmpty)
    #expect(sender.expire(now: second, policy).count == 2)
    #expect(!sender.hasWork)
  }

  @Test func aBatchBegunAfterTheClockWasReadIsNotLate() {
    let (sender, policy) = (sender(batches: 1, at: second), policy())
    #expect(sender.expire(now: second - 1, policy).isEmpty)
    #expect(sender.hasWork)
  }

  @Test func atMostOnceDoesNotRepeat() throws {
    let policy = ProducerConfiguration.atMostOnce.effective
    let sender = sender(batches: 1)
    let batch = try #require(take(sender, now: second, policy))
    guard case .givenUp = sender.settle(batch, refusal(7), now: 0, policy, backoff: backoff) else {
      Issue.record("sent twice")
      return
    }
  }

  @Test func withoutSequencesOneAtATimeKeepsTheOrder() {
    let policy = policy { $0.acks = .leader }
    #expect(policy.batchesInFlightMax == 1 && !policy.isIdempotent)
  }

  @Test func sequencesWrapAtTheirEnd() {
    #expect(PartitionSender.sequence(5, plus: 3) == 8)
    #expect(PartitionSender.sequence(.max, plus: 1) == 0)
    #expect(PartitionSender.sequence(.max - 1, plus: 5) == 3)
  }

  @Test func aBatchThatIsTooLargeGoesInHalves() throws {
    let sender = PartitionSender(topic: "t", index: 0, leader: 1)
    let policy = policy()
    let open = OpenBatch(createdNanos: 0, bytesMax: 10_000)
    for _ in 0..<5 { #expect(open.append(key: nil, value: nil, headers: [], timestamp: 3)) }
    open.callbacks = [(1, { _ in }), (4, { _ in })]
    sender.open = open
    let whole = try #require(take(sender, policy))
    let waiter = FlushWaiter()
    waiter.left = 1
    whole.flushes = [waiter]
    guard case .split(let first, let second) = sender.settle(whole, refusal(10), now: 0, policy, backoff: backoff)
    else {
      Issue.record("given up")
      return
    }
    #expect([first.count, second.count] == [2, 3] && waiter.left == 2)
    #expect(first.callbacks.map(\.index) == [1] && second.callbacks.map(\.index) == [2])
    let again = try #require(take(sender, policy))
    #expect(again === first && again.stamp?.first == 0)
    // A failure of the first half leaves it before the second.
    #expect(sender.settle(first, refusal(7), now: 0, policy, backoff: backoff).isAgain)
    #expect(take(sender, now: second.createdNanos + self.second, policy) === first)
    #expect(sender.settle(first, .acknowledged, now: 0, policy, backoff: backoff).isDelivered)
    let last = try #require(take(sender, now: self.second, policy))
    #expect(last === second && last.stamp?.first == 2)
  }
}

extension PartitionSender.Verdict {
  fileprivate var isAgain: Bool { if case .again = self { true } else { false } }
  fileprivate var isDelivered: Bool { if case .delivered = self { true } else { false } }
}
