import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

/// `weir table-format`: Fluvio's verbs on TableFormat objects.
struct TableFormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table-format", abstract: "Make, show and delete table formats.",
    subcommands: [TableFormatCreate.self, TableFormatList.self, TableFormatDelete.self], aliases: ["tf"])
}

struct TableFormatCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make a table format as a file describes it.",
    discussion: """
      The file is Fluvio's (name, input_format, columns with key_path, header_label and so on) or declares a TableFormat
      object; see `weir explain tableformat.spec`.
      """)

  @Option(
    name: [.customShort("c"), .long], help: ArgumentHelp("The file.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var config: String

  @OptionGroup var target: ClusterTarget

  func run() throws {
    let (key, object) = try read()
    let api = try target.api()
    _ = try wait {
      try await Refusal.telling(key) { () async throws(APIError) in try await api.create(.tableFormat, object) }
    }
    StandardOutput.print("table-format \"\(key.name)\" created")
  }

  private func read() throws -> (ObjectKey, JSONValue) {
    let bytes = try InputFile(path: config).contents(bytesMax: YAMLLimits().bytesMax)
    do {
      let documents = try YAML.documents(bytes)
      guard let first = documents.first, documents.count == 1 else {
        throw CommandFailure.failed("\(config): one document was expected, not \(documents.count)")
      }
      let value = first.value["apiVersion"] == nil ? try Self.object(first.value, config) : first.value
      let manifest = try Manifest(value, at: "\(config):\(first.line)", defaultNamespace: "default")
      guard manifest.key.kind == .tableFormat else {
        throw CommandFailure.failed(
          "\(manifest.place): \(manifest.title) is no TableFormat. Use `weir apply -f \(config)`")
      }
      return (manifest.key, manifest.object)
    } catch let fault as ManifestFault {
      throw CommandFailure.failed(fault.description)
    } catch let fault as YAMLFault {
      throw CommandFailure.failed("\(config): \(fault)")
    }
  }

  /// The object that Fluvio's file means.
  private static func object(_ value: JSONValue, _ path: String) throws -> JSONValue {
    guard let members = value.members, let name = value["name"]?.text, !name.isEmpty else {
      throw CommandFailure.failed("\(path): name is missing")
    }
    let spec = members.filter { $0.name != "name" }.map { member in
      JSONValue.Member(camelCase(member.name), camelCased(member.value))
    }
    return .members(
      ("apiVersion", .string(Kind.apiVersion)), ("kind", .string(Kind.tableFormat.rawValue)),
      ("metadata", .members(("name", .string(name)))), ("spec", .object(spec)))
  }

  /// Fluvio writes `key_path` where objects write `keyPath`.
  private static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return (words.first.map(String.init) ?? name)
      + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func camelCased(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let values): .array(values.map(camelCased))
    case .object(let members):
      .object(members.map { JSONValue.Member(camelCase($0.name), camelCased($0.value)) })
    default: value
    }
  }
}

struct TableFormatList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all table formats.")

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws { try ObjectListing.show(.tableFormat, format, target) }
}

struct TableFormatDelete: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete a table format.")

  @Argument(help: "The table format.", completion: .custom(ObjectCompletion.tableFormats))
  var name: String

  @OptionGroup var target: ClusterTarget

  func run() throws {
    try ObjectDeletion(api: try target.api(), kind: .tableFormat, word: "table-format").run([name], goesOn: false)
  }
}
