import WeirBase

extension JSONPath {
  /// The document with a value at the path; objects on the way are made where they are missing.
  ///
  /// - Parameter onlyIfAbsent: what stands there already stays.
  /// - Returns: the document, or why there is no such place in it.
  func set(
    _ new: JSONValue, in document: JSONValue, onlyIfAbsent: Bool
  ) throws(Fault) -> JSONValue {
    try Self.set(new, in: document, segments[...], onlyIfAbsent)
  }

  private static func set(
    _ new: JSONValue, in value: JSONValue, _ rest: ArraySlice<Segment>, _ onlyIfAbsent: Bool
  ) throws(Fault) -> JSONValue {
    guard let segment = rest.first else { return onlyIfAbsent ? value : new }
    let after = rest.dropFirst()
    switch (segment, value) {
    case (.member(let name), .object(let members)):
      return .object(try setMember(name, new, in: members, after, onlyIfAbsent))
    case (.all, .object(let members)):
      var changed: [JSONValue.Member] = []
      for member in members {
        changed.append(JSONValue.Member(member.name, try set(new, in: member.value, after, onlyIfAbsent)))
      }
      return .object(changed)
    case (.index, .array(let values)), (.all, .array(let values)):
      var changed = values
      for index in values.indices where segment.matches(index: index) {
        changed[index] = try set(new, in: values[index], after, onlyIfAbsent)
      }
      return .array(changed)
    case (.member(let name), _):
      throw Fault(message: "\"\(name)\" has no place: \(value.typeName) stands where an object is needed")
    case (.index, _), (.all, _):
      throw Fault(message: "\(value.typeName) stands where an array is needed")
    }
  }

  private static func setMember(
    _ name: String, _ new: JSONValue, in members: [JSONValue.Member], _ after: ArraySlice<Segment>,
    _ onlyIfAbsent: Bool
  ) throws(Fault) -> [JSONValue.Member] {
    var changed = members
    var isThere = false
    for (place, member) in members.enumerated() where member.name == name {
      changed[place] = JSONValue.Member(name, try set(new, in: member.value, after, onlyIfAbsent))
      isThere = true
    }
    if isThere { return changed }
    let made = after.isEmpty ? new : try set(new, in: .object([]), after, onlyIfAbsent)
    changed.append(JSONValue.Member(name, made))
    return changed
  }
}
