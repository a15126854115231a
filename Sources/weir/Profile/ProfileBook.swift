import WeirBase
import WeirObjects

/// All profiles, as the file holds them:
///
///     current: local
///     profiles:
///       - name: local
///         cluster: "127.0.0.1:9092"
///         admin: "127.0.0.1:9080"
struct ProfileBook: Hashable {
  /// The name of the profile that commands take; nil where none was chosen.
  var current: String?
  /// In the order in which they were added; no name twice.
  var profiles: [Profile] = []

  /// Far above what people write by hand.
  static let profilesMax = 10_000

  subscript(name: String) -> Profile? { profiles.first { $0.name == name } }

  /// Adds a profile, or changes the one of this name.
  mutating func put(_ profile: Profile) {
    if let place = profiles.firstIndex(where: { $0.name == profile.name }) {
      profiles[place] = profile
    } else {
      profiles.append(profile)
    }
  }
}

// MARK: Reading and writing

extension ProfileBook {
  /// What is wrong with a file, and where in it.
  struct Fault: Error { let message: String }

  init(_ bytes: [UInt8]) throws(Fault) {
    let documents: [YAMLDocument]
    do throws(YAMLFault) { documents = try YAML.documents(bytes) } catch { throw Fault(message: error.description) }
    guard documents.count <= 1 else { throw Fault(message: "line \(documents[1].line): a second document") }
    guard let value = documents.first?.value else { return }
    let line = documents.first?.line ?? 1
    guard let members = value.members else {
      throw Fault(message: "line \(line): a list of names and values expected, not \(value.typeName)")
    }
    for member in members {
      switch member.name {
      case "current": current = try Self.text(member.value, "current", isOptional: true)
      case "profiles": profiles = try Self.profiles(member.value)
      default: throw Fault(message: "an unknown entry '\(member.name)'; known are 'current' and 'profiles'")
      }
    }
    if let current, self[current] == nil { throw Fault(message: "current: there is no profile '\(current)'") }
  }

  private static func profiles(_ value: JSONValue) throws(Fault) -> [Profile] {
    if value.isNull { return [] }
    guard let elements = value.elements else {
      throw Fault(message: "profiles: a list expected, not \(value.typeName)")
    }
    guard elements.count <= profilesMax else { throw Fault(message: "profiles: more than \(profilesMax)") }
    var book = ProfileBook()
    var names: Set<String> = []
    for (place, element) in elements.enumerated() {
      let profile = try profile(element, "profiles[\(place)]")
      guard names.insert(profile.name).inserted else {
        throw Fault(message: "profiles[\(place)].name: '\(profile.name)' stands there twice")
      }
      book.profiles.append(profile)
    }
    return book.profiles
  }

  private static func profile(_ value: JSONValue, _ path: String) throws(Fault) -> Profile {
    guard let members = value.members else { throw Fault(message: "\(path): name, cluster and admin expected") }
    var profile = Profile(name: "", cluster: "", admin: "")
    for member in members {
      switch member.name {
      case "name": profile.name = try text(member.value, "\(path).name") ?? ""
      case "cluster": profile.cluster = try text(member.value, "\(path).cluster") ?? ""
      case "admin": profile.admin = try text(member.value, "\(path).admin") ?? ""
      default: throw Fault(message: "\(path): an unknown entry '\(member.name)'; known are name, cluster and admin")
      }
    }
    if let fault = Profile.fault(inName: profile.name) { throw Fault(message: "\(path).name: \(fault)") }
    if let fault = Profile.fault(inAddresses: profile.cluster) { throw Fault(message: "\(path).cluster: \(fault)") }
    if let fault = Profile.fault(inAddresses: profile.admin) { throw Fault(message: "\(path).admin: \(fault)") }
    return profile
  }

  private static func text(_ value: JSONValue, _ path: String, isOptional: Bool = false) throws(Fault) -> String? {
    if isOptional, value.isNull { return nil }
    guard let text = value.text else { throw Fault(message: "\(path): a text expected, not \(value.typeName)") }
    return text
  }

  var json: JSONValue {
    .members(("current", .optional(current)), ("profiles", .array(profiles.map(\.json))))
  }

  /// As the file holds it, with a word for who opens it.
  var fileText: String {
    "# The clusters that weir's commands know; `weir profile` changes this file.\n" + json.yaml
  }
}

extension Profile {
  var json: JSONValue {
    .members(("name", .string(name)), ("cluster", .string(cluster)), ("admin", .string(admin)))
  }
}
