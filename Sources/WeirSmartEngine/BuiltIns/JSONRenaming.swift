import WeirBase

/// Gives fields other names.
struct JSONRenaming: JSONChange {
  static let builtIn = BuiltIn(
    "json-rename", "Gives fields of a JSON value other names; they keep their places and values.",
    [
      Parameter(
        "fields", .names,
        "The path of each field, and its new name within the same object. A field that has that name already gives"
          + " way. Fields that are not there are no error.",
        isRequired: true),
      .onInvalid(mayKeep: true),
    ]
  ) { arguments throws(ParameterFaults) in try JSONRenaming(arguments) }

  private struct Rename {
    var parent: ArraySlice<JSONPath.Segment>
    var old: String
    var new: String
  }

  private let renames: [Rename]
  let onInvalid: InvalidValue

  private init(_ arguments: Arguments) throws(ParameterFaults) {
    var renames: [Rename] = []
    for (path, value) in try arguments.pathMembers("fields") {
      guard case .member(let old)? = path.segments.last else {
        throw ParameterFaults("with.fields", "each path must end in the name of a field")
      }
      renames.append(Rename(parent: path.segments.dropLast(), old: old, new: value.text ?? ""))
    }
    self.renames = renames
    onInvalid = arguments.choice("onInvalid", .fail)
  }

  func change(_ document: JSONValue) -> JSONValue {
    renames.reduce(document) { document, rename in
      JSONPath.update(document, rename.parent) { Self.apply(rename, to: $0) } ?? document
    }
  }

  private static func apply(_ rename: Rename, to value: JSONValue) -> JSONValue {
    guard let members = value.members, rename.old != rename.new, members.contains(where: { $0.name == rename.old })
    else { return value }
    return .object(
      members.compactMap { member in
        if member.name == rename.new { return nil }
        return member.name == rename.old ? JSONValue.Member(rename.new, member.value) : member
      })
  }
}
