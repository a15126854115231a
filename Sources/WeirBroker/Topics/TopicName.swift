/// Kafka's rules for topic names.
package enum TopicName {
  package static let lengthMax = 249
  /// Where committed offsets are kept; made by the node, never by clients.
  package static let consumerOffsets = "__consumer_offsets"

  package static func isInternal(_ name: String) -> Bool { name == consumerOffsets }

  /// What is wrong with a name, or nil.
  package static func fault(_ name: String) -> String? {
    if name.isEmpty { return "a topic name cannot be empty" }
    if name == "." || name == ".." { return "a topic name cannot be \"\(name)\"" }
    if name.utf8.count > lengthMax { return "a topic name has at most \(lengthMax) characters" }
    let isLegal = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    return isLegal ? nil : "topic name \"\(name)\" may hold only letters, digits, '.', '_' and '-'"
  }
}
