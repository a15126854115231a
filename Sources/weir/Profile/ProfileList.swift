import ArgumentParser
import WeirBase

struct ProfileList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all profiles.")

  @OptionGroup var format: OutputOptions

  func run() throws {
    let book = try ProfileStore.read()
    let rows = book.profiles.map { [$0.name == book.current ? "*" : "", $0.name, $0.cluster, $0.admin] }
    let documents = book.profiles.map { profile in
      JSONValue.members(
        ("name", .string(profile.name)), ("current", .bool(profile.name == book.current)),
        ("cluster", .string(profile.cluster)), ("admin", .string(profile.admin)))
    }
    format.show(
      TextTable(["", "PROFILE", "CLUSTER", "ADMIN"], rows: rows), .array(documents),
      empty: "No profiles found. Add one with `weir profile add NAME HOST:PORT`")
  }
}

struct ProfileExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a profile as a file that WEIR_CONFIG can name elsewhere.")

  enum Form: String, CaseIterable, ExpressibleByArgument {
    case yaml, json
  }

  @Argument(help: "The profile; without it, the current one.")
  var name: String?

  @Option(name: [.customShort("O"), .long], help: "How to write it: yaml or json.")
  var output = Form.yaml

  func run() throws {
    guard let profile = try name.map({ try ProfileStore.named($0) }) ?? ProfileStore.current() else {
      throw CommandFailure.failed("no profile is chosen. Name one: `weir profile export NAME`")
    }
    let book = ProfileBook(current: profile.name, profiles: [profile])
    StandardOutput.print(output == .yaml ? book.json.yaml : book.json.pretty)
  }
}
