import WeirBase

/// Where a partition lives. Partitions follow from topics; nobody declares them.
package struct PartitionSpec: FieldRecord {
  /// The topic's name for Kafka clients.
  package var topic = ""
  /// From 0.
  package var partition: Int32 = 0
  /// The SPU that takes writes, or -1 for none.
  package var leader: Int32 = -1
  package var replicas: [Int32] = []

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField("topic", \.topic, .text("Topic that it is a part of.", .kafkaName), .required),
    RecordField("partition", \.partition, .integer("Number of the partition, from 0.", 0...99_999), .required),
    RecordField("leader", \.leader, .integer("SPU that takes writes; -1 for none.", -1...Int64(Int32.max)), .defaulted),
    RecordField(
      "replicas", \.replicas,
      .list("SPUs that hold a copy.", of: .integer("Id of an SPU.", 0...Int64(Int32.max)), max: 32_767)),
  ]
}

/// What a partition holds.
package struct PartitionStatus: FieldRecord {
  package var conditions: [Condition] = []
  package var leaderEpoch: Int32 = 0
  package var logStartOffset: Int64 = 0
  package var highWatermark: Int64 = 0
  package var logEndOffset: Int64 = 0
  package var sizeBytes: Int64 = 0

  package init() {}

  private static func offset(_ description: String) -> Schema { .integer(description, 0...Int64.max) }

  package static let fields: [RecordField<Self>] = [
    RecordField("conditions", \.conditions, Condition.list),
    RecordField(
      "leaderEpoch", \.leaderEpoch, .integer("How often the leader changed.", 0...Int64(Int32.max))),
    RecordField("logStartOffset", \.logStartOffset, offset("Offset of the first record that is kept.")),
    RecordField("highWatermark", \.highWatermark, offset("Offset after the last record that consumers see.")),
    RecordField("logEndOffset", \.logEndOffset, offset("Offset that the next record gets.")),
    RecordField("sizeBytes", \.sizeBytes, offset("Bytes on disk.")),
  ]
}

extension KindDefinition {
  static let partition = KindDefinition(
    .partition, plural: "partitions", shortNames: ["part"], verbs: [.get, .list, .watch],
    summary: "One ordered log of a topic, as it is; read-only.",
    spec: (PartitionSpec.self, "Where the partition lives."),
    status: (PartitionStatus.self, "What the partition holds."),
    columns: [
      .name,
      Column("Topic", "string", .spec(["topic"]), "Topic that it is a part of."),
      Column("Partition", "integer", .spec(["partition"]), "Number of the partition."),
      Column("Leader", "integer", .spec(["leader"]), "SPU that takes writes."),
      Column("Replicas", "string", .spec(["replicas"]), "SPUs that hold a copy.", priority: 1),
      Column("Start", "integer", .status(["logStartOffset"]), "Offset of the first record.", priority: 1),
      Column("High Watermark", "integer", .status(["highWatermark"]), "Offset after the last visible record."),
      Column("Log End", "integer", .status(["logEndOffset"]), "Offset that the next record gets."),
      Column("Size", "integer", .status(["sizeBytes"]), "Bytes on disk."),
      .ready, .age,
    ])
}
