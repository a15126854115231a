import WeirBase
import WeirObjects

/// All about one object, for people to read.
struct ObjectDescription {
  let object: JSONValue
  /// Milliseconds since 1970.
  let now: Int64

  var text: String {
    let parts = [facts, section("Spec:", object["spec"]), section("Status:", status), conditions]
    return parts.compactMap(\.self).joined(separator: "\n")
  }

  private var facts: String {
    let metadata = object["metadata"]
    var rows = [["Kind:", object["kind"]?.text ?? ""], ["Namespace:", metadata?["namespace"]?.text ?? ""]]
    rows += Self.rows("Labels:", metadata?["labels"]) + Self.rows("Annotations:", metadata?["annotations"])
    if let created = metadata?["creationTimestamp"]?.text {
      rows.append(["Created:", "\(created) (\(age(created)) ago)"])
    }
    if let generation = metadata?["generation"]?.integer { rows.append(["Generation:", "\(generation)"]) }
    return TextTable(["Name:", metadata?["name"]?.text ?? ""], rows: rows).text
  }

  private static func rows(_ head: String, _ texts: JSONValue?) -> [[String]] {
    let texts = (texts?.texts ?? [:]).sorted { $0.key < $1.key }
    if texts.isEmpty { return [[head, "none"]] }
    return texts.enumerated().map { place, text in [place == 0 ? head : "", "\(text.key)=\(text.value)"] }
  }

  private func age(_ timestamp: String?) -> String {
    ColumnValue.age(millis: timestamp.flatMap(Timestamp.parseMillis)).text(now: now)
  }

  private func section(_ head: String, _ value: JSONValue?) -> String? {
    guard let value, value.members?.isEmpty == false else { return nil }
    let lines = ObjectText.shortened(value).yaml.split(separator: "\n", omittingEmptySubsequences: false)
    return ([head] + lines.filter { !$0.isEmpty }.map { "  " + $0 }).joined(separator: "\n")
  }

  /// Without the conditions, which have a table of their own.
  private var status: JSONValue? {
    var status = object["status"]
    status?["conditions"] = nil
    return status
  }

  private var conditions: String? {
    guard let conditions = object.at("status", "conditions")?.elements, !conditions.isEmpty else { return nil }
    let rows = conditions.map { condition in
      ["type", "status", "reason"].map { condition[$0]?.text ?? "" }
        + [age(condition["lastTransitionTime"]?.text), condition["message"]?.text ?? ""]
    }
    let table = TextTable(["TYPE", "STATUS", "REASON", "SINCE", "MESSAGE"], rows: rows)
    return "Conditions:\n" + table.text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  }
}
