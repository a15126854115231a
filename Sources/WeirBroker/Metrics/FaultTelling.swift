import WeirWire

/// A response whose error codes can be looked through, wherever they stand in it.
protocol FaultTelling {
  /// Gives every code but 0.
  func forEachFault(_ tell: (Int16) -> Void)
}

/// Gives the codes of a list but 0.
private func tellFaults<T>(_ items: [T], _ code: KeyPath<T, Int16>, _ tell: (Int16) -> Void) {
  for item in items where item[keyPath: code] != 0 { tell(item[keyPath: code]) }
}

private func tellFault(_ code: Int16, _ tell: (Int16) -> Void) { if code != 0 { tell(code) } }

extension ProduceResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) {
    for topic in responses {
      for partition in topic.partitionResponses { tellFault(partition.errorCode, tell) }
    }
  }
}

extension FetchResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) {
    tellFault(errorCode, tell)
    for topic in responses {
      for partition in topic.partitions { tellFault(partition.errorCode, tell) }
    }
  }
}

extension ListOffsetsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { for topic in topics { tellFaults(topic.partitions, \.errorCode, tell) } }
}

extension MetadataResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) {
    tellFault(errorCode, tell)
    for topic in topics {
      tellFault(topic.errorCode, tell)
      tellFaults(topic.partitions, \.errorCode, tell)
    }
  }
}

extension OffsetCommitResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { for topic in topics { tellFaults(topic.partitions, \.errorCode, tell) } }
}

extension OffsetFetchResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) {
    tellFault(errorCode, tell)
    for topic in topics { tellFaults(topic.partitions, \.errorCode, tell) }
    for group in groups {
      tellFault(group.errorCode, tell)
      for topic in group.topics { tellFaults(topic.partitions, \.errorCode, tell) }
    }
  }
}

extension FindCoordinatorResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) {
    tellFault(errorCode, tell)
    tellFaults(coordinators, \.errorCode, tell)
  }
}

extension LeaveGroupResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) {
    tellFault(errorCode, tell)
    tellFaults(members, \.errorCode, tell)
  }
}

extension JoinGroupResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFault(errorCode, tell) }
}

extension SyncGroupResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFault(errorCode, tell) }
}

extension HeartbeatResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFault(errorCode, tell) }
}

extension DescribeGroupsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFaults(groups, \.errorCode, tell) }
}

extension ListGroupsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFault(errorCode, tell) }
}

extension ApiVersionsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFault(errorCode, tell) }
}

extension CreateTopicsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFaults(topics, \.errorCode, tell) }
}

extension DeleteTopicsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFaults(responses, \.errorCode, tell) }
}

extension DeleteRecordsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { for topic in topics { tellFaults(topic.partitions, \.errorCode, tell) } }
}

extension InitProducerIdResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFault(errorCode, tell) }
}

extension OffsetForLeaderEpochResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { for topic in topics { tellFaults(topic.partitions, \.errorCode, tell) } }
}

extension DescribeConfigsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFaults(results, \.errorCode, tell) }
}

extension CreatePartitionsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFaults(results, \.errorCode, tell) }
}

extension DeleteGroupsResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFaults(results, \.errorCode, tell) }
}

extension DescribeClusterResponse: FaultTelling {
  func forEachFault(_ tell: (Int16) -> Void) { tellFault(errorCode, tell) }
}
