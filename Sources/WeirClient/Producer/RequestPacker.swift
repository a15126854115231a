/// Packs batches for one broker into requests: each at most so large, each with at most one batch of a partition (the
/// brokers' rule), and the batches of a partition in their order.
struct RequestPacker {
  private(set) var requests: [[PendingBatch]] = []
  private let bytesMax: Int
  private var bytes = 0
  private var partitions: Set<TopicPartition> = []

  init(bytesMax: Int) { self.bytesMax = bytesMax }

  mutating func add(_ batch: PendingBatch) {
    if requests.isEmpty || bytes + batch.bytes > bytesMax || partitions.contains(batch.place) {
      requests.append([])
      bytes = 0
      partitions = []
    }
    requests[requests.count - 1].append(batch)
    partitions.insert(batch.place)
    bytes += batch.bytes
  }
}
