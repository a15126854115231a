import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

/// `weir wait`: until objects are as they should be.
struct WaitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait until objects meet a condition, or are gone.",
    discussion: """
      weir wait topic orders --for condition=Ready
      weir wait topics --all --for condition=Ready=True --timeout 60s
      weir wait topic orders --for delete
      """)

  @Argument(help: "KIND NAME... or KIND/NAME...", completion: .custom(ObjectCompletion.kindsAndNames))
  var objects: [String] = []

  @OptionGroup var manifests: ManifestOptions
  @OptionGroup var selector: SelectorOptions

  @Flag(help: "All objects of the kind that there are now.")
  var all = false

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "condition=TYPE, condition=TYPE=STATUS, create or delete.", valueName: "what"))
  var goal = Goal.condition("Ready", "True")

  @Option(help: ArgumentHelp("How long, for example 30s or 5m.", valueName: "time"))
  var timeout = Span(millis: 30_000)

  @OptionGroup var namespace: NamespaceOption
  @OptionGroup var target: ClusterTarget

  func validate() throws {
    if manifests.files.isEmpty == objects.isEmpty {
      throw ValidationError("Name what to wait for: KIND NAME..., or files with -f, but not both")
    }
  }

  func run() throws {
    let api = try target.api()
    let keys = try chosen(api)
    if keys.isEmpty { return Terminal.tell("No objects found") }
    let (goal, millis) = (goal, timeout.millis)
    let late = try wait {
      try await withThrowingTaskGroup(of: [ObjectKey].self) { group in
        for kind in Kind.allCases {
          let wanted = keys.filter { $0.kind == kind }
          if wanted.isEmpty { continue }
          group.addTask {
            try await ObjectWaiting(api: api, goal: goal, kind: kind).wait(wanted, timeoutMillis: millis)
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
    }
    guard let first = late.first else { return }
    let rest = late.count == 1 ? "" : " and \(late.count - 1) more"
    throw CommandFailure.failed(
      "\(first.title)\(rest) did not come to \(goal) within \(TimeSpan.format(millis: millis)). "
        + "See why with `weir describe \(first.title)`")
  }

  private func chosen(_ api: AdminAPI) throws -> [ObjectKey] {
    if !manifests.files.isEmpty {
      let reader = manifests.read(namespace)
      if let fault = reader.faults.first { throw CommandFailure.failed(fault.description) }
      return reader.manifests.map(\.key)
    }
    let selection = try ObjectSelection(objects)
    if !selection.namesNothing { return selection.keys(namespace.namespace) }
    guard all || !selector.isEmpty else {
      throw CommandFailure.misused("which ones? Name them, or choose them with -l, or take --all")
    }
    let (selector, namespace) = (selector, namespace.namespace)
    return try wait {
      var keys: [ObjectKey] = []
      for part in selection.parts {
        keys += try await api.objects(selector.query(part.kind, namespace))
          .compactMap { $0.at("metadata", "name")?.text }
          .map { ObjectKey(part.kind, namespace: namespace, $0) }
      }
      return keys
    }
  }
}

/// What is waited for.
enum Goal: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
  case condition(String, String)
  case create
  case delete

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    switch (parts.first, parts.count) {
    case ("create", 1): self = .create
    case ("delete", 1): self = .delete
    case ("condition", 2) where !parts[1].isEmpty: self = .condition(parts[1], "True")
    case ("condition", 3) where !parts[1].isEmpty && !parts[2].isEmpty: self = .condition(parts[1], parts[2])
    default: return nil
    }
  }

  var description: String {
    switch self {
    case .condition(let type, let status): "\(type)=\(status)"
    case .create: "create"
    case .delete: "delete"
    }
  }

  var defaultValueDescription: String { "condition=Ready" }

  /// Whether an object meets it; nil stands for an object that is not there.
  func isMet(by object: JSONValue?) -> Bool {
    switch self {
    case .delete: return object == nil
    case .create: return object != nil
    case .condition(let type, let status):
      guard let object, let condition = Self.condition(type, of: object) else { return false }
      // What is said about an older spec says nothing about this one.
      let generation = object.at("metadata", "generation")?.integer ?? 0
      let observed = condition["observedGeneration"]?.integer ?? object.at("status", "observedGeneration")?.integer
      return condition["status"]?.text?.lowercased() == status.lowercased() && (observed ?? generation) >= generation
    }
  }

  private static func condition(_ type: String, of object: JSONValue) -> JSONValue? {
    object.at("status", "conditions")?.elements?.first { $0["type"]?.text?.lowercased() == type.lowercased() }
  }
}
