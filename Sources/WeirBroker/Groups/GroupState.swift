/// Where a classic group is in its life. The raw value is Kafka's name for it.
package enum GroupState: String, Sendable, CaseIterable {
  /// Has no members; may have offsets.
  case empty = "Empty"
  /// Waits for members to join the next generation.
  case preparingRebalance = "PreparingRebalance"
  /// Waits for the leader's assignments.
  case completingRebalance = "CompletingRebalance"
  /// Every member has or may fetch its assignment.
  case stable = "Stable"
  /// Is being deleted.
  case dead = "Dead"
}
