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
    if let answer = discovery.answer(ask) { return answer }
    guard ask.segments.starts(with: Self.prefix) else {
      let isOurs = ["api", "apis", "openapi"].contains(ask.segments.first)
      return isOurs ? Self.nothing : nil
    }
    guard let target = ResourceTarget(Array(ask.segments.dropFirst(Self.prefix.count))) else { return Self.nothing }
    do throws(RequestFault) {
      let request = try ResourceRequest(ask, target)
      return try await answer(request)
    } catch { return error.answer(about: target) }
  }

  private static let nothing = StatusFault(
    404, "NotFound", "the server could not find the requested resource", details: .object([])).answer

  private func answer(_ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
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
    case ("POST", .undelete(let key)): return try await undelete(key, request)
    default: throw .notAllowed(request.ask.method, request.target)
    }
  }

  // MARK: Reading

  private func get(_ key: ObjectKey, _ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
    let object = try await ask { () throws(ObjectError) in try await self.repository.get(key) }
    return request.answer(200, rendering(key.kind, request).single(object))
  }

  func rendering(_ kind: Kind, _ request: ResourceRequest) -> ObjectRendering {
    ObjectRendering(kind: kind, form: request.form, rowObject: request.rowObject, now: clock.wallMillis())
  }

  /// Runs something on objects; what it throws becomes the answer.
  func ask<T: Sendable>(_ work: () async throws(ObjectError) -> T) async throws(RequestFault) -> T {
    do throws(ObjectError) { return try await work() } catch { throw .object(error) }
  }

  private func list(
    _ kind: Kind, _ namespace: String?, _ request: ResourceRequest
  ) async throws(RequestFault) -> HTTPAnswer {
    let rendering = rendering(kind, request)
    let selector = request.selector
    let selects: @Sendable (WeirObject) -> Bool = { selector.matches($0) }
    let repository = repository
    let limit = request.limit
    let first = try await ask { () throws(ObjectError) in
      try await repository.list(
        kind, namespace: namespace, selector: selects, limit: limit, continuing: request.continuing,
        revision: request.exactRevision)
    }
    // Pages of the store that make one answer: all of them, or as many as the client's limit.
    let more = limit.map { $0 - first.items.count } ?? Int.max
    guard first.continuing != nil, more > 0 else {
      let remaining = selector.isEmpty ? first.remaining : nil
      var text = rendering.listHead(
        revision: first.revision, continuing: first.continuing, remaining: remaining)
      text += first.items.map { rendering.item($0).compact }.joined(separator: ",") + ObjectRendering.listEnd
      return request.answer(200, text: text)
    }
    if limit != nil || request.form.isYAML {
      // A larger page than the store's own: the client goes on from where it ends.
      var text = rendering.listHead(
        revision: first.revision, continuing: first.continuing, remaining: selector.isEmpty ? first.remaining : nil)
      text += first.items.map { rendering.item($0).compact }.joined(separator: ",") + ObjectRendering.listEnd
      return request.answer(200, text: text)
    }
    return HTTPAnswer(
      headers: [("content-type", "application/json")],
      body: .stream(ListStream(first, rendering, repository, kind, namespace, selects).bytes))
  }

  private func deletedTopics(
    _ namespace: String, _ request: ResourceRequest
  ) async throws(RequestFault) -> HTTPAnswer {
    let repository = repository
    let deleted = try await ask { () throws(ObjectError) in try await repository.deleted(.topic) }
    let items = deleted.filter { $0.object.metadata.namespace == namespace }.map { deleted -> JSONValue in
      .members(
        ("object", deleted.object.json), ("deletedTimestamp", .string(Timestamp.format(millis: deleted.deletedMillis))),
        ("purgeTimestamp", .string(Timestamp.format(millis: deleted.purgeMillis))))
    }
    return request.answer(
      200,
      .members(
        ("kind", .string("DeletedTopicList")), ("apiVersion", .string(Kind.apiVersion)), ("metadata", .object([])),
        ("items", .array(items))))
  }
}

extension Kind {
  func allows(_ verb: Verb) -> Bool { definition.verbs.contains(verb) }
}

/// A list that is longer than a page of the store: written page by page as the client takes it.
private struct ListStream: Sendable {
  let bytes: AsyncThrowingStream<[UInt8], any Error>

  init(
    _ first: ObjectPage, _ rendering: ObjectRendering, _ repository: ObjectRepository, _ kind: Kind,
    _ namespace: String?, _ selects: @escaping @Sendable (WeirObject) -> Bool
  ) {
    var page: ObjectPage? = first
    var isBegun = false
    bytes = AsyncThrowingStream {
      guard let current = page else { return nil }
      var text = isBegun ? "" : rendering.listHead(revision: first.revision, continuing: nil, remaining: nil)
      for object in current.items {
        if isBegun { text += "," }
        isBegun = true
        text += rendering.item(object).compact
      }
      if let next = current.continuing {
        page = try await repository.list(kind, namespace: namespace, selector: selects, continuing: next)
      } else {
        page = nil
        text += ObjectRendering.listEnd + "\n"
      }
      isBegun = true
      return Array(text.utf8)
    }
  }
}

extension HTTPAsk {
  /// All values of a header, joined as RFC 9110 has it; nil without any.
  func header(_ name: String) -> String? {
    let values = headers[name]
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }
}
