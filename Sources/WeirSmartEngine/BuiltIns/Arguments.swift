import WeirBase

/// The parameters of a step, checked against their definitions, with the defaults filled in.
struct Arguments {
  static let listMax = 64
  static let textBytesMax = 4_096

  private var values: [String: JSONValue] = [:]

  /// - Throws: everything that is unknown, missing or of the wrong form.
  init(_ with: JSONValue, _ parameters: [Parameter]) throws(ParameterFaults) {
    guard with.isNull || with.members != nil else {
      throw ParameterFaults("with", "must be an object of parameters, not \(with.typeName)")
    }
    var faults: [ParameterFault] = []
    for member in with.members ?? [] {
      let path = "with.\(member.name)"
      guard let parameter = parameters.first(where: { $0.name == member.name }) else {
        let nearest = Spelling.nearest(to: member.name, among: parameters.map(\.name))
        let known = parameters.map(\.name).joined(separator: ", ")
        faults.append(ParameterFault(path: path, message: "is no parameter of this step (\(known))", nearest: nearest))
        continue
      }
      faults += ParameterCheck.faults(of: member.value, parameter, at: path)
      values[member.name] = member.value
    }
    for parameter in parameters where values[parameter.name] == nil {
      if parameter.isRequired {
        faults.append(ParameterFault(path: "with.\(parameter.name)", message: "is required"))
      }
      values[parameter.name] = parameter.defaultValue
    }
    guard faults.isEmpty else { throw ParameterFaults(faults) }
  }

  /// The value as given or by default.
  subscript(_ name: String) -> JSONValue? { values[name] }

  func text(_ name: String) -> String { values[name]?.text ?? "" }

  func flag(_ name: String) -> Bool { values[name]?.boolean ?? false }

  func integer(_ name: String) -> Int { values[name]?.integer.flatMap(Int.init(exactly:)) ?? 0 }

  func choice<C: RawRepresentable>(_ name: String, _ fallback: C) -> C where C.RawValue == String {
    C(rawValue: text(name)) ?? fallback
  }

  func path(_ name: String) throws(ParameterFaults) -> JSONPath { try Self.path(text(name), at: "with.\(name)") }

  func paths(_ name: String) throws(ParameterFaults) -> [JSONPath] {
    var paths: [JSONPath] = []
    for (place, value) in (values[name]?.elements ?? []).enumerated() {
      paths.append(try Self.path(value.text ?? "", at: "with.\(name)[\(place)]"))
    }
    return paths
  }

  /// The members of an object whose names are paths.
  func pathMembers(_ name: String) throws(ParameterFaults) -> [(path: JSONPath, value: JSONValue)] {
    var members: [(JSONPath, JSONValue)] = []
    for member in values[name]?.members ?? [] {
      members.append((try Self.path(member.name, at: "with.\(name)"), member.value))
    }
    return members
  }

  private static func path(_ text: String, at place: String) throws(ParameterFaults) -> JSONPath {
    do throws(JSONPath.Fault) {
      return try JSONPath(text)
    } catch {
      throw ParameterFaults(place, "\"\(text)\" \(error.message)")
    }
  }
}
