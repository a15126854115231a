import WeirBase
import WeirControl
import WeirObjects

/// Writes events as lines, each a JSON object with type and object.
struct LineWriter {
  let selector: Selector
  /// Everything up to here was told.
  private var revision: Int64
  private var isFirst = true

  init(selector: Selector, revision: Int64) {
    self.selector = selector
    self.revision = revision
  }

  mutating func added(_ objects: [WeirObject], _ rendering: ObjectRendering) -> String {
    objects.reduce(into: "") { $0 += line("ADDED", $1, rendering) }
  }

  mutating func lines(_ events: ObjectEvents, _ rendering: ObjectRendering) -> String {
    var text = ""
    for event in events.events {
      switch event {
      case .added(let object): if selector.matches(object) { text += line("ADDED", object, rendering) }
      case .deleted(let object): if selector.matches(object) { text += line("DELETED", object, rendering) }
      case .modified(let object, let old):
        // Whoever selects sees objects come and go as they begin and cease to match.
        let matched = old.map { selector.matches($0) } ?? true
        switch (matched, selector.matches(object)) {
        case (true, true): text += line("MODIFIED", object, rendering)
        case (false, true): text += line("ADDED", object, rendering)
        case (true, false): text += line("DELETED", Self.last(old, object), rendering)
        case (false, false): break
        }
      }
    }
    revision = max(revision, events.revision)
    return text
  }

  /// What no longer matches is told as it last did, at the version of the change.
  private static func last(_ old: WeirObject?, _ object: WeirObject) -> WeirObject {
    var last = old ?? object
    last.metadata.resourceVersion = object.metadata.resourceVersion
    return last
  }

  private mutating func line(_ type: String, _ object: WeirObject, _ rendering: ObjectRendering) -> String {
    defer { isFirst = false }
    revision = max(revision, object.metadata.resourceVersion)
    return Self.line(type, rendering.event(object, isFirst: isFirst))
  }

  func bookmark(_ rendering: ObjectRendering, isInitialEnd: Bool = false) -> String {
    Self.line("BOOKMARK", rendering.bookmark(revision: revision, isInitialEnd: isInitialEnd))
  }

  func error(_ error: ObjectError, _ key: ObjectKey) -> String {
    Self.line("ERROR", StatusFault(error, key).json)
  }

  private static func line(_ type: String, _ object: JSONValue) -> String {
    "{\"type\":\"\(type)\",\"object\":\(object.compact)}\n"
  }
}
