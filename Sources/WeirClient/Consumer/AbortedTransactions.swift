import WeirRecords

/// Which batches of an answer belong to transactions that were aborted (KIP-98): the broker names each by its producer
/// and first offset, and its marker in the log ends it.
struct AbortedTransactions: Sendable {
  private var upcoming: [(producer: Int64, first: Int64)]
  private var current: Set<Int64> = []

  init(_ transactions: [(producer: Int64, first: Int64)]) {
    upcoming = transactions.sorted { $0.first > $1.first }
  }

  /// Whether the batch is to be passed over. Ask in the order of the log.
  mutating func hides(_ header: BatchHeader) -> Bool {
    advance(to: header)
    return header.isTransactional && current.contains(header.producerId)
  }

  /// A marker of a commit or an abort went by.
  mutating func passed(marker header: BatchHeader) {
    advance(to: header)
    current.remove(header.producerId)
  }

  private mutating func advance(to header: BatchHeader) {
    while let next = upcoming.last, next.first <= header.lastOffset {
      current.insert(next.producer)
      upcoming.removeLast()
    }
  }
}
