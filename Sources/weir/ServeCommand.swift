import ArgumentParser
import Glibc
import WeirBase
import WeirClient
import WeirServer

/// `weir serve`: a whole node in the foreground.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Run a node in the foreground until SIGTERM or Ctrl-C.",
    discussion: """
      One line on standard output tells when the node is ready, and its addresses:
        weir ready kafka=127.0.0.1:9092 admin=127.0.0.1:9080 data=/home/me/.weir/data
      """)

  @Option(help: ArgumentHelp("Where records and metadata are kept. (default: ~/.weir/data)", valueName: "dir"))
  var dataDir: String?

  @Option(help: ArgumentHelp("Where Kafka clients connect; port 0 picks a free one.", valueName: "host:port"))
  var kafka = "127.0.0.1:9092"

  @Option(help: ArgumentHelp("Where metrics and health are read; port 0 picks a free one.", valueName: "host:port"))
  var admin = "127.0.0.1:9080"

  @Option(
    help: ArgumentHelp(
      "What clients are told to dial, where it is not the address they reached the node at.", valueName: "host:port"))
  var advertise: String?

  @Option(
    help: ArgumentHelp(
      "Where declarations are kept: local, or etcd://HOST:PORT,HOST:PORT[/PREFIX].", valueName: "location"))
  var metadata = "local"

  @Option(help: ArgumentHelp("Where the node stands, such as a rack or a zone.", valueName: "name"))
  var rack: String?

  @Flag(help: "Listen on other than loopback addresses although nobody has to say who they are.")
  var allowRemote = false

  @Option(help: "The least that is logged: debug, info, warning or error.")
  var logLevel = LogLevel.info

  @Option(
    name: [.customLong("config"), .customLong("set")],
    help: ArgumentHelp("A broker setting by Kafka's name; repeat it for more.", valueName: "key=value"))
  var config: [Setting] = []

  @Option(help: "How log lines are written: logfmt or json.")
  var logFormat = LogForm.logfmt

  enum LogForm: String, CaseIterable, ExpressibleByArgument {
    case logfmt, json
  }

  enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case debug, info, warning, error

    var event: EventLevel {
      switch self {
      case .debug: .debug
      case .info: .info
      case .warning: .warning
      case .error: .error
      }
    }
  }

  func run() throws {
    var options = ServeOptions(
      dataDirectory: try dataDir ?? Self.defaultDirectory(), kafka: try Self.endpoint(kafka, "--kafka"),
      admin: try Self.endpoint(admin, "--admin"))
    options.advertised = try advertise.map { try Self.endpoint($0, "--advertise") }
    options.allowsRemote = allowRemote
    options.logLevel = logLevel.event
    options.logFormat = logFormat == .json ? .json : .logfmt
    guard let location = MetadataLocation(metadata) else {
      throw CommandFailure.misused(
        "--metadata '\(metadata)' is no location. Write local, or etcd://HOST:PORT with more HOST:PORT after commas")
    }
    options.metadata = location
    options.rack = rack
    options.version = VersionCommand.release
    for setting in config { options.settings[setting.name] = setting.value }
    try Node.serve(options)
  }

  private static func endpoint(_ text: String, _ flag: String) throws -> Endpoint {
    guard let address = BrokerAddress(text) else {
      throw CommandFailure.misused("\(flag) '\(text)' is no address. Write it as HOST:PORT, for example 127.0.0.1:9092")
    }
    return Endpoint(host: address.host, port: address.port)
  }

  private static func defaultDirectory() throws -> String {
    guard let home = getenv("HOME").map({ String(cString: $0) }), !home.isEmpty else {
      throw CommandFailure.misused("there is no home directory to keep data under. Name a directory with --data-dir")
    }
    return "\(home)/.weir/data"
  }
}
