import WeirBase

/// A consumer group's figures.
package struct GroupFigures: Sendable, Equatable {
  package var id: String
  /// Kafka's name of it.
  package var state: String
  package var members: Int
  /// Topics that it has committed offsets of.
  package var topics: [String]
  /// Records not committed yet, over all its partitions.
  package var lag: Int64

  package init(id: String, state: String, members: Int, topics: [String], lag: Int64) {
    self.id = id
    self.state = state
    self.members = members
    self.topics = topics
    self.lag = lag
  }

  /// Topics named of one group; a list is for glancing.
  private static let topicsMax = 20

  var json: JSONValue {
    .members(
      ("id", .string(id)), ("state", .string(state)), ("members", .int(members)), ("topicCount", .int(topics.count)),
      ("topics", .array(topics.prefix(Self.topicsMax).map(JSONValue.string))), ("lag", .int(lag)))
  }
}

/// Some of the groups.
package struct GroupPage: Sendable, Equatable {
  package var total: Int
  package var matched: Int
  package var groups: [GroupFigures]

  package init(total: Int, matched: Int, groups: [GroupFigures]) {
    self.total = total
    self.matched = matched
    self.groups = groups
  }

  var json: JSONValue {
    .members(("total", .int(total)), ("matched", .int(matched)), ("groups", .array(groups.map(\.json))))
  }
}

/// One group with its members and where it is in each partition.
package struct GroupView: Sendable, Equatable {
  package struct Member: Sendable, Equatable {
    package var id: String
    package var instanceID: String?
    package var clientID: String
    package var host: String

    package init(id: String, instanceID: String?, clientID: String, host: String) {
      self.id = id
      self.instanceID = instanceID
      self.clientID = clientID
      self.host = host
    }

    var json: JSONValue {
      .members(
        ("id", .string(id)), ("instanceID", .optional(instanceID)), ("clientID", .string(clientID)),
        ("host", .string(host)))
    }
  }

  package struct Place: Sendable, Equatable {
    package var topic: String
    package var partition: Int32
    package var committed: Int64
    /// Nil: the topic or partition is not in service.
    package var logEnd: Int64?

    package init(topic: String, partition: Int32, committed: Int64, logEnd: Int64?) {
      self.topic = topic
      self.partition = partition
      self.committed = committed
      self.logEnd = logEnd
    }

    package var lag: Int64 {
      guard let logEnd else { return 0 }
      let (lag, overflow) = logEnd.subtractingReportingOverflow(committed)
      return overflow ? 0 : max(0, lag)
    }

    var json: JSONValue {
      .members(
        ("topic", .string(topic)), ("partition", .int(partition)), ("committed", .int(committed)),
        ("logEnd", logEnd.map { .int($0) } ?? .null), ("lag", .int(lag)))
    }
  }

  /// Members and places that are shown of a group.
  package static let rowsMax = 1_000

  package var figures: GroupFigures
  package var protocolName: String
  package var members: [Member]
  package var places: [Place]

  package init(figures: GroupFigures, protocolName: String, members: [Member], places: [Place]) {
    self.figures = figures
    self.protocolName = protocolName
    self.members = members
    self.places = places
  }

  var json: JSONValue {
    .members(
      ("group", figures.json), ("protocolName", .string(protocolName)),
      ("members", .array(members.prefix(Self.rowsMax).map(\.json))),
      ("places", .array(places.prefix(Self.rowsMax).map(\.json))), ("placeCount", .int(places.count)))
  }
}
