import WeirBase
import WeirObjects

/// Which views must be looked at again when a topic or a SmartModule changes.
struct ViewIndex: Sendable {
  private var byTopic: [String: Set<ObjectKey>] = [:]
  private var byModule: [String: Set<ObjectKey>] = [:]
  private var known: [ObjectKey: (topic: String, modules: [String])] = [:]

  mutating func note(_ event: ObjectEvent) {
    let key = event.object.key
    if let old = known.removeValue(forKey: key) {
      Self.remove(key, from: &byTopic, old.topic)
      for module in old.modules { Self.remove(key, from: &byModule, module) }
    }
    if case .deleted = event { return }
    let spec = event.object.spec
    let topic = spec["topic"]?.text ?? ""
    let modules = (spec["transforms"]?.elements ?? []).compactMap { $0["uses"]?.text }
    known[key] = (topic, modules)
    byTopic[topic, default: []].insert(key)
    for module in modules { byModule[module, default: []].insert(key) }
  }

  private static func remove(_ key: ObjectKey, from index: inout [String: Set<ObjectKey>], _ name: String) {
    index[name]?.remove(key)
    if index[name]?.isEmpty == true { index[name] = nil }
  }

  func looking(at topic: String) -> Set<ObjectKey> { byTopic[topic] ?? [] }
  func using(_ module: String) -> Set<ObjectKey> { byModule[module] ?? [] }
}
