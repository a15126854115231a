import WeirBase

/// What must hold for chains of transforms.
enum ChainRules {
  /// Built-in transforms that keep state between records or make several of one.
  static let unfitForViews: [String: String] = [
    "array-map": "makes several records of one", "array_map": "makes several records of one",
    "explode": "makes several records of one", "split": "makes several records of one",
    "flatten-array": "makes several records of one", "aggregate": "keeps state between records",
    "sum": "keeps state between records", "count": "keeps state between records",
    "average": "keeps state between records", "dedup": "keeps state between records",
    "deduplicate": "keeps state between records",
  ]

  static func check(_ steps: [TransformStep], at path: String) -> [Cause] {
    var causes: [Cause] = []
    for (place, step) in steps.enumerated() {
      if let lookback = step.lookback, lookback.last == 0, lookback.age == nil {
        let message = "needs last, age or both: nothing would be looked back at"
        causes.append(Cause("\(path)[\(place)].lookback", .required, message))
      }
    }
    return causes
  }
}

/// What must hold across a view's fields.
enum ViewRules {
  static func check(_ spec: ViewSpec, name: String) -> [Cause] {
    var causes = ChainRules.check(spec.transforms, at: "spec.transforms")
    if spec.topic == name {
      causes.append(Cause("spec.topic", .invalid, "must not be the view's own name: readers could not tell them apart"))
    }
    for (place, step) in spec.transforms.enumerated() {
      let path = "spec.transforms[\(place)]"
      if step.uses.hasPrefix("builtin/"), let why = ChainRules.unfitForViews[String(step.uses.dropFirst(8))] {
        let message = "\"\(step.uses)\" \(why); a view keeps the offsets of its topic, so it may only filter and change"
        causes.append(Cause(path + ".uses", .forbidden, message))
      }
      if step.lookback != nil {
        causes.append(Cause(path + ".lookback", .forbidden, "is not for views: each record is seen by itself"))
      }
    }
    return causes
  }
}
