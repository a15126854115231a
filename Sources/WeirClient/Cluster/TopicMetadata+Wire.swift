import WeirBase
import WeirWire

extension TopicMetadata {
  init(_ topic: MetadataResponse.MetadataResponseTopic, name: String) {
    self.name = name
    id = topic.topicId.isZero ? nil : topic.topicId.description
    isInternal = topic.isInternal
    partitions = topic.partitions.map(Partition.init).sorted { $0.index < $1.index }
  }
}

extension TopicMetadata.Partition {
  init(_ partition: MetadataResponse.MetadataResponsePartition) {
    index = partition.partitionIndex
    leader = partition.leaderId
    leaderEpoch = partition.leaderEpoch
    replicas = partition.replicaNodes
    inSyncReplicas = partition.isrNodes
    offlineReplicas = partition.offlineReplicas
  }
}
