import WeirRecords

/// What became of a record.
package enum ChainResult: Equatable, Sendable {
  /// With its offset, timestamp, key and headers as they were.
  case kept(Record)
  /// Filtered out by this step.
  case dropped(step: Int)
  /// This step could not handle it. What follows is for the declaration of the topic or view to say (`onError`).
  case failed(step: Int, message: String)
}
