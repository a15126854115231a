import WeirBase

/// A topic seen through a chain.
package struct ViewSpec: FieldRecord {
  /// The topic that is looked at, by its name for Kafka clients.
  package var topic = ""
  package var transforms: [TransformStep] = []

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField("topic", \.topic, .text("Topic that is looked at.", .kafkaName), .required),
    RecordField(
      "transforms", \.transforms,
      TransformStep.list("Chain that each record passes when read; it may filter and change, not expand or sum up.")),
  ]
}

/// What a view is.
package struct ViewStatus: FieldRecord {
  package var observedGeneration: Int64 = 0
  package var conditions: [Condition] = []

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField(
      "observedGeneration", \.observedGeneration,
      .integer("Generation that the status tells of.", 0...Int64.max)),
    RecordField("conditions", \.conditions, Condition.list),
  ]
}

extension KindDefinition {
  static let view = KindDefinition(
    .view, plural: "views", shortNames: ["vw"],
    summary: "A topic seen through a chain of transforms, computed when read and stored nowhere.",
    spec: (ViewSpec.self, "What is looked at, and through what."), status: (ViewStatus.self, "How the view is."),
    columns: [
      .name,
      Column("Topic", "string", .spec(["topic"]), "Topic that is looked at."),
      .ready, .reason, .age,
    ])
}
