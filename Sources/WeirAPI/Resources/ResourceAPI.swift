import NIOHTTP1
import WeirBase
import WeirControl
import WeirObjects

/// The Kubernetes-shaped API of objects: discovery, and what can be asked of each kind.
package final class ResourceAPI: HTTPRoute {
  /// The one namespace of a bare node.
  static let namespace = "default"
  static let prefix = ["apis", Kind.group, Kind.version]

  let repository: ObjectRepository
  let clock: any Clock
  let events: any EventLog
  private let discovery: Discovery

  package init(repository: ObjectRepository, clock: any Clock, events: any EventLog, version: String) {
    self.repository = repository
    self.clock = clock
    self.events = events
    discovery = Discovery(version: version)
  }

  package func answer(_ ask: HTTPAsk) async -> HTTPAnswer? {
    // A last slash is nothing of its own.
    let segments = ask.segments.last == "" ? ask.segments.dropLast() : ask.segments[...]
    if let answer = discovery.answer(ask, Array(segments)) { return answer }
    guard segments.starts(with: Self.prefix) else {
      let isOurs = ["api", "apis", "openapi"].contains(segments.first)
      return isOurs ? Self.nothing : nil
    }
    guard let target = ResourceTarget(Array(segments.dropFirst(Self.prefix.count))) else { return Self.nothing }
    do throws(RequestFault) {
      // Before the parameters are read: they belong to methods that there are.
      guard RequestFault.methods(of: target).methods.contains(ask.method) else {
        throw .notAllowed(ask.method, target)
      }
      let request = try ResourceRequest(ask, target)
      return try await answer(request)
    } catch { return error.answer(about: target) }
  }

  private static let nothing = StatusFault.noResource.answer

  /// A list of what no namespace can hold would be empty for ever.
  private static func checkLegal(_ target: ResourceTarget) throws(RequestFault) {
    switch target {
    case .collection(_, let namespace?), .deletedTopics(let namespace):
      if let fault = LabelRule.namespaceFault(namespace) { throw .bad("the namespace \(fault)") }
    default: break
    }
  }

  private func answer(_ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
    if request.ask.method == "GET" { try Self.checkLegal(request.target) }
    switch (request.ask.method, request.target) {
    case ("GET", .collection(let kind, let namespace)):
      return request.isWatch
        ? try await watch(kind, namespace, request) : try await list(kind, namespace, request)
    case ("GET", .object(let key)), ("GET", .status(let key)):
      return try await get(key, request)
    case ("GET", .deletedTopics(let namespace)):
      return try await deletedTopics(namespace, request)
    case ("POST", .collection(let kind, let namespace?)) where kind.allows(.create):
      return try await create(kind, namespace, request)
    case ("PUT", .object(let key)) where key.kind.allows(.update): return try await replace(key, request)
    case ("PATCH", .object(let key)) where key.kind.allows(.patch): return try await patch(key, request)
    case ("DELETE", .object(let key)) where key.kind.allows(.delete): return try await delete(key, request)
    case ("DELETE", .collection(let kind, let namespace?)) where kind.allows(.delete):
      return try await deleteAll(kind, namespace, request)
    case ("POST", .undelete(let key)): return try await undelete(key, request)
    default: throw .notAllowed(request.ask.method, request.target)
    }
  }

  func rendering(_ kind: Kind, _ request: ResourceRequest) -> ObjectRendering {
    ObjectRendering(kind: kind, form: request.form, rowObject: request.rowObject, now: clock.wallMillis())
  }

  /// Runs something on objects; what it throws becomes the answer.
  func ask<T: Sendable>(_ work: () async throws(ObjectError) -> T) async throws(RequestFault) -> T {
    do throws(ObjectError) { return try await work() } catch { throw .object(error) }
  }
}

extension Kind {
  func allows(_ verb: Verb) -> Bool { definition.verbs.contains(verb) }
}

extension HTTPAsk {
  /// All values of a header, joined as RFC 9110 has it; nil without any.
  func header(_ name: String) -> String? {
    let values = headers[name]
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }
}
