import WeirBase

/// A node that stores partitions and serves clients.
package struct SpuSpec: FieldRecord {
  package var id: Int32 = 0
  package var rack: String?
  /// HOST:PORT for Kafka clients.
  package var publicEndpoint = ""
  /// HOST:PORT of the admin listener.
  package var adminEndpoint = ""

  package init() {}

  private static let endpoint = TextRule(lengthMax: 320)

  package static let fields: [RecordField<Self>] = [
    RecordField(
      "id", \.id, .integer("Id of the node, also Kafka's node id.", 0...Int64(Int32.max)), .required,
      isImmutable: true),
    RecordField(
      "rack", \.rack, .text("Where the node stands; copies are spread over racks.", TextRule(lengthMax: 256))),
    RecordField(
      "publicEndpoint", \.publicEndpoint, .text("HOST:PORT that Kafka clients connect to.", endpoint), .required),
    RecordField("adminEndpoint", \.adminEndpoint, .text("HOST:PORT of the node's admin API.", endpoint)),
  ]
}

/// What a node says of itself.
package struct SpuStatus: FieldRecord {
  package enum State: String, CaseIterable, Sendable, FieldValue {
    case online
    case offline
  }

  package var conditions: [Condition] = []
  package var state = State.offline
  package var version = ""
  /// RFC 3339, or empty.
  package var startedAt: String?

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField("conditions", \.conditions, Condition.list),
    RecordField("state", \.state, .choice("Whether the node can be reached.", State.self)),
    RecordField("version", \.version, .text("Version of the node's program.", TextRule(lengthMax: 128))),
    RecordField("startedAt", \.startedAt, .text("When the node was started.", MetadataCodec.timeRule)),
  ]
}

extension KindDefinition {
  static let spu = KindDefinition(
    .spu, plural: "spus", shortNames: [], verbs: [.get, .list, .watch, .update, .patch],
    summary: "A node (stream processing unit) that stores partitions and serves clients. Nodes register themselves.",
    spec: (SpuSpec.self, "How the node is reached."), status: (SpuStatus.self, "How the node is."),
    columns: [
      .name,
      Column("Id", "integer", .spec(["id"]), "Id of the node."),
      Column("State", "string", .status(["state"]), "Whether it can be reached."),
      Column("Public", "string", .spec(["publicEndpoint"]), "Where Kafka clients connect."),
      Column("Admin", "string", .spec(["adminEndpoint"]), "Where its admin API is.", priority: 1),
      Column("Rack", "string", .spec(["rack"]), "Where it stands.", priority: 1),
      Column("Version", "string", .status(["version"]), "Version of its program."),
      .age,
    ])
}
