import WeirBase

/// WebAssembly that transforms records, named by its digest.
package struct SmartModuleSpec: FieldRecord {
  /// Largest module that may stand inline, in bytes.
  package static let inlineBytesMax = 1 << 20

  /// `sha256:` and 64 hexadecimal digits; nil where `wasm` stands inline.
  package var digest: String?
  /// The module in Base64.
  package var wasm: String?
  package var parameters: [SmartModuleParameter] = []
  package var limits: SmartModuleLimits?
  package var package: SmartModulePackage?

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField(
      "digest", \.digest, .text("Digest of the module's bytes: sha256: and 64 hexadecimal digits.", digestRule)),
    RecordField(
      "wasm", \.wasm,
      .text(
        "The module itself in Base64, up to 1 MiB; larger ones are uploaded by digest.",
        TextRule(lengthMax: (inlineBytesMax + 2) / 3 * 4, format: "byte"))),
    RecordField(
      "parameters", \.parameters,
      .list(
        "Parameters that the module takes.", of: SmartModuleParameter.schema("One parameter."), .map(keys: ["name"]),
        max: 100)),
    RecordField("limits", \.limits, SmartModuleLimits.schema("What one call of the module may use.")),
    RecordField("package", \.package, SmartModulePackage.schema("Where the module comes from.")),
  ]

  package static let rules = [
    SchemaRule("has(self.digest) || has(self.wasm)", "digest is required where wasm does not hold the module itself")
  ]

  private static let digestRule = TextRule(
    lengthMin: 71, lengthMax: 71, pattern: "^sha256:[0-9a-f]{64}$",
    fault: { text in
      let isHex = text.dropFirst(7).utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
      return text.hasPrefix("sha256:") && text.utf8.count == 71 && isHex
        ? nil : "must be \"sha256:\" and 64 hexadecimal digits in lower case"
    })
}

/// A parameter that a SmartModule takes.
package struct SmartModuleParameter: FieldRecord {
  package var name = ""
  package var description: String?
  package var optional = false

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField("name", \.name, .text("Name of the parameter.", TextRule(lengthMin: 1, lengthMax: 253)), .required),
    RecordField("description", \.description, .text("What it is for.", TextRule(lengthMax: 4096))),
    RecordField("optional", \.optional, .boolean("Whether it may be left out."), .defaulted),
  ]
}

/// What a SmartModule may use.
package struct SmartModuleLimits: FieldRecord {
  /// As in `50ms`; nil for the node's own limit.
  package var time: String?
  /// As in `32Mi`; nil for the node's own limit.
  package var memory: String?

  package init() {}

  package var timeMillis: Int64? { time.flatMap(TimeSpan.parseMillis) }
  package var memoryBytes: Int64? { memory.flatMap(ByteSize.parse) }

  package static let fields: [RecordField<Self>] = [
    RecordField("time", \.time, .text("Time for one batch of records, such as 50ms.", .timeSpan)),
    RecordField("memory", \.memory, .text("Memory of one instance, such as 32Mi.", .byteQuantity)),
  ]
}

/// Where a SmartModule comes from (Fluvio's package metadata).
package struct SmartModulePackage: FieldRecord {
  package var name = ""
  package var group: String?
  package var version = ""
  package var description: String?
  package var license: String?
  package var repository: String?

  package init() {}

  private static let word = TextRule(lengthMin: 1, lengthMax: 253)

  package static let fields: [RecordField<Self>] = [
    RecordField("name", \.name, .text("Name of the package.", word), .required),
    RecordField("group", \.group, .text("Who publishes it.", word)),
    RecordField("version", \.version, .text("Its version, such as 0.1.0.", word), .required),
    RecordField("description", \.description, .text("What it does.", TextRule(lengthMax: 4096))),
    RecordField("license", \.license, .text("Its licence.", TextRule(lengthMax: 253))),
    RecordField("repository", \.repository, .text("Where its source is.", TextRule(lengthMax: 2048))),
  ]
}

/// What a SmartModule is.
package struct SmartModuleStatus: FieldRecord {
  package var observedGeneration: Int64 = 0
  package var conditions: [Condition] = []
  /// Bytes of the module.
  package var size: Int64 = 0
  package var digest: String?

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField(
      "observedGeneration", \.observedGeneration,
      .integer("Generation that the status tells of.", 0...Int64.max)),
    RecordField("conditions", \.conditions, Condition.list),
    RecordField("size", \.size, .integer("Bytes of the module.", 0...Int64.max)),
    RecordField("digest", \.digest, .text("Digest of the module that is there.", TextRule(lengthMax: 128))),
  ]
}

extension KindDefinition {
  static let smartModule = KindDefinition(
    .smartModule, plural: "smartmodules", shortNames: ["sm"],
    summary: "A WebAssembly module that filters or changes records.",
    spec: (SmartModuleSpec.self, "What the module should be."),
    status: (SmartModuleStatus.self, "What the module is."),
    columns: [
      .name,
      Column("Version", "string", .spec(["package", "version"]), "Version of its package."),
      Column("Size", "integer", .status(["size"]), "Bytes of the module."),
      .ready, .reason,
      Column("Digest", "string", .spec(["digest"]), "Digest of its bytes.", priority: 1),
      .age,
    ])
}
