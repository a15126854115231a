import ArgumentParser
import WeirBase
import WeirClient

struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "version", abstract: "Show which release this is.")

  /// The release, as tags name it.
  static let release = "0.1.0"

  @Flag(name: [.short, .long], help: "Show it as JSON.")
  var json = false

  func run() {
    if json {
      StandardOutput.print(
        JSONValue.members(
          ("name", .string("weir")), ("version", .string(Self.release)), ("platform", .string(Self.platform))
        ).pretty)
    } else {
      StandardOutput.print("weir \(Self.release) (\(Self.platform))")
    }
  }

  private static var platform: String {
    #if arch(x86_64)
      "linux-x86_64"
    #elseif arch(arm64)
      "linux-arm64"
    #else
      "linux"
    #endif
  }
}
