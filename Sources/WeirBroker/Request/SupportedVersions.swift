import WeirWire

/// The APIs and versions this broker answers, as ApiVersions tells them. The minima keep old librdkafka features on:
/// it looks for exact low versions (see docs/decisions). Produce 0-2 are advertised and refused, as Kafka 4 does.
package enum SupportedVersions {
  package static let all: [(api: ApiKey, versions: ClosedRange<Int16>)] = [
    (.produce, 0...11), (.fetch, 4...17), (.listOffsets, 1...8), (.metadata, 0...13),
    (.offsetCommit, 1...9), (.offsetFetch, 1...9), (.findCoordinator, 0...4), (.joinGroup, 0...9),
    (.heartbeat, 0...4), (.leaveGroup, 0...5), (.syncGroup, 0...5), (.describeGroups, 0...6),
    (.listGroups, 0...5), (.apiVersions, 0...4), (.createTopics, 0...7), (.deleteTopics, 0...6),
    (.deleteRecords, 0...2), (.initProducerId, 0...4), (.offsetForLeaderEpoch, 2...4),
    (.describeConfigs, 0...4), (.createPartitions, 0...3), (.deleteGroups, 0...2), (.describeCluster, 0...1),
  ]

  private static let table: [ApiKey: ClosedRange<Int16>] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.api, $0.versions) })

  package static func contains(_ api: ApiKey, _ version: Int16) -> Bool { table[api]?.contains(version) ?? false }

  package static func newest(_ api: ApiKey) -> Int16 { table[api]?.upperBound ?? -1 }
}
