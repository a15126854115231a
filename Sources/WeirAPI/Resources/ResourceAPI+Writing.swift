import Synchronization
import WeirBase
import WeirControl
import WeirObjects

extension ResourceAPI {
  static let bodyTypes = ["application/json", "application/yaml"]

  /// A document as an object of the kind, and warnings about fields that nobody knows.
  static func decode(
    _ json: JSONValue, _ kind: Kind, _ validation: ResourceRequest.FieldValidation
  ) throws(ObjectError) -> (object: WeirObject, warnings: [String]) {
    do throws(ObjectFault) {
      let object = try ObjectCodec.decode(json, kind: kind, isStrict: validation == .strict)
      let unknown = validation == .warn ? ObjectCodec.unknownFields(json, kind: kind) : []
      return (object, unknown.prefix(warningsMax).map { headerText("\($0.field): \($0.message)") })
    } catch { throw .invalid(key(of: json, kind), error.causes) }
  }

  /// Clients read only so many headers.
  private static let warningsMax = 32

  /// What may stand in a quoted header value.
  private static func headerText(_ text: String) -> String {
    String(
      text.unicodeScalars.map { $0.isASCII && $0.value >= 0x20 && $0 != "\"" && $0 != "\\" ? Character($0) : "'" }
        .prefix(500))
  }

  private static func key(of json: JSONValue, _ kind: Kind) -> ObjectKey {
    ObjectKey(
      kind, namespace: json.at("metadata", "namespace")?.text ?? namespace, json.at("metadata", "name")?.text ?? "")
  }

  /// The body's object with the namespace of the path.
  private func body(_ kind: Kind, _ namespace: String, _ request: ResourceRequest) throws(RequestFault) -> JSONValue {
    guard var json = try request.document(of: Self.bodyTypes) else {
      throw .bad("the request needs an object as its body")
    }
    guard json.members != nil else { throw .bad("the body must be an object, not \(json.typeName)") }
    try Self.place(&json, in: namespace)
    return json
  }

  static func place(_ json: inout JSONValue, in namespace: String) throws(RequestFault) {
    if let said = json.at("metadata", "namespace")?.text, !said.isEmpty, said != namespace {
      throw .bad("the namespace of the provided object does not match the namespace sent on the request")
    }
    if var metadata = json["metadata"], metadata.members != nil {
      metadata["namespace"] = .string(namespace)
      json["metadata"] = metadata
    }
  }

  static func checkNamespace(_ namespace: String) throws(RequestFault) {
    guard namespace != Self.namespace else { return }
    var fault = StatusFault.notFound("namespaces", group: "", name: namespace)
    fault.message += ": a bare node has the namespace \(Self.namespace) alone"
    throw .answered(fault.answer)
  }

  // MARK: Create

  func create(_ kind: Kind, _ namespace: String, _ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
    try Self.checkNamespace(namespace)
    var json = try body(kind, namespace, request)
    generateName(&json)
    let (wanted, warnings) = try await ask { () throws(ObjectError) in
      try Self.decode(json, kind, request.validation)
    }
    if wanted.metadata.resourceVersion != 0 {
      throw .bad("resourceVersion should not be set on objects to be created")
    }
    let owned = ManagedFields.recordUpdate(
      old: nil, new: wanted.withoutStatus, manager: request.manager, operation: .update, now: clock.wallMillis())
    let repository = repository
    let made = try await ask { () throws(ObjectError) in
      try await repository.create(owned, dryRun: request.isDryRun)
    }
    log("created", made.key, request)
    return request.answer(201, rendering(kind, request).single(made), warnings: warnings)
  }

  /// A prefix in place of a name asks for a name that is not taken.
  private func generateName(_ json: inout JSONValue) {
    guard var metadata = json["metadata"], let prefix = metadata["generateName"]?.text, !prefix.isEmpty,
      (metadata["name"]?.text ?? "").isEmpty
    else { return }
    let letters = Array("bcdfghjklmnpqrstvwxz2456789")
    var random = SystemRandomNumberGenerator()
    metadata["name"] = .string(prefix + String((0..<5).map { _ in letters.randomElement(using: &random) ?? "x" }))
    json["metadata"] = metadata
  }

  func log(_ what: String, _ key: ObjectKey, _ request: ResourceRequest, isDryRun: Bool = false) {
    if request.isDryRun || isDryRun { return }
    events.info("object \(what)", ("object", "\(key)"), ("by", request.manager))
  }

  // MARK: Replace

  func replace(_ key: ObjectKey, _ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
    try Self.checkNamespace(key.namespace)
    let json = try body(key.kind, key.namespace, request)
    let (wanted, warnings) = try await ask { () throws(ObjectError) in
      try Self.decode(json, key.kind, request.validation)
    }
    guard wanted.metadata.name == key.name else {
      throw .bad("the name of the object (\(wanted.metadata.name)) does not match the name on the URL (\(key.name))")
    }
    let version = wanted.metadata.resourceVersion
    let changed = try await change(key, request, expecting: version == 0 ? nil : version) {
      (current: WeirObject) throws(ObjectError) -> WeirObject in
      try Self.checkUID(wanted, current)
      var new = wanted
      new.status = current.status
      return new
    }
    return request.answer(200, rendering(key.kind, request).single(changed), warnings: warnings)
  }

  private static func checkUID(_ wanted: WeirObject, _ current: WeirObject) throws(ObjectError) {
    if let uid = wanted.metadata.uid, uid != current.metadata.uid {
      throw .conflict(
        "Precondition failed: UID in precondition: \(UID.format(uid)), UID in object meta: "
          + (current.metadata.uid.map(UID.format) ?? "none"))
    }
  }

  /// Changes an object and notes who owns the fields that changed.
  private func change(
    _ key: ObjectKey, _ request: ResourceRequest, expecting: Int64?,
    _ change: @escaping @Sendable (WeirObject) throws(ObjectError) -> WeirObject
  ) async throws(RequestFault) -> WeirObject {
    let (repository, manager, now) = (repository, request.manager, clock.wallMillis())
    let changed = try await ask { () throws(ObjectError) in
      try await repository.update(key, dryRun: request.isDryRun, expecting: expecting) {
        (current: WeirObject) throws(ObjectError) -> WeirObject in
        var new = try change(current)
        new.metadata = new.metadata.keepingIdentity(of: current.metadata)
        return ManagedFields.recordUpdate(old: current, new: new, manager: manager, operation: .update, now: now)
      }
    }
    log("changed", key, request)
    return changed
  }

  // MARK: Patch

  private static let patchTypes = [
    "application/merge-patch+json", "application/json-patch+json", "application/apply-patch+yaml",
  ]

  func patch(_ key: ObjectKey, _ request: ResourceRequest) async throws(RequestFault) -> HTTPAnswer {
    try Self.checkNamespace(key.namespace)
    guard Self.patchTypes.contains(request.mediaType) else {
      throw .unsupportedMedia(request.mediaType, accepted: Self.patchTypes)
    }
    guard let patch = try request.document(of: Self.patchTypes) else { throw .bad("the patch is empty") }
    if request.mediaType == "application/apply-patch+yaml" { return try await apply(patch, key, request) }
    if request.force { throw .bad("force may not be specified for anything but an apply patch") }
    let isMerge = request.mediaType == "application/merge-patch+json"
    guard !isMerge || patch.members != nil else { throw .bad("a merge patch must be an object, not \(patch.typeName)") }
    let validation = request.validation
    let warnings = Mutex<[String]>([])
    let changed = try await change(key, request, expecting: nil) { current throws(ObjectError) in
      let patched = isMerge ? MergePatch.apply(patch, to: current.json) : try Self.apply(patch, to: current)
      let (new, unknown) = try Self.decode(patched, key.kind, validation)
      warnings.withLock { $0 = unknown }
      try Self.checkVersion(new, current)
      try Self.checkUID(new, current)
      return new
    }
    return request.answer(200, rendering(key.kind, request).single(changed), warnings: warnings.withLock { $0 })
  }

  private static func apply(_ patch: JSONValue, to current: WeirObject) throws(ObjectError) -> JSONValue {
    do throws(PatchFault) { return try JSONPatch.apply(patch, to: current.json) } catch {
      switch error {
      case .malformed(let reason): throw .malformed(reason)
      case .notApplicable(let reason): throw .invalid(current.key, [Cause("", .invalid, reason)])
      case .tooLarge(let reason): throw .tooLarge(reason)
      }
    }
  }

  private static func checkVersion(_ new: WeirObject, _ current: WeirObject) throws(ObjectError) {
    guard new.metadata.resourceVersion == current.metadata.resourceVersion else {
      throw .conflict(
        "the object has been modified; please apply your changes to the latest version of \(current.key) and try again")
    }
    guard new.metadata.name == current.metadata.name, new.metadata.namespace == current.metadata.namespace else {
      throw .invalid(current.key, [Cause("metadata.name", .forbidden, "name and namespace never change")])
    }
  }

  // MARK: Server-side apply

  private func apply(
    _ config: JSONValue, _ key: ObjectKey, _ request: ResourceRequest
  ) async throws(RequestFault) -> HTTPAnswer {
    guard let manager = request.ask.parameter("fieldManager"), !manager.isEmpty else {
      throw .answered(
        StatusFault.invalidOptions(
          "PatchOptions", [Cause("fieldManager", .required, "is required for an apply patch")]
        ).answer)
    }
    var config = config
    guard config.members != nil else {
      throw .bad("the applied configuration must be an object, not \(config.typeName)")
    }
    try Self.place(&config, in: key.namespace)
    var metadata = config["metadata"] ?? .object([])
    if (metadata["name"]?.text ?? "").isEmpty { metadata["name"] = .string(key.name) }
    metadata["namespace"] = .string(key.namespace)
    config["metadata"] = metadata
    guard metadata["name"]?.text == key.name else {
      throw .bad("the name of the object does not match the name on the URL (\(key.name))")
    }
    let wanted = config
    // What is applied is held against the schema as it is, before it is merged with anything.
    let warnings = try await ask { () throws(ObjectError) in
      try Self.checkApplied(wanted, key.kind, request.validation)
    }
    for _ in 0..<8 {
      if let answer = try await applyOnce(wanted, key, request, manager, warnings) { return answer }
    }
    throw .object(.conflict("\(key) is created and deleted by others all the time; try again"))
  }

  /// Everything that is wrong with an applied configuration; what it leaves out may stand in the object already.
  private static func causes(_ config: JSONValue, _ kind: Kind) -> [Cause]? {
    do throws(ObjectFault) {
      _ = try ObjectCodec.decode(config, kind: kind)
      return nil
    } catch { return error.causes.filter { $0.reason != .required } }
  }

  private static func checkApplied(
    _ config: JSONValue, _ kind: Kind, _ validation: ResourceRequest.FieldValidation
  ) throws(ObjectError) -> [String] {
    if validation == .ignore { return [] }
    let unknown = ObjectCodec.unknownFields(config, kind: kind)
    if unknown.isEmpty { return [] }
    if validation == .strict { throw .invalid(key(of: config, kind), causes(config, kind) ?? unknown) }
    return unknown.prefix(warningsMax).map { headerText("\($0.field): \($0.message)") }
  }

  /// - Returns: nil when the object came or went meanwhile.
  private func applyOnce(
    _ config: JSONValue, _ key: ObjectKey, _ request: ResourceRequest, _ manager: String, _ warnings: [String]
  ) async throws(RequestFault) -> HTTPAnswer? {
    let (repository, now, force) = (repository, clock.wallMillis(), request.force)
    let rendering = rendering(key.kind, request)
    do throws(ObjectError) {
      let changed = try await repository.update(key, dryRun: request.isDryRun) { current throws(ObjectError) in
        if let version = config.at("metadata", "resourceVersion")?.text.flatMap({ Int64($0) }), version != 0,
          version != current.metadata.resourceVersion
        {
          throw .conflict("the object has been modified; apply to the latest version of \(key)")
        }
        return try Self.applied(config, to: current, manager, force, now, key)
      }
      log("applied", key, request)
      return request.answer(200, rendering.single(changed), warnings: warnings)
    } catch {
      guard case .notFound = error else { throw .object(error) }
    }
    guard key.kind.allows(.create) else { throw .object(.notFound(key)) }
    do throws(ObjectError) {
      let new = try Self.applied(config, to: nil, manager, force, now, key)
      let made = try await repository.create(new.withoutStatus, dryRun: request.isDryRun)
      log("created", key, request)
      return request.answer(201, rendering.single(made), warnings: warnings)
    } catch {
      if case .alreadyExists = error { return nil }
      throw .object(error)
    }
  }

  private static func applied(
    _ config: JSONValue, to current: WeirObject?, _ manager: String, _ force: Bool, _ now: Int64, _ key: ObjectKey
  ) throws(ObjectError) -> WeirObject {
    let merged: JSONValue
    do throws(ApplyFault) {
      merged = try ServerSideApply.apply(config: config, to: current, manager: manager, force: force, now: now)
    } catch {
      switch error {
      case .fault(let reason): throw .malformed(reason)
      case .conflicts(let conflicts):
        throw .ownedByOthers(
          error.description, conflicts.map { Cause($0.field, .fieldManagerConflict, $0.message) })
      }
    }
    var object = try decode(merged, key.kind, .ignore).object
    if let current { object.metadata = object.metadata.keepingIdentity(of: current.metadata) }
    return object
  }
}

extension WeirObject {
  /// Nobody declares a status.
  fileprivate var withoutStatus: WeirObject {
    var object = self
    object.status = nil
    return object
  }
}

extension ObjectMeta {
  /// What the store alone decides is as it was.
  fileprivate func keepingIdentity(of current: ObjectMeta) -> ObjectMeta {
    var metadata = self
    metadata.name = current.name
    metadata.namespace = current.namespace
    metadata.uid = current.uid
    metadata.creationMillis = current.creationMillis
    metadata.generation = current.generation
    metadata.resourceVersion = current.resourceVersion
    return metadata
  }
}
