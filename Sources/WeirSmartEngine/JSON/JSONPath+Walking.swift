import WeirBase

extension JSONPath {
  /// What the path leads to. Of members that share a name the last counts, as it does to most readers of JSON.
  func values(in document: JSONValue) -> [JSONValue] {
    var found = [document]
    for segment in segments {
      found = found.flatMap { Self.children(of: $0, at: segment) }
      if found.isEmpty { return [] }
    }
    return found
  }

  private static func children(of value: JSONValue, at segment: Segment) -> [JSONValue] {
    switch (segment, value) {
    case (.member(let name), .object(let members)):
      members.last { $0.name == name }.map { [$0.value] } ?? []
    case (.index(let index), .array(let values)): values.indices.contains(index) ? [values[index]] : []
    case (.all, .array(let values)): values
    case (.all, .object(let members)): members.map(\.value)
    default: []
    }
  }

  /// The document with everything that the path leads to changed, or taken out where `change` gives nil. Members that
  /// share a name are all changed, so that nothing stays hidden behind another.
  func update(_ document: JSONValue, _ change: (JSONValue) -> JSONValue?) -> JSONValue {
    Self.update(document, segments[...], change) ?? .null
  }

  static func update(
    _ value: JSONValue, _ rest: ArraySlice<Segment>, _ change: (JSONValue) -> JSONValue?
  ) -> JSONValue? {
    guard let segment = rest.first else { return change(value) }
    let after = rest.dropFirst()
    switch value {
    case .object(let members):
      return .object(
        members.compactMap { member in
          guard segment.matches(name: member.name) else { return member }
          return update(member.value, after, change).map { JSONValue.Member(member.name, $0) }
        })
    case .array(let values):
      return .array(
        values.enumerated().compactMap { index, element in
          segment.matches(index: index) ? update(element, after, change) : element
        })
    default: return value
    }
  }

  /// Only what one of the paths leads to, in the order of the document; nil where they lead to nothing.
  static func project(_ value: JSONValue, _ paths: [ArraySlice<Segment>]) -> JSONValue? {
    if paths.contains(where: \.isEmpty) { return value }
    switch value {
    case .object(let members):
      let kept = members.compactMap { member -> JSONValue.Member? in
        let inner = rests(of: paths) { $0.matches(name: member.name) }
        if inner.isEmpty { return nil }
        return project(member.value, inner).map { JSONValue.Member(member.name, $0) }
      }
      return kept.isEmpty ? nil : .object(kept)
    case .array(let values):
      let kept = values.enumerated().compactMap { index, element -> JSONValue? in
        let inner = rests(of: paths) { $0.matches(index: index) }
        return inner.isEmpty ? nil : project(element, inner)
      }
      return kept.isEmpty ? nil : .array(kept)
    default: return nil
    }
  }

  private static func rests(
    of paths: [ArraySlice<Segment>], where isMatch: (Segment) -> Bool
  ) -> [ArraySlice<Segment>] {
    paths.compactMap { path in path.first.map(isMatch) == true ? path.dropFirst() : nil }
  }
}

extension JSONPath.Segment {
  func matches(name: String) -> Bool {
    switch self {
    case .member(let own): own == name
    case .all: true
    case .index: false
    }
  }

  func matches(index: Int) -> Bool {
    switch self {
    case .index(let own): own == index
    case .all: true
    case .member: false
    }
  }
}
