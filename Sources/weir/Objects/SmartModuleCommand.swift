import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

/// `weir smartmodule`: Fluvio's verbs on SmartModule objects.
struct SmartModuleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smartmodule", abstract: "Load, show and delete SmartModules.",
    subcommands: [SmartModuleCreate.self, SmartModuleList.self, SmartModuleWatch.self, SmartModuleDelete.self],
    aliases: ["sm"])
}

struct SmartModuleCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Load a SmartModule, or load it anew.")

  /// What every WebAssembly module begins with.
  private static let magic: [UInt8] = [0, 0x61, 0x73, 0x6d]

  @Argument(help: "Its name.")
  var name: String

  @Option(
    help: ArgumentHelp("The WebAssembly module, up to 1 MiB.", valueName: "path"),
    completion: .file(extensions: ["wasm", "wat"]))
  var wasmFile: String

  @OptionGroup var target: ClusterTarget

  func run() throws {
    let bytes = try InputFile(path: wasmFile).contents(bytesMax: SmartModuleSpec.inlineBytesMax)
    guard bytes.starts(with: Self.magic) else {
      throw CommandFailure.failed("'\(wasmFile)' is no WebAssembly module: it does not begin with \\0asm")
    }
    let key = ObjectKey(.smartModule, name)
    let object = JSONValue.members(
      ("apiVersion", .string(Kind.apiVersion)), ("kind", .string(Kind.smartModule.rawValue)),
      ("metadata", .members(("name", .string(name)), ("namespace", .string(key.namespace)))),
      ("spec", .members(("wasm", .string(Base64.encode(bytes))))))
    let api = try target.api()
    let applied = try wait {
      try await Refusal.telling(key) { () async throws(APIError) in try await api.apply(key, object) }
    }
    StandardOutput.print("smartmodule \"\(name)\" \(applied.isCreated ? "created" : "updated")")
  }
}

struct SmartModuleList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all SmartModules.")

  @Option(help: ArgumentHelp("Only those whose names hold this.", valueName: "text"))
  var filter: String?

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws { try ObjectListing.show(.smartModule, format, target, filter: filter) }
}

struct SmartModuleWatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Show all SmartModules, and every change, until Ctrl-C.")

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws {
    let listing = ObjectListing(api: try target.api(), form: ListingForm(format.output))
    try wait { try await listing.follow(ObjectQuery(.smartModule)) }
  }
}

struct SmartModuleDelete: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete SmartModules.")

  @Argument(help: "The SmartModules.", completion: .custom(ObjectCompletion.smartModules))
  var names: [String]

  @Flag(name: [.customShort("c"), .long], help: "Go on with the others when one cannot be deleted.")
  var continueOnError = false

  @OptionGroup var target: ClusterTarget

  func run() throws {
    try ObjectDeletion(api: try target.api(), kind: .smartModule, word: "smartmodule").run(
      names, goesOn: continueOnError)
  }
}

/// Deletes objects of one kind one after the other, as Fluvio's commands do.
struct ObjectDeletion: Sendable {
  let api: AdminAPI
  let kind: Kind
  /// What the command calls one.
  let word: String

  func run(_ names: [String], goesOn: Bool) throws {
    var failures = 0
    for name in names {
      let key = ObjectKey(kind, name)
      do {
        try wait { try await Refusal.telling(key) { () async throws(APIError) in try await api.delete(key) } }
        StandardOutput.print("\(word) \"\(name)\" deleted")
      } catch {
        guard goesOn, let failure = error as? CommandFailure else { throw error }
        Terminal.complain(failure.message)
        failures += 1
      }
    }
    if failures > 0 {
      throw CommandFailure.failed("\(failures) of \(names.count) \(kind.definition.plural) were not deleted")
    }
  }
}

extension ObjectListing {
  /// All objects of a kind, for commands that list one.
  static func show(
    _ kind: Kind, _ format: OutputOptions, _ target: ClusterTarget, filter: String? = nil
  ) throws {
    var listing = ObjectListing(api: try target.api(), form: ListingForm(format.output))
    listing.nameFilter = filter
    let shown = listing
    try wait { try await shown.showAll([ObjectQuery(kind)]) }
  }
}
