import WeirBase
import WeirObjects

/// One page of a list.
package struct ObjectPage: Sendable {
  package var items: [WeirObject]
  /// The revision that the list shows; a watch from here misses nothing.
  package var revision: Int64
  /// What the next page is asked with; nil at the end.
  package var continuing: String?
  /// How many come after this page, where no selector hides it.
  package var remaining: Int64?
}

/// Which part of an object a writer changes.
package enum ObjectPart: Sendable {
  /// Metadata and spec: users.
  case spec
  /// Status alone: controllers.
  case status
}

package struct DeleteOptions: Sendable {
  package var dryRun = false
  /// Only if it is still this one.
  package var uid: UUID128?
  package var resourceVersion: Int64?
  /// How long the records of a topic are kept for `undelete`, in seconds; nil for the node's default.
  package var graceSeconds: Int64?

  package init() {}
}

/// An object that was deleted and may still be brought back.
package struct DeletedObject: Sendable {
  package var object: WeirObject
  /// Milliseconds since 1970.
  package var deletedMillis: Int64
  /// When it goes for good.
  package var purgeMillis: Int64
}

package enum ObjectEvent: Sendable {
  case added(WeirObject)
  case modified(WeirObject, old: WeirObject?)
  /// Its last state, at the revision of its deletion.
  case deleted(WeirObject)

  package var object: WeirObject {
    switch self {
    case .added(let object), .modified(let object, _), .deleted(let object): object
    }
  }
}

/// Changes, and the revision up to which everything was told (also when nothing changed).
package struct ObjectEvents: Sendable {
  package var events: [ObjectEvent]
  package var revision: Int64
}

/// Ends by being let go, or throws an `ObjectError`.
package typealias ObjectWatch = AsyncThrowingStream<ObjectEvents, any Error>

/// What the node knows that objects are checked against.
package struct ObjectPolicy: Sendable {
  /// The broker's own check of topic settings: what is wrong, by setting.
  package var topicConfig: @Sendable ([String: String]) -> [(key: String, fault: String)]
  /// What is wrong with a chain of transforms: path below the list of steps, and the fault.
  package var chain: @Sendable (JSONValue) -> [Cause]
  /// Topics that belong to the node itself.
  package var isReservedTopic: @Sendable (String) -> Bool
  package var partitionsPerTopicMax: Int
  /// How long a deleted topic can be brought back, in seconds.
  package var graceSeconds: Int64

  package init(
    topicConfig: @escaping @Sendable ([String: String]) -> [(key: String, fault: String)] = { _ in [] },
    chain: @escaping @Sendable (JSONValue) -> [Cause] = { _ in [] },
    isReservedTopic: @escaping @Sendable (String) -> Bool = { _ in false }, partitionsPerTopicMax: Int = 10_000,
    graceSeconds: Int64 = 3600
  ) {
    self.topicConfig = topicConfig
    self.chain = chain
    self.isReservedTopic = isReservedTopic
    self.partitionsPerTopicMax = partitionsPerTopicMax
    self.graceSeconds = graceSeconds
  }
}
