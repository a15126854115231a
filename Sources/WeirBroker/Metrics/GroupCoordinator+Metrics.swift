import WeirBase

/// What groups have committed, for whoever exports it.
package struct CommittedPlace: Sendable {
  package let group: String
  package let topic: String
  package let partition: Int32
  /// The next record that the group will read.
  package let offset: Int64
}

extension GroupCoordinator {
  /// Groups and their members by state, as Kafka names it.
  package var census: [(state: String, groups: Int, members: Int)] {
    let counts = look { table in
      var counts: [GroupState: (groups: Int, members: Int)] = [:]
      for entry in table.groups.values {
        let known = counts[entry.classic.state] ?? (0, 0)
        counts[entry.classic.state] = (known.groups + 1, known.members + entry.classic.members.count)
      }
      return counts
    }
    return GroupState.allCases.map { ($0.rawValue, counts[$0]?.groups ?? 0, counts[$0]?.members ?? 0) }
  }

  /// Committed offsets in no order.
  /// - Parameter limit: most of them.
  package func committedPlaces(limit: Int) -> [CommittedPlace] {
    look { table in
      var places: [CommittedPlace] = []
      for (group, entry) in table.groups {
        for (topic, partitions) in entry.offsets.topics {
          for (partition, slot) in partitions {
            guard let committed = slot.committed else { continue }
            guard places.count < limit else { return places }
            places.append(
              CommittedPlace(group: group, topic: topic, partition: partition, offset: committed.offset))
          }
        }
      }
      return places
    }
  }
}

extension Broker {
  /// Fetch sessions now, and the most there may be.
  package var fetchSessions: (count: Int, slots: Int) { (sessions.count, environment.limits.fetchSessionsMax) }
}
