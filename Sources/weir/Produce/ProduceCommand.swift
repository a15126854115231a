import ArgumentParser
import WeirBase
import WeirClient

struct ProduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "produce", abstract: "Write records to a topic: each line of the input is one.",
    discussion: """
      Without --file the input is standard input. From a file or a pipe, lines are gathered into large batches; from a \
      terminal, each is sent when it ends.
      """)

  @Argument(help: "The topic.")
  var topic: String

  @Flag(name: [.short, .long], help: "Say how much was sent, and how fast.")
  var verbose = false

  @Option(help: "The key of all records.")
  var key: String?

  @Option(help: "What stands between key and value in each line.")
  var keySeparator: String?

  @Flag(help: "Send the whole input as one record.")
  var raw = false

  @Option(help: "How batches are compressed: none, gzip, snappy, lz4 or zstd.")
  var compression = Compression.none

  @Option(name: [.short, .long], help: ArgumentHelp("Read this file.", valueName: "path"))
  var file: String?

  @Option(help: ArgumentHelp("How long a batch waits for more records, for example 5ms.", valueName: "time"))
  var linger: Span?

  @Option(help: ArgumentHelp("How large a batch grows before it is sent.", valueName: "bytes"))
  var batchSize = ByteCount(1_000_000)

  @Option(help: ArgumentHelp("How large a request, and so a record, may be.", valueName: "bytes"))
  var maxRequestSize = ByteCount(1 << 20)

  @Option(
    help: "read_committed: acknowledged when every replica has it durably; read_uncommitted: when the leader has it.")
  var isolation = Isolation(.readCommitted)

  @Option(help: "at-least-once: repeat what was not acknowledged; at-most-once: send once and do not wait.")
  var deliverySemantic = DeliverySemantic.atLeastOnce

  @Option(name: [.short, .long], help: ArgumentHelp("Write to this partition.", valueName: "number"))
  var partition: Int32?

  @OptionGroup var target: ClusterTarget

  enum DeliverySemantic: ExpressibleByArgument {
    case atLeastOnce, atMostOnce

    init?(argument: String) {
      if wordEquals(argument, "atLeastOnce") {
        self = .atLeastOnce
      } else if wordEquals(argument, "atMostOnce") {
        self = .atMostOnce
      } else {
        return nil
      }
    }

    static var allValueStrings: [String] { ["at-least-once", "at-most-once"] }
    var defaultValueDescription: String { self == .atLeastOnce ? "at-least-once" : "at-most-once" }
  }

  func validate() throws {
    if key != nil, keySeparator != nil { throw ValidationError("--key and --key-separator exclude each other.") }
    if raw, keySeparator != nil { throw ValidationError("--raw and --key-separator exclude each other.") }
    if keySeparator?.isEmpty == true {
      throw ValidationError("--key-separator must not be empty. For '=' write --key-separator \"=\".")
    }
    if let partition, partition < 0 { throw ValidationError("--partition must be 0 or more.") }
    if batchSize.bytes < 1 || maxRequestSize.bytes < 1 { throw ValidationError("Sizes must be 1 or more.") }
  }

  func run() throws {
    let input = try file.map { try InputFile(path: $0) } ?? InputFile.standardInput
    let isInteractive = file == nil && Terminal.isInputTerminal && !raw
    let cluster = try target.connect()
    let name = topic
    let metadata = try wait { try await cluster.knownTopic(name) }
    if let partition, !metadata.partitions.contains(where: { $0.index == partition }) {
      throw CommandFailure.misused(
        "topic \"\(name)\" has no partition \(partition). It has partitions 0 to \(metadata.partitions.count - 1)")
    }
    let producer = Producer(cluster, configuration: configuration(isInteractive))
    let line = LineFormat(
      key: key.map { Array($0.utf8) }, separator: keySeparator.map { Array($0.utf8) }, partition: partition)
    let run = ProduceRun(
      producer: producer, topic: try wait { try await producer.topic(name) }, input: input, line: line,
      requestBytesMax: Int(clamping: maxRequestSize.bytes), isVerbose: verbose)
    try run.untilInterrupted {
      if raw { try run.whole() } else if isInteractive { try run.interactive() } else { try run.lines() }
    }
  }

  private func configuration(_ isInteractive: Bool) -> ProducerConfiguration {
    var configuration = deliverySemantic == .atMostOnce ? .atMostOnce : ProducerConfiguration()
    if deliverySemantic == .atMostOnce { configuration.acks = .none }
    if deliverySemantic == .atLeastOnce, isolation.level == .readUncommitted {
      configuration.acks = .leader
      configuration.isIdempotent = false
    }
    configuration.compression = compression
    configuration.lingerMillis = linger?.millis ?? (isInteractive ? 0 : configuration.lingerMillis)
    configuration.batchBytesMax = Int(clamping: min(batchSize.bytes, maxRequestSize.bytes))
    configuration.requestBytesMax = Int(clamping: maxRequestSize.bytes)
    return configuration
  }
}
