import ArgumentParser
import Glibc
import WeirClient

/// Which cluster a command talks to.
struct ClusterTarget: ParsableArguments {
  @Option(
    help: ArgumentHelp("The cluster's Kafka address, else WEIR_CLUSTER, else 127.0.0.1:9092.", valueName: "host:port"))
  var cluster: String?

  @Option(
    help: ArgumentHelp("The cluster's admin address, else WEIR_ADMIN, else 127.0.0.1:9080.", valueName: "host:port"))
  var admin: String?

  /// Takes over the signals and makes the client of the cluster.
  func connect() throws -> Cluster {
    Interruption.shared.begin()
    return try another()
  }

  /// A further client of the same cluster, with connections of its own.
  func another() throws -> Cluster {
    var configuration = ClientConfiguration()
    configuration.clientID = "weir-cli"
    return Cluster(try addresses(), configuration: configuration)
  }

  /// One address, or several with commas between.
  private func addresses() throws -> [BrokerAddress] {
    let (text, origin) = Self.setting(cluster, "--cluster", "WEIR_CLUSTER", "127.0.0.1:9092")
    return try text.split(separator: ",").map { part in
      guard let address = BrokerAddress(String(part)), address.port > 0 else {
        throw CommandFailure.misused(
          "\(origin) '\(part)' is no address. Write it as HOST:PORT, for example 127.0.0.1:9092")
      }
      return address
    }
  }

  private static func setting(
    _ flag: String?, _ flagName: String, _ variable: String, _ fallback: String
  ) -> (text: String, origin: String) {
    if let flag { return (flag, flagName) }
    if let value = getenv(variable).map({ String(cString: $0) }), !value.isEmpty { return (value, variable) }
    return (fallback, "the default")
  }
}

extension Cluster {
  /// A topic's metadata; where there is none, an error that names those with similar names.
  func knownTopic(_ name: String) async throws -> TopicMetadata {
    do throws(ClientError) {
      return try await topic(name)
    } catch {
      guard error.kind == .unknownTopic else { throw error }
      let others = try await allTopics().map(\.name)
      let hint = Suggestion.name(name, among: others)
      throw CommandFailure.failed(
        "Topic not found: '\(name)'. \(hint.map { "\($0) Or create" } ?? "Create") it with `weir topic create \(name)`")
    }
  }
}
