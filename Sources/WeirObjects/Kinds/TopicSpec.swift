import WeirBase

/// What a topic should be.
package struct TopicSpec: FieldRecord {
  /// When a record counts as kept.
  package enum Durability: String, CaseIterable, Sendable, FieldValue {
    case disk
    case memory
  }

  /// What becomes of a record that the transforms fail on.
  package enum OnError: String, CaseIterable, Sendable, FieldValue {
    case reject
    case drop
    case deadLetter
  }

  /// The name that Kafka clients use; nil for the object's own.
  package var topicName: String?
  package var partitions: Int32 = 1
  package var replication: Int16 = 1
  /// Kafka's topic configs by their names.
  package var config: [String: String] = [:]
  package var durability = Durability.disk
  package var transforms: [TransformStep] = []
  package var onError = OnError.reject
  package var deadLetterTopic: String?
  package var deduplication: Deduplication?

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField(
      "topicName", \.topicName,
      .text("Name that Kafka clients use; the object's own where none is given.", .kafkaName), isImmutable: true),
    RecordField(
      "partitions", \.partitions,
      .integer("Number of partitions; it may grow, never shrink.", 1...100_000)
        .with(SchemaRule("self >= oldSelf", "partitions are never taken away")), .defaulted),
    RecordField("replication", \.replication, .integer("Copies of each partition.", 1...32_767), .defaulted),
    RecordField(
      "config", \.config,
      .map(
        "Kafka's topic configs by their names, such as retention.ms.",
        of: .text("Value of the config.", TextRule(lengthMax: 8192)), max: 200)),
    RecordField(
      "durability", \.durability,
      .choice("Whether an acknowledged record is on disk, or in memory alone.", Durability.self), .defaulted),
    RecordField("transforms", \.transforms, TransformStep.list("Chain that each record passes before it is written.")),
    RecordField(
      "onError", \.onError,
      .choice("What becomes of a record that the transforms fail on.", OnError.self), .defaulted),
    RecordField(
      "deadLetterTopic", \.deadLetterTopic,
      .text("Topic that takes failed records where onError is deadLetter.", .kafkaName)),
    RecordField("deduplication", \.deduplication, Deduplication.schema("Drops records that were just seen.")),
  ]

  package static let rules = [
    SchemaRule(
      "(self.onError == 'deadLetter') == has(self.deadLetterTopic)",
      "deadLetterTopic is required where onError is deadLetter, and has a meaning only there")
  ]
}

/// How far back a duplicate of a record is recognised.
package struct Deduplication: FieldRecord {
  /// Among how many last records.
  package var count: Int64 = 0
  /// Within which time, or nil for any.
  package var age: String?

  package init() {}

  package init(count: Int64, age: String? = nil) {
    self.count = count
    self.age = age
  }

  /// Milliseconds, or nil for any age.
  package var ageMillis: Int64? { age.flatMap(TimeSpan.parseMillis) }

  package static let fields: [RecordField<Self>] = [
    RecordField("count", \.count, .integer("Records to remember.", 1...10_000_000), .required),
    RecordField("age", \.age, .text("How long to remember one, such as 5s.", .timeSpan)),
  ]
}

/// What a topic is.
package struct TopicStatus: FieldRecord {
  package var observedGeneration: Int64 = 0
  package var conditions: [Condition] = []
  package var topicName = ""
  /// As Kafka writes it.
  package var topicID = ""
  /// Partitions that exist.
  package var partitions: Int32 = 0

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField(
      "observedGeneration", \.observedGeneration,
      .integer("Generation that the status tells of.", 0...Int64.max)),
    RecordField("conditions", \.conditions, Condition.list),
    RecordField("topicName", \.topicName, .text("Name that Kafka clients use.", TextRule(lengthMax: 249))),
    RecordField("topicID", \.topicID, .text("Kafka's id of the topic.", TextRule(lengthMax: 64))),
    RecordField("partitions", \.partitions, .integer("Partitions that exist.", 0...100_000)),
  ]
}

extension KindDefinition {
  static let topic = KindDefinition(
    .topic, plural: "topics", shortNames: ["tp"],
    summary: "A named stream of records, kept in partitions.",
    spec: (TopicSpec.self, "What the topic should be."), status: (TopicStatus.self, "What the topic is."),
    columns: [
      .name,
      Column("Partitions", "integer", .spec(["partitions"]), "Number of partitions."),
      Column("Replication", "integer", .spec(["replication"]), "Copies of each partition."),
      .ready, .reason,
      Column("Topic", "string", .status(["topicName"]), "Name that Kafka clients use.", priority: 1),
      .age,
    ])
}

extension Column {
  static let name = Column("Name", "string", .name, "Name of the object.", format: "name")
  static let ready = Column("Ready", "string", .condition("Ready", "status"), "Whether it is as declared.")
  static let reason = Column("Reason", "string", .condition("Ready", "reason"), "Why it is or is not.", priority: 1)
  static let age = Column("Age", "date", .creationTimestamp, "Time since it was made.")
}
