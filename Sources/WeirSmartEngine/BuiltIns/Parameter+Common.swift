import WeirBase

extension Parameter {
  /// What a filter does with a record whose field, key or value is not there.
  static func absent(_ what: String) -> Parameter {
    Parameter(
      "absent", .choice, "What to do with a record in which \(what) is missing.", default: .string("drop"),
      choices: ["drop", "keep", "fail"])
  }

  /// What a step does with a value that is no JSON.
  ///
  /// - Parameter mayKeep: whether the record may pass as it is. Not for steps that hide something: what they cannot
  ///   read they must not let through.
  static func onInvalid(mayKeep: Bool) -> Parameter {
    Parameter(
      "onInvalid", .choice,
      "What to do with a record whose value is no JSON: fail (the topic's onError decides)"
        + (mayKeep ? ", drop it, or keep it as it is." : " or drop it."),
      default: .string("fail"), choices: mayKeep ? ["fail", "drop", "keep"] : ["fail", "drop"])
  }

  static let ignoreCase = Parameter(
    "ignoreCase", .boolean, "Whether upper and lower case are the same.", default: .bool(false))

  static func paths(_ description: String) -> Parameter {
    Parameter("paths", .paths, description, isRequired: true)
  }
}
