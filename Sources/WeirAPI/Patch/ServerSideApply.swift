import WeirBase
import WeirObjects

/// Server-side apply: an applier says which fields it wants and what they should be; it owns these, loses those that it
/// no longer mentions, and meets a conflict where somebody else owns a field with another value.
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/
package enum ServerSideApply {
  /// Puts the configuration over what stands.
  ///
  /// The result is a whole document, not yet validated or defaulted. Where nothing changes, neither value nor owner, it
  /// is the current object to the letter. `metadata.resourceVersion` in the configuration is the caller's to compare.
  ///
  /// - Parameters:
  ///   - config: what the applier wants, with `apiVersion`, `kind` and `metadata.name`
  ///   - current: what stands; nil creates
  ///   - force: takes fields over from others instead of failing
  ///   - now: milliseconds since 1970
  ///   - subresource: `status` to apply the status alone; nil leaves it alone
  package static func apply(
    config: JSONValue, to current: WeirObject?, manager: String, force: Bool, now: Int64, subresource: String? = nil
  ) throws(ApplyFault) -> JSONValue {
    let kind = try check(config, current)
    guard !manager.isEmpty else { throw .fault("an apply needs the name of its field manager (fieldManager)") }
    let work = ApplyWork(
      schema: OwnedObject.schema(of: kind), config: config, document: current?.json,
      manager: FieldManager(name: manager, operation: .apply, subresource: subresource ?? ""), now: now)
    return try work.run(force: force)
  }

  private static func check(_ config: JSONValue, _ current: WeirObject?) throws(ApplyFault) -> Kind {
    guard config.members != nil else { throw .fault("an applied configuration is an object, not \(config.typeName)") }
    guard config["apiVersion"]?.text == Kind.apiVersion else {
      throw .fault("apiVersion must be \(Kind.apiVersion) in an applied configuration")
    }
    guard let kind = config["kind"]?.text.flatMap(Kind.init(rawValue:)), current.map({ $0.kind == kind }) ?? true else {
      throw .fault("kind must be the kind of the object in an applied configuration")
    }
    if let given = config.at("metadata", "managedFields"), !given.isNull {
      throw .fault("metadata.managedFields must not stand in an applied configuration")
    }
    return kind
  }
}
