// Generated from Schemas by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

@testable import WeirWire

extension ApiVersionsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 3 {
      value.clientSoftwareName = random.string()
    }
    if version >= 3 {
      value.clientSoftwareVersion = random.string()
    }
    if version >= 3 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ApiVersionsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.errorCode = random.integer()
    value.apiKeys = random.array {
      ApiVersionsResponse.ApiVersion.random(&$0, version: version)
    }
    if version >= 1 {
      value.throttleTimeMs = random.integer()
    }
    if version >= 3 {
      value.supportedFeatures = random.array {
        ApiVersionsResponse.SupportedFeatureKey.random(&$0, version: version)
      }
    }
    if version >= 3 {
      value.finalizedFeaturesEpoch = random.integer()
    }
    if version >= 3 {
      value.finalizedFeatures = random.array {
        ApiVersionsResponse.FinalizedFeatureKey.random(&$0, version: version)
      }
    }
    if version >= 3 {
      value.zkMigrationReady = random.bool()
    }
    if version >= 3 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ApiVersionsResponse.ApiVersion {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.apiKey = random.integer()
    value.minVersion = random.integer()
    value.maxVersion = random.integer()
    if version >= 3 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ApiVersionsResponse.SupportedFeatureKey {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.minVersion = random.integer()
    value.maxVersion = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension ApiVersionsResponse.FinalizedFeatureKey {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.maxVersionLevel = random.integer()
    value.minVersionLevel = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension ConsumerProtocolAssignment: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.assignedPartitions = random.array {
      ConsumerProtocolAssignment.TopicPartition.random(&$0, version: version)
    }
    value.userData = random.isNull() ? nil : random.bytes()
    return value
  }
}

extension ConsumerProtocolAssignment.TopicPartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topic = random.string()
    value.partitions = random.array {
      $0.integer()
    }
    return value
  }
}

extension ConsumerProtocolSubscription: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topics = random.array {
      $0.string()
    }
    value.userData = random.isNull() ? nil : random.bytes()
    if version >= 1 {
      value.ownedPartitions = random.array {
        ConsumerProtocolSubscription.TopicPartition.random(&$0, version: version)
      }
    }
    if version >= 2 {
      value.generationId = random.integer()
    }
    if version == 3 {
      value.rackId = random.isNull() ? nil : random.string()
    }
    return value
  }
}

extension ConsumerProtocolSubscription.TopicPartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topic = random.string()
    value.partitions = random.array {
      $0.integer()
    }
    return value
  }
}

extension CreatePartitionsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topics = random.array {
      CreatePartitionsRequest.CreatePartitionsTopic.random(&$0, version: version)
    }
    value.timeoutMs = random.integer()
    value.validateOnly = random.bool()
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreatePartitionsRequest.CreatePartitionsTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.count = random.integer()
    value.assignments = random.isNull() ? nil : random.array {
      CreatePartitionsRequest.CreatePartitionsAssignment.random(&$0, version: version)
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreatePartitionsRequest.CreatePartitionsAssignment {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.brokerIds = random.array {
      $0.integer()
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreatePartitionsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.throttleTimeMs = random.integer()
    value.results = random.array {
      CreatePartitionsResponse.CreatePartitionsTopicResult.random(&$0, version: version)
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreatePartitionsResponse.CreatePartitionsTopicResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.errorCode = random.integer()
    value.errorMessage = random.isNull() ? nil : random.string()
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreateTopicsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topics = random.array {
      CreateTopicsRequest.CreatableTopic.random(&$0, version: version)
    }
    value.timeoutMs = random.integer()
    if version >= 1 {
      value.validateOnly = random.bool()
    }
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreateTopicsRequest.CreatableTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.numPartitions = random.integer()
    value.replicationFactor = random.integer()
    value.assignments = random.array {
      CreateTopicsRequest.CreatableReplicaAssignment.random(&$0, version: version)
    }
    value.configs = random.array {
      CreateTopicsRequest.CreatableTopicConfig.random(&$0, version: version)
    }
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreateTopicsRequest.CreatableReplicaAssignment {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.brokerIds = random.array {
      $0.integer()
    }
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreateTopicsRequest.CreatableTopicConfig {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.value = random.isNull() ? nil : random.string()
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreateTopicsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 2 {
      value.throttleTimeMs = random.integer()
    }
    value.topics = random.array {
      CreateTopicsResponse.CreatableTopicResult.random(&$0, version: version)
    }
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreateTopicsResponse.CreatableTopicResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    if version == 7 {
      value.topicId = random.uuid()
    }
    value.errorCode = random.integer()
    if version >= 1 {
      value.errorMessage = random.isNull() ? nil : random.string()
    }
    if version >= 5 {
      value.topicConfigErrorCode = random.integer()
    }
    if version >= 5 {
      value.numPartitions = random.integer()
    }
    if version >= 5 {
      value.replicationFactor = random.integer()
    }
    if version >= 5 {
      value.configs = random.isNull() ? nil : random.array {
        CreateTopicsResponse.CreatableTopicConfigs.random(&$0, version: version)
      }
    }
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension CreateTopicsResponse.CreatableTopicConfigs {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.value = random.isNull() ? nil : random.string()
    value.readOnly = random.bool()
    value.configSource = random.integer()
    value.isSensitive = random.bool()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension DeleteGroupsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupsNames = random.array {
      $0.string()
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteGroupsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.throttleTimeMs = random.integer()
    value.results = random.array {
      DeleteGroupsResponse.DeletableGroupResult.random(&$0, version: version)
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteGroupsResponse.DeletableGroupResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    value.errorCode = random.integer()
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteRecordsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topics = random.array {
      DeleteRecordsRequest.DeleteRecordsTopic.random(&$0, version: version)
    }
    value.timeoutMs = random.integer()
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteRecordsRequest.DeleteRecordsTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.partitions = random.array {
      DeleteRecordsRequest.DeleteRecordsPartition.random(&$0, version: version)
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteRecordsRequest.DeleteRecordsPartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.offset = random.integer()
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteRecordsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.throttleTimeMs = random.integer()
    value.topics = random.array {
      DeleteRecordsResponse.DeleteRecordsTopicResult.random(&$0, version: version)
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteRecordsResponse.DeleteRecordsTopicResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.partitions = random.array {
      DeleteRecordsResponse.DeleteRecordsPartitionResult.random(&$0, version: version)
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteRecordsResponse.DeleteRecordsPartitionResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.lowWatermark = random.integer()
    value.errorCode = random.integer()
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteTopicsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version == 6 {
      value.topics = random.array {
        DeleteTopicsRequest.DeleteTopicState.random(&$0, version: version)
      }
    }
    if version <= 5 {
      value.topicNames = random.array {
        $0.string()
      }
    }
    value.timeoutMs = random.integer()
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteTopicsRequest.DeleteTopicState {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.isNull() ? nil : random.string()
    value.topicId = random.uuid()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension DeleteTopicsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 1 {
      value.throttleTimeMs = random.integer()
    }
    value.responses = random.array {
      DeleteTopicsResponse.DeletableTopicResult.random(&$0, version: version)
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DeleteTopicsResponse.DeletableTopicResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = version == 6 && random.isNull() ? nil : random.string()
    if version == 6 {
      value.topicId = random.uuid()
    }
    value.errorCode = random.integer()
    if version >= 5 {
      value.errorMessage = random.isNull() ? nil : random.string()
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeClusterRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.includeClusterAuthorizedOperations = random.bool()
    if version >= 1 {
      value.endpointType = random.integer()
    }
    if version == 2 {
      value.includeFencedBrokers = random.bool()
    }
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension DescribeClusterResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.throttleTimeMs = random.integer()
    value.errorCode = random.integer()
    value.errorMessage = random.isNull() ? nil : random.string()
    if version >= 1 {
      value.endpointType = random.integer()
    }
    value.clusterId = random.string()
    value.controllerId = random.integer()
    value.brokers = random.array {
      DescribeClusterResponse.DescribeClusterBroker.random(&$0, version: version)
    }
    value.clusterAuthorizedOperations = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension DescribeClusterResponse.DescribeClusterBroker {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.brokerId = random.integer()
    value.host = random.string()
    value.port = random.integer()
    value.rack = random.isNull() ? nil : random.string()
    if version == 2 {
      value.isFenced = random.bool()
    }
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension DescribeConfigsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.resources = random.array {
      DescribeConfigsRequest.DescribeConfigsResource.random(&$0, version: version)
    }
    if version >= 1 {
      value.includeSynonyms = random.bool()
    }
    if version >= 3 {
      value.includeDocumentation = random.bool()
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeConfigsRequest.DescribeConfigsResource {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.resourceType = random.integer()
    value.resourceName = random.string()
    value.configurationKeys = random.isNull() ? nil : random.array {
      $0.string()
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeConfigsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.throttleTimeMs = random.integer()
    value.results = random.array {
      DescribeConfigsResponse.DescribeConfigsResult.random(&$0, version: version)
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeConfigsResponse.DescribeConfigsResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.errorCode = random.integer()
    value.errorMessage = random.isNull() ? nil : random.string()
    value.resourceType = random.integer()
    value.resourceName = random.string()
    value.configs = random.array {
      DescribeConfigsResponse.DescribeConfigsResourceResult.random(&$0, version: version)
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeConfigsResponse.DescribeConfigsResourceResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.value = random.isNull() ? nil : random.string()
    value.readOnly = random.bool()
    if version >= 1 {
      value.configSource = random.integer()
    }
    if version == 0 {
      value.isDefault = random.bool()
    }
    value.isSensitive = random.bool()
    if version >= 1 {
      value.synonyms = random.array {
        DescribeConfigsResponse.DescribeConfigsSynonym.random(&$0, version: version)
      }
    }
    if version >= 3 {
      value.configType = random.integer()
    }
    if version >= 3 {
      value.documentation = random.isNull() ? nil : random.string()
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeConfigsResponse.DescribeConfigsSynonym {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.value = random.isNull() ? nil : random.string()
    value.source = random.integer()
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeGroupsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groups = random.array {
      $0.string()
    }
    if version >= 3 {
      value.includeAuthorizedOperations = random.bool()
    }
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeGroupsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 1 {
      value.throttleTimeMs = random.integer()
    }
    value.groups = random.array {
      DescribeGroupsResponse.DescribedGroup.random(&$0, version: version)
    }
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeGroupsResponse.DescribedGroup {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.errorCode = random.integer()
    if version == 6 {
      value.errorMessage = random.isNull() ? nil : random.string()
    }
    value.groupId = random.string()
    value.groupState = random.string()
    value.protocolType = random.string()
    value.protocolData = random.string()
    value.members = random.array {
      DescribeGroupsResponse.DescribedGroupMember.random(&$0, version: version)
    }
    if version >= 3 {
      value.authorizedOperations = random.integer()
    }
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension DescribeGroupsResponse.DescribedGroupMember {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.memberId = random.string()
    if version >= 4 {
      value.groupInstanceId = random.isNull() ? nil : random.string()
    }
    value.clientId = random.string()
    value.clientHost = random.string()
    value.memberMetadata = random.bytes()
    value.memberAssignment = random.bytes()
    if version >= 5 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 12 {
      value.clusterId = random.isNull() ? nil : random.string()
    }
    if version <= 14 {
      value.replicaId = random.integer()
    }
    if version >= 15 {
      value.replicaState = FetchRequest.ReplicaState.random(&random, version: version)
    }
    value.maxWaitMs = random.integer()
    value.minBytes = random.integer()
    value.maxBytes = random.integer()
    value.isolationLevel = random.integer()
    if version >= 7 {
      value.sessionId = random.integer()
    }
    if version >= 7 {
      value.sessionEpoch = random.integer()
    }
    value.topics = random.array {
      FetchRequest.FetchTopic.random(&$0, version: version)
    }
    if version >= 7 {
      value.forgottenTopicsData = random.array {
        FetchRequest.ForgottenTopic.random(&$0, version: version)
      }
    }
    if version >= 11 {
      value.rackId = random.string()
    }
    if version >= 12 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchRequest.ReplicaState {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.replicaId = random.integer()
    value.replicaEpoch = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension FetchRequest.FetchTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 12 {
      value.topic = random.string()
    }
    if version >= 13 {
      value.topicId = random.uuid()
    }
    value.partitions = random.array {
      FetchRequest.FetchPartition.random(&$0, version: version)
    }
    if version >= 12 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchRequest.FetchPartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partition = random.integer()
    if version >= 9 {
      value.currentLeaderEpoch = random.integer()
    }
    value.fetchOffset = random.integer()
    if version >= 12 {
      value.lastFetchedEpoch = random.integer()
    }
    if version >= 5 {
      value.logStartOffset = random.integer()
    }
    value.partitionMaxBytes = random.integer()
    if version >= 17 {
      value.replicaDirectoryId = random.uuid()
    }
    if version == 18 {
      value.highWatermark = random.integer()
    }
    if version >= 12 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchRequest.ForgottenTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 12 {
      value.topic = random.string()
    }
    if version >= 13 {
      value.topicId = random.uuid()
    }
    value.partitions = random.array {
      $0.integer()
    }
    if version >= 12 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.throttleTimeMs = random.integer()
    if version >= 7 {
      value.errorCode = random.integer()
    }
    if version >= 7 {
      value.sessionId = random.integer()
    }
    value.responses = random.array {
      FetchResponse.FetchableTopicResponse.random(&$0, version: version)
    }
    if version >= 16 {
      value.nodeEndpoints = random.array {
        FetchResponse.NodeEndpoint.random(&$0, version: version)
      }
    }
    if version >= 12 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchResponse.FetchableTopicResponse {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 12 {
      value.topic = random.string()
    }
    if version >= 13 {
      value.topicId = random.uuid()
    }
    value.partitions = random.array {
      FetchResponse.PartitionData.random(&$0, version: version)
    }
    if version >= 12 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchResponse.PartitionData {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.errorCode = random.integer()
    value.highWatermark = random.integer()
    value.lastStableOffset = random.integer()
    if version >= 5 {
      value.logStartOffset = random.integer()
    }
    if version >= 12 {
      value.divergingEpoch = FetchResponse.EpochEndOffset.random(&random, version: version)
    }
    if version >= 12 {
      value.currentLeader = FetchResponse.LeaderIdAndEpoch.random(&random, version: version)
    }
    if version >= 12 {
      value.snapshotId = FetchResponse.SnapshotId.random(&random, version: version)
    }
    value.abortedTransactions = random.isNull() ? nil : random.array {
      FetchResponse.AbortedTransaction.random(&$0, version: version)
    }
    if version >= 11 {
      value.preferredReadReplica = random.integer()
    }
    value.records = random.isNull() ? nil : random.records()
    if version >= 12 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchResponse.EpochEndOffset {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.epoch = random.integer()
    value.endOffset = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension FetchResponse.LeaderIdAndEpoch {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.leaderId = random.integer()
    value.leaderEpoch = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension FetchResponse.SnapshotId {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.endOffset = random.integer()
    value.epoch = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension FetchResponse.AbortedTransaction {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.producerId = random.integer()
    value.firstOffset = random.integer()
    if version >= 12 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FetchResponse.NodeEndpoint {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.nodeId = random.integer()
    value.host = random.string()
    value.port = random.integer()
    value.rack = random.isNull() ? nil : random.string()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension FindCoordinatorRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 3 {
      value.key = random.string()
    }
    if version >= 1 {
      value.keyType = random.integer()
    }
    if version >= 4 {
      value.coordinatorKeys = random.array {
        $0.string()
      }
    }
    if version >= 3 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FindCoordinatorResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 1 {
      value.throttleTimeMs = random.integer()
    }
    if version <= 3 {
      value.errorCode = random.integer()
    }
    if version >= 1 && version <= 3 {
      value.errorMessage = random.isNull() ? nil : random.string()
    }
    if version <= 3 {
      value.nodeId = random.integer()
    }
    if version <= 3 {
      value.host = random.string()
    }
    if version <= 3 {
      value.port = random.integer()
    }
    if version >= 4 {
      value.coordinators = random.array {
        FindCoordinatorResponse.Coordinator.random(&$0, version: version)
      }
    }
    if version >= 3 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension FindCoordinatorResponse.Coordinator {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.key = random.string()
    value.nodeId = random.integer()
    value.host = random.string()
    value.port = random.integer()
    value.errorCode = random.integer()
    value.errorMessage = random.isNull() ? nil : random.string()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension HeartbeatRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    value.generationId = random.integer()
    value.memberId = random.string()
    if version >= 3 {
      value.groupInstanceId = random.isNull() ? nil : random.string()
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension HeartbeatResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 1 {
      value.throttleTimeMs = random.integer()
    }
    value.errorCode = random.integer()
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension InitProducerIdRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.transactionalId = random.isNull() ? nil : random.string()
    value.transactionTimeoutMs = random.integer()
    if version >= 3 {
      value.producerId = random.integer()
    }
    if version >= 3 {
      value.producerEpoch = random.integer()
    }
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension InitProducerIdResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.throttleTimeMs = random.integer()
    value.errorCode = random.integer()
    value.producerId = random.integer()
    value.producerEpoch = random.integer()
    if version >= 2 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension JoinGroupRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    value.sessionTimeoutMs = random.integer()
    if version >= 1 {
      value.rebalanceTimeoutMs = random.integer()
    }
    value.memberId = random.string()
    if version >= 5 {
      value.groupInstanceId = random.isNull() ? nil : random.string()
    }
    value.protocolType = random.string()
    value.protocols = random.array {
      JoinGroupRequest.JoinGroupRequestProtocol.random(&$0, version: version)
    }
    if version >= 8 {
      value.reason = random.isNull() ? nil : random.string()
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension JoinGroupRequest.JoinGroupRequestProtocol {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.metadata = random.bytes()
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension JoinGroupResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 2 {
      value.throttleTimeMs = random.integer()
    }
    value.errorCode = random.integer()
    value.generationId = random.integer()
    if version >= 7 {
      value.protocolType = random.isNull() ? nil : random.string()
    }
    value.protocolName = version >= 7 && random.isNull() ? nil : random.string()
    value.leader = random.string()
    if version == 9 {
      value.skipAssignment = random.bool()
    }
    value.memberId = random.string()
    value.members = random.array {
      JoinGroupResponse.JoinGroupResponseMember.random(&$0, version: version)
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension JoinGroupResponse.JoinGroupResponseMember {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.memberId = random.string()
    if version >= 5 {
      value.groupInstanceId = random.isNull() ? nil : random.string()
    }
    value.metadata = random.bytes()
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension LeaveGroupRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    if version <= 2 {
      value.memberId = random.string()
    }
    if version >= 3 {
      value.members = random.array {
        LeaveGroupRequest.MemberIdentity.random(&$0, version: version)
      }
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension LeaveGroupRequest.MemberIdentity {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.memberId = random.string()
    value.groupInstanceId = random.isNull() ? nil : random.string()
    if version == 5 {
      value.reason = random.isNull() ? nil : random.string()
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension LeaveGroupResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 1 {
      value.throttleTimeMs = random.integer()
    }
    value.errorCode = random.integer()
    if version >= 3 {
      value.members = random.array {
        LeaveGroupResponse.MemberResponse.random(&$0, version: version)
      }
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension LeaveGroupResponse.MemberResponse {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.memberId = random.string()
    value.groupInstanceId = random.isNull() ? nil : random.string()
    value.errorCode = random.integer()
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListGroupsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 4 {
      value.statesFilter = random.array {
        $0.string()
      }
    }
    if version == 5 {
      value.typesFilter = random.array {
        $0.string()
      }
    }
    if version >= 3 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListGroupsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 1 {
      value.throttleTimeMs = random.integer()
    }
    value.errorCode = random.integer()
    value.groups = random.array {
      ListGroupsResponse.ListedGroup.random(&$0, version: version)
    }
    if version >= 3 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListGroupsResponse.ListedGroup {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    value.protocolType = random.string()
    if version >= 4 {
      value.groupState = random.string()
    }
    if version == 5 {
      value.groupType = random.string()
    }
    if version >= 3 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListOffsetsRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.replicaId = random.integer()
    if version >= 2 {
      value.isolationLevel = random.integer()
    }
    value.topics = random.array {
      ListOffsetsRequest.ListOffsetsTopic.random(&$0, version: version)
    }
    if version >= 10 {
      value.timeoutMs = random.integer()
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListOffsetsRequest.ListOffsetsTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.partitions = random.array {
      ListOffsetsRequest.ListOffsetsPartition.random(&$0, version: version)
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListOffsetsRequest.ListOffsetsPartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    if version >= 4 {
      value.currentLeaderEpoch = random.integer()
    }
    value.timestamp = random.integer()
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListOffsetsResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 2 {
      value.throttleTimeMs = random.integer()
    }
    value.topics = random.array {
      ListOffsetsResponse.ListOffsetsTopicResponse.random(&$0, version: version)
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListOffsetsResponse.ListOffsetsTopicResponse {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.partitions = random.array {
      ListOffsetsResponse.ListOffsetsPartitionResponse.random(&$0, version: version)
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ListOffsetsResponse.ListOffsetsPartitionResponse {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.errorCode = random.integer()
    value.timestamp = random.integer()
    value.offset = random.integer()
    if version >= 4 {
      value.leaderEpoch = random.integer()
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension MetadataRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topics = version >= 1 && random.isNull() ? nil : random.array {
      MetadataRequest.MetadataRequestTopic.random(&$0, version: version)
    }
    if version >= 4 {
      value.allowAutoTopicCreation = random.bool()
    }
    if version >= 8 && version <= 10 {
      value.includeClusterAuthorizedOperations = random.bool()
    }
    if version >= 8 {
      value.includeTopicAuthorizedOperations = random.bool()
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension MetadataRequest.MetadataRequestTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 10 {
      value.topicId = random.uuid()
    }
    value.name = version >= 10 && random.isNull() ? nil : random.string()
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension MetadataResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 3 {
      value.throttleTimeMs = random.integer()
    }
    value.brokers = random.array {
      MetadataResponse.MetadataResponseBroker.random(&$0, version: version)
    }
    if version >= 2 {
      value.clusterId = random.isNull() ? nil : random.string()
    }
    if version >= 1 {
      value.controllerId = random.integer()
    }
    value.topics = random.array {
      MetadataResponse.MetadataResponseTopic.random(&$0, version: version)
    }
    if version >= 8 && version <= 10 {
      value.clusterAuthorizedOperations = random.integer()
    }
    if version == 13 {
      value.errorCode = random.integer()
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension MetadataResponse.MetadataResponseBroker {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.nodeId = random.integer()
    value.host = random.string()
    value.port = random.integer()
    if version >= 1 {
      value.rack = random.isNull() ? nil : random.string()
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension MetadataResponse.MetadataResponseTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.errorCode = random.integer()
    value.name = version >= 12 && random.isNull() ? nil : random.string()
    if version >= 10 {
      value.topicId = random.uuid()
    }
    if version >= 1 {
      value.isInternal = random.bool()
    }
    value.partitions = random.array {
      MetadataResponse.MetadataResponsePartition.random(&$0, version: version)
    }
    if version >= 8 {
      value.topicAuthorizedOperations = random.integer()
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension MetadataResponse.MetadataResponsePartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.errorCode = random.integer()
    value.partitionIndex = random.integer()
    value.leaderId = random.integer()
    if version >= 7 {
      value.leaderEpoch = random.integer()
    }
    value.replicaNodes = random.array {
      $0.integer()
    }
    value.isrNodes = random.array {
      $0.integer()
    }
    if version >= 5 {
      value.offlineReplicas = random.array {
        $0.integer()
      }
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetCommitRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    value.generationIdOrMemberEpoch = random.integer()
    value.memberId = random.string()
    if version >= 7 {
      value.groupInstanceId = random.isNull() ? nil : random.string()
    }
    if version >= 2 && version <= 4 {
      value.retentionTimeMs = random.integer()
    }
    value.topics = random.array {
      OffsetCommitRequest.OffsetCommitRequestTopic.random(&$0, version: version)
    }
    if version >= 8 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetCommitRequest.OffsetCommitRequestTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 9 {
      value.name = random.string()
    }
    if version == 10 {
      value.topicId = random.uuid()
    }
    value.partitions = random.array {
      OffsetCommitRequest.OffsetCommitRequestPartition.random(&$0, version: version)
    }
    if version >= 8 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetCommitRequest.OffsetCommitRequestPartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.committedOffset = random.integer()
    if version >= 6 {
      value.committedLeaderEpoch = random.integer()
    }
    if version == 1 {
      value.commitTimestamp = random.integer()
    }
    value.committedMetadata = random.isNull() ? nil : random.string()
    if version >= 8 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetCommitResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 3 {
      value.throttleTimeMs = random.integer()
    }
    value.topics = random.array {
      OffsetCommitResponse.OffsetCommitResponseTopic.random(&$0, version: version)
    }
    if version >= 8 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetCommitResponse.OffsetCommitResponseTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 9 {
      value.name = random.string()
    }
    if version == 10 {
      value.topicId = random.uuid()
    }
    value.partitions = random.array {
      OffsetCommitResponse.OffsetCommitResponsePartition.random(&$0, version: version)
    }
    if version >= 8 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetCommitResponse.OffsetCommitResponsePartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.errorCode = random.integer()
    if version >= 8 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetFetchRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 7 {
      value.groupId = random.string()
    }
    if version <= 7 {
      value.topics = version >= 2 && random.isNull() ? nil : random.array {
        OffsetFetchRequest.OffsetFetchRequestTopic.random(&$0, version: version)
      }
    }
    if version >= 8 {
      value.groups = random.array {
        OffsetFetchRequest.OffsetFetchRequestGroup.random(&$0, version: version)
      }
    }
    if version >= 7 {
      value.requireStable = random.bool()
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetFetchRequest.OffsetFetchRequestTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.partitionIndexes = random.array {
      $0.integer()
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetFetchRequest.OffsetFetchRequestGroup {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    if version >= 9 {
      value.memberId = random.isNull() ? nil : random.string()
    }
    if version >= 9 {
      value.memberEpoch = random.integer()
    }
    value.topics = random.isNull() ? nil : random.array {
      OffsetFetchRequest.OffsetFetchRequestTopics.random(&$0, version: version)
    }
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension OffsetFetchRequest.OffsetFetchRequestTopics {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 9 {
      value.name = random.string()
    }
    if version == 10 {
      value.topicId = random.uuid()
    }
    value.partitionIndexes = random.array {
      $0.integer()
    }
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension OffsetFetchResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 3 {
      value.throttleTimeMs = random.integer()
    }
    if version <= 7 {
      value.topics = random.array {
        OffsetFetchResponse.OffsetFetchResponseTopic.random(&$0, version: version)
      }
    }
    if version >= 2 && version <= 7 {
      value.errorCode = random.integer()
    }
    if version >= 8 {
      value.groups = random.array {
        OffsetFetchResponse.OffsetFetchResponseGroup.random(&$0, version: version)
      }
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetFetchResponse.OffsetFetchResponseTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.name = random.string()
    value.partitions = random.array {
      OffsetFetchResponse.OffsetFetchResponsePartition.random(&$0, version: version)
    }
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetFetchResponse.OffsetFetchResponsePartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.committedOffset = random.integer()
    if version >= 5 {
      value.committedLeaderEpoch = random.integer()
    }
    value.metadata = random.isNull() ? nil : random.string()
    value.errorCode = random.integer()
    if version >= 6 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetFetchResponse.OffsetFetchResponseGroup {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    value.topics = random.array {
      OffsetFetchResponse.OffsetFetchResponseTopics.random(&$0, version: version)
    }
    value.errorCode = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension OffsetFetchResponse.OffsetFetchResponseTopics {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 9 {
      value.name = random.string()
    }
    if version == 10 {
      value.topicId = random.uuid()
    }
    value.partitions = random.array {
      OffsetFetchResponse.OffsetFetchResponsePartitions.random(&$0, version: version)
    }
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension OffsetFetchResponse.OffsetFetchResponsePartitions {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partitionIndex = random.integer()
    value.committedOffset = random.integer()
    value.committedLeaderEpoch = random.integer()
    value.metadata = random.isNull() ? nil : random.string()
    value.errorCode = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension OffsetForLeaderEpochRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 3 {
      value.replicaId = random.integer()
    }
    value.topics = random.array {
      OffsetForLeaderEpochRequest.OffsetForLeaderTopic.random(&$0, version: version)
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetForLeaderEpochRequest.OffsetForLeaderTopic {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topic = random.string()
    value.partitions = random.array {
      OffsetForLeaderEpochRequest.OffsetForLeaderPartition.random(&$0, version: version)
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetForLeaderEpochRequest.OffsetForLeaderPartition {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.partition = random.integer()
    value.currentLeaderEpoch = random.integer()
    value.leaderEpoch = random.integer()
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetForLeaderEpochResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.throttleTimeMs = random.integer()
    value.topics = random.array {
      OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult.random(&$0, version: version)
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.topic = random.string()
    value.partitions = random.array {
      OffsetForLeaderEpochResponse.EpochEndOffset.random(&$0, version: version)
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension OffsetForLeaderEpochResponse.EpochEndOffset {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.errorCode = random.integer()
    value.partition = random.integer()
    value.leaderEpoch = random.integer()
    value.endOffset = random.integer()
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ProduceRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.transactionalId = random.isNull() ? nil : random.string()
    value.acks = random.integer()
    value.timeoutMs = random.integer()
    value.topicData = random.array {
      ProduceRequest.TopicProduceData.random(&$0, version: version)
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ProduceRequest.TopicProduceData {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 12 {
      value.name = random.string()
    }
    if version == 13 {
      value.topicId = random.uuid()
    }
    value.partitionData = random.array {
      ProduceRequest.PartitionProduceData.random(&$0, version: version)
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ProduceRequest.PartitionProduceData {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.index = random.integer()
    value.records = random.isNull() ? nil : random.records()
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ProduceResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.responses = random.array {
      ProduceResponse.TopicProduceResponse.random(&$0, version: version)
    }
    value.throttleTimeMs = random.integer()
    if version >= 10 {
      value.nodeEndpoints = random.array {
        ProduceResponse.NodeEndpoint.random(&$0, version: version)
      }
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ProduceResponse.TopicProduceResponse {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version <= 12 {
      value.name = random.string()
    }
    if version == 13 {
      value.topicId = random.uuid()
    }
    value.partitionResponses = random.array {
      ProduceResponse.PartitionProduceResponse.random(&$0, version: version)
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ProduceResponse.PartitionProduceResponse {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.index = random.integer()
    value.errorCode = random.integer()
    value.baseOffset = random.integer()
    value.logAppendTimeMs = random.integer()
    if version >= 5 {
      value.logStartOffset = random.integer()
    }
    if version >= 8 {
      value.recordErrors = random.array {
        ProduceResponse.BatchIndexAndErrorMessage.random(&$0, version: version)
      }
    }
    if version >= 8 {
      value.errorMessage = random.isNull() ? nil : random.string()
    }
    if version >= 10 {
      value.currentLeader = ProduceResponse.LeaderIdAndEpoch.random(&random, version: version)
    }
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ProduceResponse.BatchIndexAndErrorMessage {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.batchIndex = random.integer()
    value.batchIndexErrorMessage = random.isNull() ? nil : random.string()
    if version >= 9 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension ProduceResponse.LeaderIdAndEpoch {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.leaderId = random.integer()
    value.leaderEpoch = random.integer()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension ProduceResponse.NodeEndpoint {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.nodeId = random.integer()
    value.host = random.string()
    value.port = random.integer()
    value.rack = random.isNull() ? nil : random.string()
    value.unknownTaggedFields = random.taggedFields()
    return value
  }
}

extension SyncGroupRequest: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.groupId = random.string()
    value.generationId = random.integer()
    value.memberId = random.string()
    if version >= 3 {
      value.groupInstanceId = random.isNull() ? nil : random.string()
    }
    if version == 5 {
      value.protocolType = random.isNull() ? nil : random.string()
    }
    if version == 5 {
      value.protocolName = random.isNull() ? nil : random.string()
    }
    value.assignments = random.array {
      SyncGroupRequest.SyncGroupRequestAssignment.random(&$0, version: version)
    }
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension SyncGroupRequest.SyncGroupRequestAssignment {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    value.memberId = random.string()
    value.assignment = random.bytes()
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

extension SyncGroupResponse: RandomBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self {
    var value = Self()
    if version >= 1 {
      value.throttleTimeMs = random.integer()
    }
    value.errorCode = random.integer()
    if version == 5 {
      value.protocolType = random.isNull() ? nil : random.string()
    }
    if version == 5 {
      value.protocolName = random.isNull() ? nil : random.string()
    }
    value.assignment = random.bytes()
    if version >= 4 { value.unknownTaggedFields = random.taggedFields() }
    return value
  }
}

/// Every message and blob.
let allBodies: [any RandomBody.Type] = [
  ApiVersionsRequest.self,
  ApiVersionsResponse.self,
  ConsumerProtocolAssignment.self,
  ConsumerProtocolSubscription.self,
  CreatePartitionsRequest.self,
  CreatePartitionsResponse.self,
  CreateTopicsRequest.self,
  CreateTopicsResponse.self,
  DeleteGroupsRequest.self,
  DeleteGroupsResponse.self,
  DeleteRecordsRequest.self,
  DeleteRecordsResponse.self,
  DeleteTopicsRequest.self,
  DeleteTopicsResponse.self,
  DescribeClusterRequest.self,
  DescribeClusterResponse.self,
  DescribeConfigsRequest.self,
  DescribeConfigsResponse.self,
  DescribeGroupsRequest.self,
  DescribeGroupsResponse.self,
  FetchRequest.self,
  FetchResponse.self,
  FindCoordinatorRequest.self,
  FindCoordinatorResponse.self,
  HeartbeatRequest.self,
  HeartbeatResponse.self,
  InitProducerIdRequest.self,
  InitProducerIdResponse.self,
  JoinGroupRequest.self,
  JoinGroupResponse.self,
  LeaveGroupRequest.self,
  LeaveGroupResponse.self,
  ListGroupsRequest.self,
  ListGroupsResponse.self,
  ListOffsetsRequest.self,
  ListOffsetsResponse.self,
  MetadataRequest.self,
  MetadataResponse.self,
  OffsetCommitRequest.self,
  OffsetCommitResponse.self,
  OffsetFetchRequest.self,
  OffsetFetchResponse.self,
  OffsetForLeaderEpochRequest.self,
  OffsetForLeaderEpochResponse.self,
  ProduceRequest.self,
  ProduceResponse.self,
  SyncGroupRequest.self,
  SyncGroupResponse.self,
]
