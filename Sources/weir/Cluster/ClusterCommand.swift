import ArgumentParser

struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster", abstract: "Run a node in the background, look after it, and see how a cluster is.",
    subcommands: [
      ClusterStart.self, ClusterStatus.self, ClusterShutdown.self, ClusterResume.self, ClusterUpgrade.self,
      ClusterDelete.self, ClusterCheck.self, ClusterDiagnostics.self,
    ])
}
