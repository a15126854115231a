import WeirBase

/// What must hold across the fields of an object, and between an object and the one before it.
package enum ObjectRules {
  /// The broker's own check of a topic's config: what is wrong, by key.
  package typealias TopicConfigCheck = ([String: String]) -> [(key: String, fault: String)]

  /// - Parameters:
  ///   - new: an object that the codec admitted.
  ///   - old: what it takes the place of; nil where it is new.
  /// - Returns: everything that is wrong.
  package static func check(
    _ new: WeirObject, old: WeirObject?, topicConfig: TopicConfigCheck
  ) -> [Cause] {
    do throws(ObjectFault) {
      let rules = try checkSpec(new, topicConfig)
      guard let old else { return rules }
      return rules + (try checkChange(new, from: old))
    } catch {
      return error.causes
    }
  }

  private static func checkSpec(
    _ object: WeirObject, _ topicConfig: TopicConfigCheck
  ) throws(ObjectFault) -> [Cause] {
    let name = object.metadata.name
    switch object.kind {
    case .topic: return TopicRules.check(try TopicSpec(object.spec), name: name, topicConfig)
    case .view: return ViewRules.check(try ViewSpec(object.spec), name: name)
    case .smartModule: return SmartModuleRules.check(try SmartModuleSpec(object.spec))
    case .tableFormat: return TableFormatRules.check(try TableFormatSpec(object.spec))
    case .partition: return PartitionRules.check(try PartitionSpec(object.spec), name: name)
    case .spu: return SpuRules.check(try SpuSpec(object.spec))
    }
  }

  /// Identity and every field that is set once.
  private static func checkChange(_ new: WeirObject, from old: WeirObject) throws(ObjectFault) -> [Cause] {
    var causes: [Cause] = []
    if let uid = new.metadata.uid, let before = old.metadata.uid, uid != before {
      causes.append(Cause("metadata.uid", .invalid, "must stay \(UID.format(before))"))
    }
    let name = old.metadata.name
    for field in new.kind.definition.spec.fields ?? [] where field.isImmutable {
      let standard: JSONValue = field.name == "topicName" ? .string(name) : .null
      let before = old.spec[field.name] ?? standard
      if (new.spec[field.name] ?? standard) != before {
        causes.append(Cause("spec.\(field.name)", .forbidden, "is set once; it stays \(before.compact)"))
      }
    }
    if new.kind == .topic {
      causes += TopicRules.checkGrowth(try TopicSpec(new.spec), from: try TopicSpec(old.spec))
    }
    return causes
  }
}
