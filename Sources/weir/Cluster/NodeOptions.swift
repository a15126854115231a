import ArgumentParser
import WeirClient

/// How a local node is to be run: the options of `weir serve` that a background node needs most; any other may follow
/// after `--`.
struct NodeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where records and metadata are kept. (default: ~/.weir/data)", valueName: "dir"))
  var dataDir: String?

  @Option(help: ArgumentHelp("Where Kafka clients connect; port 0 picks a free one.", valueName: "host:port"))
  var kafka = "127.0.0.1:9092"

  @Option(help: ArgumentHelp("Where the API and metrics are served; port 0 picks a free one.", valueName: "host:port"))
  var admin = "127.0.0.1:9080"

  @Option(
    help: ArgumentHelp(
      "Where declarations are kept: local, or etcd://HOST:PORT,... (default: local)", valueName: "place"))
  var metadata: String?

  func validate() throws {
    for (flag, text) in [("--kafka", kafka), ("--admin", admin)] where BrokerAddress(text) == nil {
      throw ValidationError("\(flag) '\(text)' is no address. Write it as HOST:PORT, for example 127.0.0.1:9092")
    }
  }

  /// From the root on.
  func dataDirectory() throws -> String {
    let path = try dataDir ?? (ProfileStore.home() + "/data")
    let absolute = SystemFile.absolute(path)
    return absolute.count > 1 && absolute.hasSuffix("/") ? String(absolute.dropLast()) : absolute
  }

  /// What `weir serve` is given.
  func arguments(_ more: [String]) throws -> [String] {
    var arguments = ["serve", "--data-dir", try dataDirectory(), "--kafka", kafka, "--admin", admin]
    if let metadata { arguments += ["--metadata", metadata] }
    return arguments + more
  }
}
