import WeirBase

/// What must hold across a topic's fields.
enum TopicRules {
  static func check(
    _ spec: TopicSpec, name: String, _ topicConfig: ObjectRules.TopicConfigCheck
  ) -> [Cause] {
    var causes: [Cause] = []
    if spec.topicName == nil, let fault = TextRule.kafkaNameFault(name) {
      causes.append(Cause("spec.topicName", .required, "is required: the object's own name \(fault)"))
    }
    causes += checkDeadLetters(spec, name)
    for (key, fault) in topicConfig(spec.config) {
      causes.append(Cause("spec.config[\(key)]", .invalid, fault))
    }
    causes += ChainRules.check(spec.transforms, at: "spec.transforms")
    return causes
  }

  private static func checkDeadLetters(_ spec: TopicSpec, _ name: String) -> [Cause] {
    let field = "spec.deadLetterTopic"
    switch (spec.onError, spec.deadLetterTopic) {
    case (.deadLetter, nil):
      return [Cause(field, .required, "is required where onError is deadLetter: failed records go there")]
    case (.deadLetter, let topic?) where topic == spec.topicName ?? name:
      return [Cause(field, .invalid, "must be another topic: a failed record would come back for ever")]
    case (.reject, _?), (.drop, _?):
      let message = "has a meaning only where onError is deadLetter; it is \(spec.onError.rawValue)"
      return [Cause(field, .forbidden, message)]
    default: return []
    }
  }

  /// Records of a partition that went away would be lost, and keys would move.
  static func checkGrowth(_ new: TopicSpec, from old: TopicSpec) -> [Cause] {
    guard new.partitions < old.partitions else { return [] }
    let message = "must not fall from \(old.partitions) to \(new.partitions): partitions are never taken away"
    return [Cause("spec.partitions", .forbidden, message)]
  }
}
