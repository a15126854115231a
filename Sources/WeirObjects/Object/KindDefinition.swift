/// All that is known of a kind. Discovery, the check, the tables, OpenAPI, `explain` and the CRD come from it.
package struct KindDefinition: Sendable {
  package let kind: Kind
  /// In lower case, as in URLs.
  package let plural: String
  package let singular: String
  package let shortNames: [String]
  package let categories: [String]
  package let verbs: [Verb]
  /// For people: what it is for.
  package let summary: String
  package let spec: Schema
  package let status: Schema
  package let columns: [Column]

  init<Spec: FieldRecord, Status: FieldRecord>(
    _ kind: Kind, plural: String, shortNames: [String], verbs: [Verb] = Verb.allCases, summary: String,
    spec: (Spec.Type, String), status: (Status.Type, String), columns: [Column]
  ) {
    self.kind = kind
    self.plural = plural
    singular = kind.rawValue.lowercased()
    self.shortNames = shortNames
    categories = ["weir"]
    self.verbs = verbs
    self.summary = summary
    self.spec = spec.0.schema(spec.1)
    self.status = status.0.schema(status.1)
    self.columns = columns
  }
}

extension Kind {
  package var definition: KindDefinition {
    switch self {
    case .topic: .topic
    case .partition: .partition
    case .spu: .spu
    case .smartModule: .smartModule
    case .view: .view
    case .tableFormat: .tableFormat
    }
  }

  private static let byWord: [String: Kind] = {
    var words: [String: Kind] = [:]
    for definition in allCases.map(\.definition) {
      for word in [definition.plural, definition.singular] + definition.shortNames { words[word] = definition.kind }
    }
    return words
  }()

  /// The kind of a URL's plural.
  package init?(plural: String) {
    guard let kind = Self.byWord[plural], kind.definition.plural == plural else { return nil }
    self = kind
  }

  /// The kind that a person's word means: the kind, its plural, its singular or a short name, in any case, with or
  /// without the group (`topics.weir.streaming`).
  package init?(word: String) {
    var word = word.lowercased()
    for ending in [".\(Kind.version).\(Kind.group)", ".\(Kind.group)"] where word.hasSuffix(ending) {
      word.removeLast(ending.count)
    }
    guard let kind = Self.byWord[word] else { return nil }
    self = kind
  }

  /// Every word that names a kind, sorted.
  package static var words: [String] { byWord.keys.sorted() }
}
