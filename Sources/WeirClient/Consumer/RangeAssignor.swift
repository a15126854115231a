/// Kafka's range assignor: for each topic, the members that want it, in order of their ids, get consecutive partitions,
/// the first ones one more where it does not come out even.
enum RangeAssignor {
  static let name = "range"

  /// - Parameters:
  ///   - members: what each wants, by member id.
  ///   - partitions: how many each topic has; topics that are not there are left out.
  static func assign(members: [String: [String]], partitions: [String: Int32]) -> [String: [TopicPartition]] {
    var assignment = members.mapValues { _ in [TopicPartition]() }
    var wanted: [String: [String]] = [:]
    for (member, topics) in members { for topic in Set(topics) { wanted[topic, default: []].append(member) } }
    for (topic, wanting) in wanted.sorted(by: { $0.key < $1.key }) {
      guard let count = partitions[topic], count > 0 else { continue }
      let share = count / Int32(clamping: wanting.count)
      let extra = count % Int32(clamping: wanting.count)
      var next: Int32 = 0
      for (place, member) in wanting.sorted().enumerated() {
        let size = share + (Int32(clamping: place) < extra ? 1 : 0)
        for partition in next..<next + size {
          assignment[member]?.append(TopicPartition(topic: topic, partition: partition))
        }
        next += size
      }
    }
    return assignment
  }
}
