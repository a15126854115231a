import ArgumentParser
import Glibc
import WeirBase
import WeirClient

/// Which cluster a command talks to.
struct ClusterTarget: ParsableArguments {
  private static let clusterPort = 9092

  @Option(
    help: ArgumentHelp(
      "The cluster's Kafka address, else WEIR_CLUSTER, else the current profile's, else 127.0.0.1:9092.",
      valueName: "host:port"))
  var cluster: String?

  @Option(
    help: ArgumentHelp(
      "The cluster's admin address, else WEIR_ADMIN, else the current profile's, else 127.0.0.1:9080.",
      valueName: "host:port"))
  var admin: String?

  @Option(
    help: ArgumentHelp("The cluster that this profile names, whatever the environment says.", valueName: "name"))
  var profile: String?

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

  /// Takes over the signals and makes the client of the cluster's objects.
  func api() throws -> AdminAPI {
    Interruption.shared.begin()
    return try anotherAPI()
  }

  /// The client of the cluster's objects, beside a client of its records.
  func anotherAPI() throws -> AdminAPI { try Self.api(cluster: cluster, admin: admin, profile: profile) }

  /// The client of the cluster's objects.
  static func api(
    cluster: String?, admin: String?, profile: String? = nil,
    _ configuration: AdminAPI.Configuration = AdminAPI.Configuration()
  ) throws -> AdminAPI {
    let setting = try adminSetting(cluster: cluster, admin: admin, named: profile)
    return AdminAPI(try address(setting.text, setting, port: Profile.adminPort), configuration: configuration)
  }

  /// One address, or several with commas between.
  private func addresses() throws -> [BrokerAddress] {
    let setting = try clusterSetting()
    return try setting.text.split(separator: ",").map { try Self.address(String($0), setting, port: Self.clusterPort) }
  }
}

// MARK: Where the addresses come from

extension ClusterTarget {
  /// Addresses as somebody wrote them, and where.
  private struct AddressText: Hashable {
    let text: String
    let origin: String
  }

  private func clusterSetting() throws -> AddressText {
    if let name = self.profile, cluster == nil {
      return AddressText(text: try ProfileStore.named(name).cluster, origin: "the profile '\(name)'")
    }
    if let told = Self.told(cluster, "--cluster", "WEIR_CLUSTER") { return told }
    let admin = Self.told(admin, "--admin", "WEIR_ADMIN")
    let profile = try ProfileStore.current()
    if let profile, admin == nil || admin?.text == profile.admin {
      return AddressText(text: profile.cluster, origin: "the profile '\(profile.name)'")
    }
    return Self.neighbour(of: admin, port: Self.clusterPort)
  }

  private static func adminSetting(cluster: String?, admin: String?, named: String?) throws -> AddressText {
    if let named, admin == nil {
      return AddressText(text: try ProfileStore.named(named).admin, origin: "the profile '\(named)'")
    }
    if let told = told(admin, "--admin", "WEIR_ADMIN") { return told }
    let cluster = told(cluster, "--cluster", "WEIR_CLUSTER")
    let profile = try ProfileStore.current()
    if let profile, cluster == nil || cluster?.text == profile.cluster {
      return AddressText(text: profile.admin, origin: "the profile '\(profile.name)'")
    }
    return neighbour(of: cluster, port: Profile.adminPort)
  }

  /// What the command line or the environment says.
  private static func told(_ flag: String?, _ flagName: String, _ variable: String) -> AddressText? {
    if let flag { return AddressText(text: flag, origin: flagName) }
    guard let value = getenv(variable).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return AddressText(text: value, origin: variable)
  }

  /// The default port of the machine where the other address is: who names one cluster by half never means another by
  /// the other half.
  private static func neighbour(of told: AddressText?, port: Int) -> AddressText {
    let host = told.flatMap { BrokerAddress(String($0.text.prefix { $0 != "," })) }?.host ?? "127.0.0.1"
    return AddressText(text: BrokerAddress(host: host, port: port).description, origin: "the default")
  }

  private static func address(_ text: String, _ setting: AddressText, port: Int) throws -> BrokerAddress {
    guard let address = BrokerAddress(text, defaultPort: port), address.port > 0 else {
      throw CommandFailure.misused(
        "\(setting.origin) '\(text)' is no address. Write it as HOST:PORT, for example 127.0.0.1:\(port)")
    }
    return address
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
