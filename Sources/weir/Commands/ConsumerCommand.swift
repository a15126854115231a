import ArgumentParser

struct ConsumerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consumer", abstract: "Show and delete consumers: groups and the offsets they have committed.",
    subcommands: [ConsumerList.self, ConsumerDescribe.self, ConsumerDelete.self])
}
