import ArgumentParser
import WeirObjects

/// `weir spu`: the nodes that store partitions.
struct SpuCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spu", abstract: "Show the nodes that store partitions.", subcommands: [SpuList.self])
}

struct SpuList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all SPUs.")

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws { try ObjectListing.show(.spu, format, target) }
}

/// `weir view`: topics seen through chains.
struct ViewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view", abstract: "Show views: topics seen through a chain of transforms.",
    discussion: "Views are declared with `weir apply -f FILE`; see `weir explain view`.", subcommands: [ViewList.self])
}

struct ViewList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all views.")

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws { try ObjectListing.show(.view, format, target) }
}
