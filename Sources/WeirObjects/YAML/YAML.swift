import WeirBase

/// Reads YAML as Kubernetes' tools do: YAML 1.1 with its boolean words, into JSON's values. JSON is YAML as well.
/// https://github.com/kubernetes-sigs/yaml
package enum YAML {
  /// Every document that is not empty, in order.
  package static func documents(
    _ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()
  ) throws(YAMLFault) -> [YAMLDocument] {
    guard bytes.count <= limits.bytesMax else {
      throw YAMLFault("the text has \(bytes.count) bytes; \(limits.bytesMax) are allowed", line: 0, column: 0)
    }
    // libyaml takes no pointer to nothing.
    if bytes.isEmpty { return [] }
    if let value = json(bytes) { return [YAMLDocument(value: value, line: 1 + leadingLines(bytes))] }
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<[YAMLDocument], YAMLFault> in
      guard var composer = YAMLComposer(buffer, limits) else {
        return .failure(YAMLFault("the parser got no memory", line: 0, column: 0))
      }
      defer { composer.close() }
      do throws(YAMLFault) { return .success(try composer.documents()) } catch { return .failure(error) }
    }
    return try result.get()
  }

  package static func documents(_ text: String) throws(YAMLFault) -> [YAMLDocument] {
    try documents(Array(text.utf8))
  }

  /// The text as one JSON value, if it is one. What JSON alone can say (pairs of `\u` escapes) is read right so; what
  /// is wrong is left to the YAML reader, which knows lines.
  private static func json(_ bytes: [UInt8]) -> JSONValue? {
    let first = bytes.first { !isSpace($0) }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "["), String(validating: bytes, as: UTF8.self) != nil,
      let value = bytes.withUnsafeBytes({ try? JSONParser.parse($0) }), !hasTwins(value)
    else { return nil }
    return value
  }

  /// Whether an object somewhere has one name twice.
  private static func hasTwins(_ value: JSONValue) -> Bool {
    switch value {
    case .object(let members):
      Set(members.map(\.name)).count < members.count || members.contains { hasTwins($0.value) }
    case .array(let values): values.contains(where: hasTwins)
    default: false
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }

  private static func leadingLines(_ bytes: [UInt8]) -> Int { bytes.prefix(while: isSpace).count { $0 == 0x0a } }
}
