import ArgumentParser

struct ClusterShutdown: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shutdown", abstract: "End the local node cleanly; its data stays.",
    discussion: "`weir cluster resume` starts it again.")

  func run() throws {
    try LocalNode.exclusively {
      guard var node = try LocalNode.known(), node.process != nil else {
        return StandardOutput.print("no local node runs")
      }
      StandardOutput.print(try NodeLaunch.end(&node) ? "the local node has ended" : "no local node runs")
    }
  }
}
