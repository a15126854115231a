import WeirBase
import WeirObjects

/// Makes values that a schema admits.
struct SampleValues {
  var random: SeededRandom
  /// How often an optional field is there.
  var presence = 60

  /// Texts for every rule there is; a rule picks what it takes.
  private static let texts = [
    "orders", "a", "Orders_2.v1", "builtin/grep", "keep-region", "5s", "1h30m", "7d", "32Mi", "65536", "1G", "red",
    "#00ff7F", "20", "15%", "sha256:" + String(repeating: "0f", count: 32), "AGFzbQEAAAA=", "2026-02-28T23:59:59Z",
    "2026-02-28T23:59:59.5+02:00", "00112233-4455-6677-8899-aabbccddeeff", "12", "default", "user.name", "ü€😀",
    "127.0.0.1:9092", "with space", "\"quoted\"\n\t", "",
  ]

  mutating func value(_ schema: Schema) -> JSONValue {
    switch schema.form {
    case .object(let fields):
      return .object(
        fields.compactMap { field in
          let isThere = field.isRequired || field.defaultValue != nil || random.chance(presence)
          return isThere ? JSONValue.Member(field.name, value(field.schema)) : nil
        })
    case .map(let inner):
      let count = min(schema.itemsMax, Int.random(in: 1...3, using: &random))
      return .object((0..<count).map { JSONValue.Member("key\($0)", value(inner)) })
    case .array(let item, let type): return array(item, type, max: schema.itemsMax)
    case .text(let rule): return .string(text(rule))
    case .integer(let range):
      let bounds = [range.lowerBound, range.upperBound, Int64.random(in: range, using: &random)]
      return .int(bounds.randomElement(using: &random) ?? range.lowerBound)
    case .boolean: return .bool(random.chance(50))
    case .any: return any(depth: 0)
    }
  }

  private mutating func array(_ item: Schema, _ type: Schema.ListType, max: Int) -> JSONValue {
    let count = Int.random(in: 1...3, using: &random)
    var values: [JSONValue] = []
    for _ in 0..<min(count, max) {
      let value = value(item)
      var isNew = true
      if case .map(let keys) = type { isNew = !values.contains { other in keys.allSatisfy { other[$0] == value[$0] } } }
      if type == .set { isNew = !values.contains(value) }
      if isNew { values.append(value) }
    }
    return .array(values)
  }

  private mutating func text(_ rule: TextRule) -> String {
    if !rule.choices.isEmpty { return rule.choices.randomElement(using: &random) ?? "" }
    let fitting = Self.texts.filter { text in
      let count = text.unicodeScalars.count
      return count >= rule.lengthMin && count <= rule.lengthMax && rule.fault?(text) == nil
    }
    return fitting.randomElement(using: &random) ?? ""
  }

  private mutating func any(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth < 3 ? 7 : 5), using: &random) {
    case 0: .null
    case 1: .bool(true)
    case 2: .number("1.50")
    case 3: .int(Int64.random(in: .min ... .max, using: &random))
    case 4: .string(Self.texts.randomElement(using: &random) ?? "")
    case 5: .array([any(depth: depth + 1)])
    default: .members(("b", any(depth: depth + 1)), ("a", any(depth: depth + 1)))
    }
  }

  /// A whole document of a kind.
  mutating func document(_ kind: Kind) -> JSONValue {
    var metadata = JSONValue.members(("name", .string("orders")))
    if random.chance(presence) { metadata["namespace"] = .string("team-a") }
    if random.chance(presence) { metadata["uid"] = .string("00112233-4455-6677-8899-aabbccddeeff") }
    if random.chance(presence) { metadata["resourceVersion"] = .string("42") }
    if random.chance(presence) { metadata["generation"] = .int(3) }
    if random.chance(presence) { metadata["creationTimestamp"] = .string("2026-02-28T23:59:59Z") }
    if random.chance(presence) { metadata["labels"] = .texts(["team": "shop", "weir.streaming/tier": ""]) }
    if random.chance(presence) { metadata["annotations"] = .texts(["note": "any text: \n ü"]) }
    if random.chance(presence) { metadata["managedFields"] = .array([.members(("manager", .string("kubectl")))]) }
    var json = JSONValue.members(
      ("apiVersion", .string(Kind.apiVersion)), ("kind", .string(kind.rawValue)), ("metadata", metadata),
      ("spec", value(kind.definition.spec)))
    if random.chance(presence) { json["status"] = value(kind.definition.status) }
    return json
  }
}
