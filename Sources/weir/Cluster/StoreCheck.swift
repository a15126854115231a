import WeirBase
import WeirClient

/// Whether an etcd that is to keep declarations answers.
struct StoreCheck: Sendable {
  /// Debian 12's, the oldest that is tested.
  private static let oldest = (3, 4)
  private static let install = "Install one with: apt-get install etcd-server"

  let address: BrokerAddress

  /// The endpoints of `etcd://HOST:PORT,...[/PREFIX]`; nil where the text is no such place.
  static func endpoints(_ place: String) -> [BrokerAddress]? {
    guard place.hasPrefix("etcd://") else { return nil }
    let hosts = place.dropFirst("etcd://".count).prefix { $0 != "/" }
    let addresses = hosts.split(separator: ",", omittingEmptySubsequences: false).map {
      BrokerAddress(String($0), defaultPort: 2379)
    }
    return addresses.contains(nil) ? nil : addresses.compactMap(\.self)
  }

  func result() async -> CheckResult {
    var configuration = AdminAPI.Configuration()
    configuration.connectTimeoutMillis = 3_000
    configuration.requestTimeoutMillis = 5_000
    let api = AdminAPI(address, configuration: configuration)
    do throws(APIError) {
      let version = try await api.page("/version")
      let health = try await api.page("/health")
      return judge(version, health)
    } catch {
      return failed(
        error.isUnreachable ? "\(address) does not answer" : "\(address): \(error.description)",
        "start etcd there, or name another address with --metadata. \(Self.install)")
    }
  }

  private func judge(_ version: String, _ health: String) -> CheckResult {
    guard let server = (try? JSONParser.parse(version))?["etcdserver"]?.text else {
      return failed("\(address) answers and is no etcd", "name etcd's client address with --metadata")
    }
    let numbers = server.split(separator: ".").compactMap { Int($0) }
    guard numbers.count >= 2, (numbers[0], numbers[1]) >= Self.oldest else {
      return failed("etcd \(server) at \(address)", "3.4 or newer is needed. \(Self.install)")
    }
    guard (try? JSONParser.parse(health))?["health"]?.text == "true" else {
      return failed("etcd \(server) at \(address) is not healthy", "`etcdctl endpoint health` and `alarm list` say why")
    }
    return CheckResult(name: "etcd", verdict: .ok, finding: "etcd \(server) at \(address)")
  }

  private func failed(_ finding: String, _ advice: String) -> CheckResult {
    CheckResult(name: "etcd", verdict: .failed, finding: finding, advice: advice)
  }
}
