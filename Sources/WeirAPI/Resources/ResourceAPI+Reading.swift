import WeirBase
import WeirControl
import WeirObjects

extension ResourceAPI {
  func get(_ key: ObjectKey, _ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
    let object = try await ask { () throws(ObjectError) in try await self.repository.get(key) }
    return request.answer(200, rendering(key.kind, request).single(object))
  }

  func list(
    _ kind: Kind, _ namespace: String?, _ request: ResourceRequest
  ) async throws(RequestFault) -> HTTPAnswer {
    let pages = try await firstPage(kind, namespace, request)
    let rendering = rendering(kind, request)
    // With a limit, or where one page is all, the answer is short; anything else leaves as the client takes it.
    guard pages.continuing != nil, request.limit == nil else {
      var (pages, text) = (pages, Self.head(of: pages, rendering))
      let items = try await ask { () throws(ObjectError) in try await pages.next() ?? [] }
      text += items.map { rendering.item($0).compact }.joined(separator: ",") + ObjectRendering.listEnd
      return request.answer(200, text: text)
    }
    return request.form.isYAML ? Self.yaml(pages, rendering) : Self.json(pages, rendering)
  }

  private func firstPage(
    _ kind: Kind, _ namespace: String?, _ request: ResourceRequest
  ) async throws(RequestFault) -> ObjectPages {
    let repository = repository
    let pages = try await ask { () throws(ObjectError) in
      try await ObjectPages(
        repository, kind, namespace, request.selector, limit: request.limit, continuing: request.continuing,
        revision: request.exactRevision)
    }
    try Self.checkKnown(request.resourceVersion, now: pages.revision)
    return pages
  }

  /// A version that this store never had comes from another, or from one that was lost: lists begin anew.
  static func checkKnown(_ version: Int64?, now: Int64) throws(RequestFault) {
    if let version, version > now {
      throw .object(.expired("resourceVersion \(version) is newer than the newest here, \(now); list again"))
    }
  }

  private static func head(of pages: ObjectPages, _ rendering: ObjectRendering, isWhole: Bool = false) -> String {
    rendering.listHead(
      revision: pages.revision, continuing: isWhole ? nil : pages.continuing, remaining: isWhole ? nil : pages.remaining
    )
  }

  // MARK: Long lists

  private static func json(_ pages: ObjectPages, _ rendering: ObjectRendering) -> HTTPAnswer {
    let head = head(of: pages, rendering, isWhole: true)
    let body = ListBody(pages, head: head, separator: ",", end: ObjectRendering.listEnd + "\n") {
      rendering.item($0).compact
    }
    return HTTPAnswer(headers: [("content-type", "application/json")], body: .stream(body.bytes))
  }

  private static func yaml(_ pages: ObjectPages, _ rendering: ObjectRendering) -> HTTPAnswer {
    let head = rendering.listHeadMembers(revision: pages.revision, continuing: nil, remaining: nil)
    let body = ListBody(pages, head: head.yaml + "\(rendering.itemsName):\n", separator: "", end: "") {
      JSONValue.array([rendering.item($0)]).yaml
    }
    return HTTPAnswer(headers: [("content-type", "application/yaml")], body: .stream(body.bytes))
  }

  // MARK: Deleted topics

  func deletedTopics(_ namespace: String, _ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
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
