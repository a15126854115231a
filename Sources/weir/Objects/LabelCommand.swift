import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

/// `weir label`: labels that selectors find objects by.
struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Set and remove labels of objects.",
    discussion: "For example: weir label topic orders team=shop stage-")

  @OptionGroup var change: NoteOptions

  func run() throws { try NoteChange(member: "labels", word: "labeled").run(change) }
}

/// `weir annotate`: what is noted on objects.
struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate", abstract: "Set and remove annotations of objects.",
    discussion: "For example: weir annotate topic orders owner=anna note-")

  @OptionGroup var change: NoteOptions

  func run() throws { try NoteChange(member: "annotations", word: "annotated").run(change) }
}

/// What is noted on which objects.
struct NoteOptions: ParsableArguments {
  @Argument(
    help: "KIND NAME... or KIND/NAME..., then KEY=VALUE to set and KEY- to remove.",
    completion: .custom(ObjectCompletion.kindsAndNames))
  var words: [String]

  @Flag(help: "Replace values that are there.")
  var overwrite = false

  @OptionGroup var namespace: NamespaceOption
  @OptionGroup var target: ClusterTarget
}

/// Sets and removes texts of an object's metadata.
struct NoteChange: Sendable {
  /// The member of the metadata.
  let member: String
  let word: String

  func run(_ options: NoteOptions) throws {
    let names = options.words.prefix { !Self.isChange($0) }
    let (set, removed) = try Self.changes(options.words.dropFirst(names.count))
    let keys = try ObjectSelection(Array(names)).keys(options.namespace.namespace)
    guard !keys.isEmpty else { throw CommandFailure.misused("which objects? Name them before KEY=VALUE") }
    let api = try options.target.api()
    let overwrites = options.overwrite
    for key in keys {
      let isChanged = try wait { try await change(key, set, removed, overwrites, api) }
      StandardOutput.print("\(key.title) \(isChanged ? word : "not \(word)")")
    }
  }

  private static func isChange(_ word: String) -> Bool { word.contains("=") || word.hasSuffix("-") }

  private static func changes(_ words: ArraySlice<String>) throws -> (set: [String: String], removed: Set<String>) {
    var set: [String: String] = [:]
    var removed = Set<String>()
    for word in words {
      if let setting = Setting(argument: word) {
        set[setting.name] = setting.value
      } else if word.hasSuffix("-"), word.count > 1 {
        removed.insert(String(word.dropLast()))
      } else {
        throw CommandFailure.misused("'\(word)' should be KEY=VALUE or KEY-")
      }
    }
    if set.isEmpty, removed.isEmpty { throw CommandFailure.misused("nothing to change. Give KEY=VALUE or KEY-") }
    if let both = removed.first(where: { set[$0] != nil }) {
      throw CommandFailure.misused("'\(both)' is both set and removed")
    }
    return (set, removed)
  }

  /// Returns whether anything was different.
  private func change(
    _ key: ObjectKey, _ set: [String: String], _ removed: Set<String>, _ overwrites: Bool, _ api: AdminAPI
  ) async throws -> Bool {
    let object = try await Refusal.telling(key) { () async throws(APIError) in try await api.get(key) }
    let present = object.at("metadata", member)?.texts ?? [:]
    if !overwrites, let taken = set.keys.sorted().first(where: { present[$0] != nil && present[$0] != set[$0] }) {
      throw CommandFailure.failed(
        "\(key.title) has \(taken)=\(present[taken] ?? "") already. Replace it with --overwrite")
    }
    if set.allSatisfy({ present[$0.key] == $0.value }), removed.allSatisfy({ present[$0] == nil }) { return false }
    var texts = JSONValue.texts(set)
    for name in removed.sorted() { texts[name] = .null }
    var metadata = JSONValue.members((member, texts))
    metadata["resourceVersion"] = object.at("metadata", "resourceVersion")
    let patch = JSONValue.members(("metadata", metadata))
    _ = try await Refusal.telling(key) { () async throws(APIError) in try await api.merge(key, patch) }
    return true
  }
}
