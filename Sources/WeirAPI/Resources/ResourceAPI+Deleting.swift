import WeirBase
import WeirControl
import WeirObjects

extension ResourceAPI {
  func delete(_ key: ObjectKey, _ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
    let options = try deleteOptions(request)
    let repository = repository
    let gone = try await ask { () throws(ObjectError) in try await repository.delete(key, options: options) }
    log("deleted", key, request, isDryRun: options.dryRun)
    return Self.success(key.kind, key.name, uid: gone.metadata.uid, request)
  }

  /// Deletes what a selector selects, or all of a kind in a namespace: what stood when it was asked, and what has not
  /// been made anew meanwhile.
  func deleteAll(
    _ kind: Kind, _ namespace: String, _ request: ResourceRequest
  ) async throws(RequestFault) -> HTTPAnswer {
    var options = try deleteOptions(request)
    guard options.uid == nil, options.resourceVersion == nil else {
      throw .bad("preconditions are for one object, not for a collection")
    }
    let (repository, selector) = (repository, request.selector)
    var pages = try await ask { () throws(ObjectError) in
      try await ObjectPages(repository, kind, namespace, selector, limit: request.limit, continuing: request.continuing)
    }
    while let objects = try await next(&pages) {
      for object in objects {
        options.uid = object.metadata.uid
        let asked = options
        do throws(ObjectError) {
          _ = try await repository.delete(object.key, options: asked)
          log("deleted", object.key, request, isDryRun: asked.dryRun)
        } catch {
          switch error {
          case .notFound, .conflict: continue
          default: throw .object(error)
          }
        }
      }
      if request.limit != nil { break }
    }
    return Self.success(kind, "", uid: nil, request)
  }

  private func next(_ pages: inout ObjectPages) async throws(RequestFault) -> [WeirObject]? {
    do throws(ObjectError) { return try await pages.next() } catch { throw .object(error) }
  }

  private static func success(_ kind: Kind, _ name: String, uid: UUID128?, _ request: ResourceRequest) -> HTTPAnswer {
    var details = StatusFault.details(kind.definition.plural, group: Kind.group, name: name)
    details["uid"] = uid.map { .string(UID.format($0)) }
    return request.answer(
      200,
      .members(
        ("kind", .string("Status")), ("apiVersion", .string("v1")), ("metadata", .object([])),
        ("status", .string("Success")), ("details", details)))
  }

  func undelete(_ key: ObjectKey, _ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
    try Self.checkNamespace(key.namespace)
    if request.isDryRun { throw .bad("dryRun is not possible here: a topic comes back, or does not") }
    let repository = repository
    let back = try await ask { () throws(ObjectError) in try await repository.undelete(key) }
    log("brought back", key, request)
    return request.answer(200, rendering(key.kind, request).single(back))
  }

  // MARK: Options

  /// Those of the query and of the body (metav1.DeleteOptions); the body's win, as in Kubernetes.
  private func deleteOptions(_ request: ResourceRequest) throws(RequestFault) -> DeleteOptions {
    let body = try request.document(of: Self.bodyTypes) ?? .object([])
    guard body.members != nil else { throw .bad("DeleteOptions must be an object, not \(body.typeName)") }
    if let kind = body["kind"], kind.text != "DeleteOptions" {
      throw .bad("the body of a deletion is DeleteOptions, not \(kind.compact.prefix(100))")
    }
    var options = DeleteOptions()
    options.graceSeconds = try ResourceRequest.number("gracePeriodSeconds", request.ask)
    if let seconds = try Self.grace(body) { options.graceSeconds = seconds }
    try Self.checkPropagation(body, request.ask)
    let isDryRun = try Self.isDryRun(body)
    options.dryRun = isDryRun || request.isDryRun
    guard let conditions = body["preconditions"], !conditions.isNull else { return options }
    guard conditions.members != nil else { throw .bad("preconditions must be an object, not \(conditions.typeName)") }
    if let uid = conditions["uid"], !uid.isNull {
      guard let text = uid.text else { throw .bad("preconditions.uid must be a string, not \(uid.typeName)") }
      guard let id = UID.parse(text) else { throw .object(.conflict("the uid asked for is that of no object")) }
      options.uid = id
    }
    if let version = conditions["resourceVersion"], !version.isNull {
      guard let text = version.text else {
        throw .bad("preconditions.resourceVersion must be a string, not \(version.typeName)")
      }
      guard let number = Int64(text) else {
        throw .object(.conflict("the resourceVersion asked for is that of no object"))
      }
      options.resourceVersion = number
    }
    return options
  }

  private static func grace(_ body: JSONValue) throws(RequestFault) -> Int64? {
    guard let grace = body["gracePeriodSeconds"], !grace.isNull else { return nil }
    guard let seconds = grace.integer, seconds >= 0 else {
      throw .bad("gracePeriodSeconds must be a whole number of 0 or more, not \(grace.compact.prefix(100))")
    }
    return seconds
  }

  private static func isDryRun(_ body: JSONValue) throws(RequestFault) -> Bool {
    guard let dryRun = body["dryRun"], !dryRun.isNull else { return false }
    guard let stages = dryRun.elements, stages.allSatisfy({ $0.text == "All" }) else {
      throw .bad("dryRun must be a list of \"All\", not \(dryRun.compact.prefix(100))")
    }
    return !stages.isEmpty
  }

  /// Nothing here depends on other objects: every policy does the same.
  private static func checkPropagation(_ body: JSONValue, _ ask: HTTPAsk) throws(RequestFault) {
    let policies = ["Orphan", "Background", "Foreground"]
    _ = try ResourceRequest.choice("propagationPolicy", policies, ask)
    _ = try ResourceRequest.flag("orphanDependents", ask)
    if let policy = body["propagationPolicy"], !policy.isNull, !policies.contains(policy.text ?? "") {
      throw .bad("propagationPolicy must be \(policies.joined(separator: " or ")), not \(policy.compact.prefix(100))")
    }
    if let orphan = body["orphanDependents"], !orphan.isNull, orphan.boolean == nil {
      throw .bad("orphanDependents must be true or false, not \(orphan.compact.prefix(100))")
    }
  }
}
