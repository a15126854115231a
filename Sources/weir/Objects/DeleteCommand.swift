import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

/// `weir delete`: objects that should be no more.
struct DeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete objects, by name or as files declare them.",
    discussion: """
      The records of a deleted topic are kept for a while: `weir topic undelete NAME` brings them back. With --now they
      go at once.
      """)

  @Argument(help: "KIND NAME... or KIND/NAME...", completion: .custom(ObjectCompletion.kindsAndNames))
  var objects: [String] = []

  @OptionGroup var manifests: ManifestOptions
  @OptionGroup var selector: SelectorOptions

  @Flag(help: "All objects of the kind.")
  var all = false

  @Flag(help: "Delete a topic's records at once; there is no way back.")
  var now = false

  @Flag(help: "What is not there is no error.")
  var ignoreNotFound = false

  @Flag(help: "Let the node check everything, and delete nothing.")
  var dryRun = false

  @OptionGroup var namespace: NamespaceOption
  @OptionGroup var target: ClusterTarget

  func validate() throws {
    if manifests.files.isEmpty == objects.isEmpty {
      throw ValidationError("Name what to delete: KIND NAME..., or files with -f, but not both")
    }
  }

  func run() throws {
    let api = try target.api()
    let (keys, faults) = try chosen(api)
    for fault in faults { Terminal.complain(fault.description) }
    if keys.isEmpty, faults.isEmpty { return Terminal.tell("No objects found") }
    let failures = try delete(keys, api) + faults.count
    if failures > 0 {
      throw CommandFailure.failed("\(failures) of \(keys.count + faults.count) objects were not deleted")
    }
  }

  /// What refers to others comes before them.
  private func chosen(_ api: AdminAPI) throws -> ([ObjectKey], [ManifestFault]) {
    if !manifests.files.isEmpty {
      let reader = manifests.read(namespace)
      let keys = ApplyRun.order.reversed().flatMap { kind in
        reader.manifests.map(\.key).filter { $0.kind == kind }
      }
      return (keys, reader.faults)
    }
    let selection = try ObjectSelection(objects)
    if !selection.namesNothing {
      guard selector.isEmpty, !all else {
        throw CommandFailure.misused("names cannot be given together with --all or a selector")
      }
      return (selection.keys(namespace.namespace), [])
    }
    guard all || !selector.isEmpty else {
      throw CommandFailure.misused("which ones? Name them, or choose them with -l, or take --all")
    }
    let (selector, namespace) = (selector, namespace.namespace)
    let keys = try wait {
      var keys: [ObjectKey] = []
      for part in selection.parts where part.kind.definition.verbs.contains(.delete) {
        let found = try await api.objects(selector.query(part.kind, namespace))
        keys += found.compactMap { $0.at("metadata", "name")?.text }
          .map { ObjectKey(part.kind, namespace: namespace, $0) }
      }
      return keys
    }
    return (keys, [])
  }

  /// Returns how many were refused.
  private func delete(_ keys: [ObjectKey], _ api: AdminAPI) throws -> Int {
    let (grace, options, forgives) = (now ? Int64(0) : nil, WriteOptions(isDry: dryRun), ignoreNotFound)
    return try wait {
      var failures = 0
      try await inOrder(keys) { key -> (ObjectKey, APIError?) in
        do throws(APIError) {
          try await api.delete(key, graceSeconds: grace, options)
          return (key, nil)
        } catch {
          if error.status == nil { throw error }
          return (key, error)
        }
      } _: { key, error in
        guard let error else { return StandardOutput.print("\(key.title) deleted\(options.isDry ? " (dry run)" : "")") }
        if forgives, error.status?.isNotFound == true { return }
        failures += 1
        Terminal.complain(Refusal.text(error, key))
      }
      return failures
    }
  }
}
