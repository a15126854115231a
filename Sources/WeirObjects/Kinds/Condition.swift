import WeirBase

/// One thing that is so, is not so, or is not known of an object (metav1.Condition).
package struct Condition: FieldRecord {
  package enum Status: String, CaseIterable, Sendable, FieldValue {
    case yes = "True"
    case no = "False"
    case unknown = "Unknown"
  }

  /// Such as `Ready`.
  package var type = ""
  package var status = Status.unknown
  /// One word in CamelCase: why.
  package var reason = ""
  /// For people.
  package var message = ""
  /// When `status` last changed, RFC 3339.
  package var lastTransitionTime = ""
  /// The generation of the spec that this was found for.
  package var observedGeneration: Int64 = 0

  package init() {}

  package init(
    _ type: String, _ status: Status, reason: String, message: String = "", at millis: Int64,
    observedGeneration: Int64 = 0
  ) {
    self.type = type
    self.status = status
    self.reason = reason
    self.message = message
    lastTransitionTime = Timestamp.format(millis: millis)
    self.observedGeneration = observedGeneration
  }

  private static let word = TextRule(lengthMin: 1, lengthMax: 316)
  private static let sentence = TextRule(lengthMax: 32_768)

  package static let fields: [RecordField<Self>] = [
    RecordField("type", \.type, .text("What is told of, such as Ready.", word), .required),
    RecordField("status", \.status, .choice("Whether it is so.", Status.self), .required),
    RecordField("observedGeneration", \.observedGeneration, .integer("Generation this holds for.", 0...Int64.max)),
    RecordField(
      "lastTransitionTime", \.lastTransitionTime, .text("When the status last changed.", MetadataCodec.timeRule),
      .required),
    RecordField("reason", \.reason, .text("Why, in one word.", TextRule(lengthMax: 1024)), .required),
    RecordField("message", \.message, .text("Why, for people.", sentence)),
  ]

  /// The field that every status has.
  static let list = Schema.list(
    "What holds of the object now.", of: schema("One condition."), .map(keys: ["type"]), max: 50)
}

extension [Condition] {
  package subscript(type: String) -> Condition? { first { $0.type == type } }

  /// Puts a condition in the place of the one of its type; the time of the last transition stays where the status does.
  package mutating func set(_ condition: Condition) {
    guard let place = firstIndex(where: { $0.type == condition.type }) else { return append(condition) }
    var new = condition
    if self[place].status == new.status { new.lastTransitionTime = self[place].lastTransitionTime }
    self[place] = new
  }
}

extension WeirObject {
  /// What the status tells, passing over what is no condition.
  package var conditions: [Condition] {
    status?["conditions"]?.elements?.compactMap { try? Condition($0) } ?? []
  }
}
