import WeirBase

/// JSON merge patch (RFC 7396): members of the patch replace those of the document, null removes, anything but an
/// object replaces the whole.
package enum MergePatch {
  /// - Returns: the patched document; never deeper or larger than both inputs together.
  package static func apply(_ patch: JSONValue, to document: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var members = document.members ?? []
    var places = Dictionary(members.indices.map { (members[$0].name, $0) }) { first, _ in first }
    var removed: Set<Int> = []
    for change in changes {
      let place = places[change.name]
      switch (place, change.value) {
      case (let place?, .null):
        removed.insert(place)
        places[change.name] = nil
      case (nil, .null): break
      case (let place?, let value):
        members[place] = JSONValue.Member(change.name, apply(value, to: members[place].value))
      case (nil, let value):
        places[change.name] = members.count
        members.append(JSONValue.Member(change.name, apply(value, to: .null)))
      }
    }
    guard !removed.isEmpty else { return .object(members) }
    return .object(members.indices.filter { !removed.contains($0) }.map { members[$0] })
  }
}
