import ArgumentParser
import WeirClient
import WeirObjects

/// Which objects the arguments of a command mean: `KIND`, `KIND NAME...`, `KIND/NAME...`, and where a command allows
/// it `KIND,KIND` or `all`.
struct ObjectSelection {
  /// In the order given. No names: all objects of the kind.
  let parts: [(kind: Kind, names: [String])]

  init(_ words: [String]) throws {
    guard let first = words.first else { throw CommandFailure.misused("which kind? It is one of \(Self.kinds)") }
    if first.contains("/") {
      parts = try Self.pairs(words)
    } else {
      let kinds = try Self.kinds(first)
      let names = Array(words.dropFirst())
      guard names.isEmpty || kinds.count == 1 else {
        throw CommandFailure.misused("names can be given for one kind only; write KIND/NAME for each")
      }
      if let strange = names.first(where: { $0.contains("/") }) {
        throw CommandFailure.misused("'\(strange)' names a kind, and so does '\(first)'; write KIND/NAME for each")
      }
      parts = kinds.map { ($0, names) }
    }
  }

  /// Every kind's plural.
  static var kinds: String { Kind.allCases.map(\.definition.plural).joined(separator: ", ") }

  static func kind(_ word: String) throws -> Kind {
    if let kind = Kind(word: word) { return kind }
    let hint = Suggestion.name(word, among: Kind.words) ?? "It is one of \(kinds)"
    throw CommandFailure.misused("kind '\(word)' is not known. \(hint)")
  }

  private static func kinds(_ words: String) throws -> [Kind] {
    if words == "all" { return Kind.allCases }
    return try words.split(separator: ",", omittingEmptySubsequences: false).map { try kind(String($0)) }
  }

  private static func pairs(_ words: [String]) throws -> [(kind: Kind, names: [String])] {
    var parts: [(kind: Kind, names: [String])] = []
    for word in words {
      guard let slash = word.firstIndex(of: "/"), word.index(after: slash) < word.endIndex else {
        throw CommandFailure.misused("'\(word)' should be KIND/NAME, like the others")
      }
      let kind = try kind(String(word[..<slash]))
      let name = String(word[word.index(after: slash)...])
      if let last = parts.last, last.kind == kind {
        parts[parts.count - 1].names.append(name)
      } else {
        parts.append((kind, [name]))
      }
    }
    return parts
  }

  /// The keys of what is named.
  func keys(_ namespace: String) -> [ObjectKey] {
    parts.flatMap { part in part.names.map { ObjectKey(part.kind, namespace: namespace, $0) } }
  }

  var namesNothing: Bool { parts.allSatisfy(\.names.isEmpty) }
}

/// Which objects of a kind are meant, by what they say.
struct SelectorOptions: ParsableArguments {
  @Option(
    name: [.customShort("l"), .customLong("selector")],
    help: ArgumentHelp("Only those with such labels, for example team=shop,tier!=test.", valueName: "labels"))
  var labels = ""

  @Option(
    name: .customLong("field-selector"),
    help: ArgumentHelp("Only those with such fields, for example metadata.name=orders.", valueName: "fields"))
  var fields = ""

  var isEmpty: Bool { labels.isEmpty && fields.isEmpty }

  func query(_ kind: Kind, _ namespace: String) -> ObjectQuery {
    ObjectQuery(kind, namespace: namespace, labels: labels, fields: fields)
  }
}

/// A refusal, with what to do about it.
enum Refusal {
  /// What an error on one object is called.
  static func text(_ error: APIError, _ key: ObjectKey) -> String {
    guard let status = error.status else { return error.description }
    let kind = key.kind.definition
    if status.isNotFound { return "\(key.title) does not exist. See what there is with `weir get \(kind.plural)`" }
    if status.code == 405 { return "\(key.title): \(status). \(kind.kind.rawValue) objects are read-only" }
    return "\(key.title): \(status)"
  }

  /// Does something with one object; a refusal is told with its name.
  static func telling<T>(_ key: ObjectKey, _ body: () async throws(APIError) -> T) async throws -> T {
    do throws(APIError) { return try await body() } catch {
      throw error.status == nil ? error : CommandFailure.failed(text(error, key))
    }
  }
}
