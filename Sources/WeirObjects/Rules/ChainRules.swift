import WeirBase

/// What must hold for chains of transforms, whatever the transforms are: their names and parameters are the engine's to
/// check.
enum ChainRules {
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
    for (place, step) in spec.transforms.enumerated() where step.lookback != nil {
      let path = "spec.transforms[\(place)].lookback"
      causes.append(Cause(path, .forbidden, "is not for views: each record is seen by itself"))
    }
    return causes
  }
}
