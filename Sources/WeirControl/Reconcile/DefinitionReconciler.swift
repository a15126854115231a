import WeirBase
import WeirObjects

/// Tells in the status of SmartModules, Views and TableFormats whether they are of use as they are declared.
struct DefinitionReconciler: Sendable {
  let repository: ObjectRepository
  let clock: any Clock
  let events: any EventLog

  func reconcile(_ key: ObjectKey) async -> WorkQueue<ObjectKey>.Outcome {
    do throws(ObjectError) {
      guard let object = try await repository.find(key) else { return .settled }
      switch key.kind {
      case .smartModule: try await smartModule(object)
      case .view: try await view(object)
      case .tableFormat:
        try await tell(object, Verdict(.yes, "Accepted", "consumers can be asked to print with it"))
      case .topic, .partition, .spu: break
      }
      return .settled
    } catch {
      events.warning("object not reconciled yet", ("object", "\(key)"), ("cause", "\(error)"))
      return .retry
    }
  }

  private struct Verdict: Sendable {
    var status: Condition.Status
    var reason: String
    var message: String
    /// What else the status tells.
    var facts: [(String, JSONValue)] = []

    init(_ status: Condition.Status, _ reason: String, _ message: String) {
      self.status = status
      self.reason = reason
      self.message = message
    }
  }

  private func smartModule(_ object: WeirObject) async throws(ObjectError) {
    let declared = object.spec["digest"]?.text
    guard let inline = object.spec["wasm"]?.text, let bytes = Base64.decode(inline) else {
      var verdict = Verdict(.no, "ContentMissing", "the module's bytes are not here: give them inline as spec.wasm")
      verdict.facts = [("digest", .optional(declared))]
      return try await tell(object, verdict)
    }
    let digest = "sha256:" + SHA256.hexadecimal(bytes)
    var verdict: Verdict
    if let declared, declared != digest {
      verdict = Verdict(.no, "DigestMismatch", "spec.digest is \(declared), but the bytes of spec.wasm are \(digest)")
    } else if !bytes.starts(with: Self.wasmMagic) {
      verdict = Verdict(
        .no, "NotWebAssembly", "spec.wasm does not begin as a WebAssembly module (0x00 a s m, version 1)")
    } else {
      verdict = Verdict(.yes, "Stored", "the module is stored")
    }
    verdict.facts = [("size", .int(bytes.count)), ("digest", .string(digest))]
    try await tell(object, verdict)
  }

  /// https://webassembly.github.io/spec/core/binary/modules.html
  private static let wasmMagic: [UInt8] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

  private func view(_ object: WeirObject) async throws(ObjectError) {
    let topic = object.spec["topic"]?.text ?? ""
    guard try await repository.topic(named: topic) != nil else {
      return try await tell(object, Verdict(.no, "TopicMissing", "there is no topic \"\(topic)\""))
    }
    let modules = (object.spec["transforms"]?.elements ?? []).compactMap { $0["uses"]?.text }
    for name in modules where !name.hasPrefix("builtin/") {
      let key = ObjectKey(.smartModule, namespace: object.metadata.namespace, name)
      guard try await repository.find(key) != nil else {
        return try await tell(object, Verdict(.no, "SmartModuleMissing", "there is no SmartModule \"\(name)\""))
      }
    }
    try await tell(
      object,
      Verdict(
        .no, "NotServed",
        "the view is sound, and the console shows records through it; consumers cannot read it yet"))
  }

  private func tell(_ object: WeirObject, _ verdict: Verdict) async throws(ObjectError) {
    let now = clock.wallMillis()
    _ = try await repository.update(object.key, part: .status) { current in
      guard current.metadata.generation == object.metadata.generation else { return current }
      var conditions = current.conditions
      conditions.set(
        Condition(
          "Ready", verdict.status, reason: verdict.reason, message: verdict.message, at: now,
          observedGeneration: object.metadata.generation))
      var status = JSONValue.members(
        ("observedGeneration", .int(object.metadata.generation)), ("conditions", .array(conditions.map(\.json))))
      for (name, value) in verdict.facts where !value.isNull { status[name] = value }
      var new = current
      new.status = status
      return new
    }
  }
}
