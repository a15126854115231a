import ArgumentParser
import WeirClient

struct ConsumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consume", abstract: "Read records of a topic.",
    discussion: """
      Follows the stream until Ctrl-C; with --disable-continuous it ends with the last record that is there now. \
      Without a starting point it begins at the end.

      A --format may hold {{key}}, {{value}}, {{offset}}, {{partition}} and {{time}} (RFC 3339, UTC).
      """)

  @Argument(help: "The topic.")
  var topic: String

  @Option(name: [.short, .long], help: ArgumentHelp("Read this partition; repeat it for more.", valueName: "number"))
  var partition: [Int32] = []

  @Flag(name: [.customShort("A"), .long], help: "Read all partitions, which is the default.")
  var allPartitions = false

  @Flag(name: [.customShort("d"), .long], help: "End when all records that are there now are read.")
  var disableContinuous = false

  @Flag(help: "Show no progress bar.")
  var disableProgressbar = false

  @Flag(name: [.short, .long], help: "Show records as \"[key] value\", with \"[null]\" where there is no key.")
  var keyValue = false

  @Option(name: [.customShort("F"), .long], help: ArgumentHelp("Show records in this form.", valueName: "template"))
  var format: String?

  @Flag(name: [.customShort("B"), .long], help: "Start at the beginning.")
  var beginning = false

  @Option(
    name: [.customShort("H"), .long],
    help: ArgumentHelp("Start this many records after the beginning.", valueName: "count"))
  var head: Int64?

  @Option(
    name: [.customShort("T"), .long], help: ArgumentHelp("Start this many records before the end.", valueName: "count"))
  var tail: Int64?

  @Option(help: ArgumentHelp("Start at this offset.", valueName: "offset"))
  var start: Int64?

  @Option(help: ArgumentHelp("End with this offset.", valueName: "offset"))
  var end: Int64?

  @Option(
    name: [.customShort("b"), .long],
    help: ArgumentHelp("How much one answer of the node may hold.", valueName: "bytes"))
  var maxbytes: ByteCount?

  @Option(help: "read_committed: no records of open or aborted transactions; read_uncommitted: all.")
  var isolation = Isolation(.readUncommitted)

  @Flag(help: "Leave out records that the output type does not fit.")
  var suppressUnknown = false

  @Option(
    name: [.customShort("O"), .long],
    help: "How values are shown: dynamic, text, binary, json, raw, table or full_table.")
  var output: ConsumeOutput?

  @Flag(help: "Cut each record to the width of the terminal.")
  var truncate = false

  @Option(name: [.customShort("c"), .long], help: "Go on where this consumer stopped, and note where it stops now.")
  var consumer: String?

  @OptionGroup var target: ClusterTarget

  func validate() throws {
    let starts = [
      ("--beginning", beginning), ("--head", head != nil), ("--tail", tail != nil), ("--start", start != nil),
    ]
    let given = starts.filter(\.1).map(\.0)
    if given.count > 1 { throw ValidationError("\(given.joined(separator: " and ")) exclude each other.") }
    if allPartitions, !partition.isEmpty {
      throw ValidationError("--all-partitions and --partition exclude each other.")
    }
    if format != nil, output != nil { throw ValidationError("--format and --output exclude each other.") }
    if truncate, format != nil || output != nil {
      throw ValidationError("--truncate does not go with --format or --output.")
    }
    for (name, value) in [("--head", head), ("--tail", tail), ("--start", start), ("--end", end)] {
      if let value, value < 0 { throw ValidationError("\(name) must be 0 or more.") }
    }
    if let start, let end, end < start { throw ValidationError("--end \(end) lies before --start \(start).") }
    if partition.contains(where: { $0 < 0 }) { throw ValidationError("--partition must be 0 or more.") }
    if consumer?.isEmpty == true { throw ValidationError("--consumer must not be empty.") }
  }

  func run() throws {
    let cluster = try target.connect()
    let name = topic
    let metadata = try wait { try await cluster.knownTopic(name) }
    let run = ConsumeRun(
      cluster: cluster, topic: metadata, partitions: try partitions(of: metadata), start: startPosition, end: end,
      isContinuous: !disableContinuous, configuration: configuration)
    tellStatus()
    try run.run(printer: printer, progress: ProgressBar(isWanted: !disableProgressbar && !Terminal.isOutputTerminal))
  }

  private func partitions(of topic: TopicMetadata) throws -> [Int32] {
    let known = topic.partitions.map(\.index)
    for wanted in partition where !known.contains(wanted) {
      throw CommandFailure.misused(
        "topic \"\(topic.name)\" has no partition \(wanted). It has partitions 0 to \(known.count - 1)")
    }
    return partition.isEmpty ? known : Array(Set(partition)).sorted()
  }

  private var startPosition: StartPosition {
    if beginning { return .beginning }
    if let head { return .fromBeginning(head) }
    if let tail { return .fromEnd(tail) }
    if let start { return .offset(start) }
    return .end
  }

  private var configuration: ConsumerConfiguration {
    var configuration = ConsumerConfiguration()
    configuration.isolation = isolation.level
    configuration.groupID = consumer
    configuration.groupStart = startPosition
    configuration.autoCommitMillis = nil
    if let maxbytes {
      let bytes = Int32(clamping: max(1, maxbytes.bytes))
      configuration.fetchBytesMax = bytes
      configuration.partitionBytesMax = bytes
    }
    return configuration
  }

  private var printer: RecordPrinter {
    RecordPrinter(
      style: format.map { .template(Template($0)) } ?? .value(output ?? .dynamic), showsKey: keyValue,
      suppressesUnknown: suppressUnknown, truncatesTo: truncate ? Terminal.width ?? Int.max : nil)
  }

  private func tellStatus() {
    guard Terminal.isOutputTerminal, Terminal.isErrorTerminal else { return }
    let from: String
    switch startPosition {
    case .beginning: from = " starting from the beginning of log"
    case .fromBeginning(let count): from = " starting \(count) from the beginning of log"
    case .fromEnd(let count): from = " starting \(count) from the end of log"
    case .offset(let offset): from = " starting at offset \(offset)"
    default: from = ""
    }
    Terminal.tell("Consuming records from '\(topic)'\(from)\(end.map { " until offset \($0) (inclusive)" } ?? "")")
  }
}
