// Generated from Schemas by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// The requests this codec knows, by Kafka's numbers.
package enum ApiKey: Int16, CaseIterable, Sendable {
  case produce = 0
  case fetch = 1
  case listOffsets = 2
  case metadata = 3
  case offsetCommit = 8
  case offsetFetch = 9
  case findCoordinator = 10
  case joinGroup = 11
  case heartbeat = 12
  case leaveGroup = 13
  case syncGroup = 14
  case describeGroups = 15
  case listGroups = 16
  case apiVersions = 18
  case createTopics = 19
  case deleteTopics = 20
  case deleteRecords = 21
  case initProducerId = 22
  case offsetForLeaderEpoch = 23
  case describeConfigs = 32
  case createPartitions = 37
  case deleteGroups = 42
  case describeCluster = 60

  /// The versions the codec knows; a broker may offer fewer.
  package var versions: ClosedRange<Int16> {
    switch self {
    case .produce: 3...13
    case .fetch: 4...18
    case .listOffsets: 1...11
    case .metadata: 0...13
    case .offsetCommit: 1...10
    case .offsetFetch: 1...10
    case .findCoordinator: 0...6
    case .joinGroup: 0...9
    case .heartbeat: 0...4
    case .leaveGroup: 0...5
    case .syncGroup: 0...5
    case .describeGroups: 0...6
    case .listGroups: 0...5
    case .apiVersions: 0...4
    case .createTopics: 0...7
    case .deleteTopics: 0...6
    case .deleteRecords: 0...2
    case .initProducerId: 0...5
    case .offsetForLeaderEpoch: 2...4
    case .describeConfigs: 0...4
    case .createPartitions: 0...3
    case .deleteGroups: 0...2
    case .describeCluster: 0...2
    }
  }

  /// The first version with compact lengths and tagged fields (KIP-482).
  package var flexibleFrom: Int16 {
    switch self {
    case .produce: 9
    case .fetch: 12
    case .listOffsets: 6
    case .metadata: 9
    case .offsetCommit: 8
    case .offsetFetch: 6
    case .findCoordinator: 3
    case .joinGroup: 6
    case .heartbeat: 4
    case .leaveGroup: 4
    case .syncGroup: 4
    case .describeGroups: 5
    case .listGroups: 3
    case .apiVersions: 3
    case .createTopics: 5
    case .deleteTopics: 4
    case .deleteRecords: 2
    case .initProducerId: 2
    case .offsetForLeaderEpoch: 4
    case .describeConfigs: 4
    case .createPartitions: 2
    case .deleteGroups: 2
    case .describeCluster: 0
    }
  }

  /// Whether this version has compact lengths and tagged fields.
  package func isFlexible(_ version: Int16) -> Bool { version >= flexibleFrom }
}
