import WeirBase

/// What the console shows of streams beside their objects. Asked concurrently; nothing here changes anything.
package protocol StreamInspector: Sendable {
  func node() -> NodeView
  /// Topics in service whose name contains a text, in the order of their names.
  /// - Parameter limit: most of them.
  func topics(containing text: String, limit: Int) -> TopicPage
  /// Nil: no such topic is in service.
  func topic(_ name: String) -> TopicView?
  /// Groups whose id contains a text, in the order of their ids.
  func groups(containing text: String, limit: Int) throws(InspectionFault) -> GroupPage
  func group(_ id: String) throws(InspectionFault) -> GroupView
  /// The built-in transforms, as `BuiltIn.json` describes them.
  var transforms: JSONValue { get }
  /// The newest records, oldest of them first.
  func records(_ ask: RecordAsk) async throws(InspectionFault) -> [ShownRecord]
  /// The newest records and what a chain would make of each.
  func preview(_ steps: [PreviewStep], on ask: RecordAsk) async throws(InspectionFault) -> [PreviewView]
}

/// Why something cannot be shown.
package enum InspectionFault: Error, Sendable, Equatable {
  case noTopic(String)
  case noPartition(String, Int32)
  case noGroup(String)
  /// A chain that cannot be built: all that is wrong with it, by path below `transforms`.
  case invalid([Fault])
  /// Too many look at records now, or groups are still being loaded.
  case busy(String)
  /// The partition's records cannot be read.
  case unreadable(String)

  package struct Fault: Sendable, Equatable {
    package var field: String
    package var message: String

    package init(_ field: String, _ message: String) {
      self.field = field
      self.message = message
    }
  }
}

/// Which records to show.
package struct RecordAsk: Sendable, Equatable {
  package static let countMax = 200

  package var topic: String
  /// Nil: of all partitions, the newest of them all.
  package var partition: Int32?
  /// 1 to `countMax`.
  package var count: Int

  package init(topic: String, partition: Int32?, count: Int) {
    self.topic = topic
    self.partition = partition
    self.count = min(max(count, 1), Self.countMax)
  }
}

/// One step of a chain to try.
package struct PreviewStep: Sendable, Equatable {
  package var uses: String
  package var with: JSONValue

  package init(uses: String, with: JSONValue) {
    self.uses = uses
    self.with = with
  }
}
