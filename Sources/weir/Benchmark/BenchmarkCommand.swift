import ArgumentParser
import WeirClient

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Measure how fast a cluster takes and gives records.",
    subcommands: [BenchmarkProducer.self, BenchmarkConsumer.self, BenchmarkMatrix.self], aliases: ["bench"])
}

/// What all benchmarks have in common.
struct BenchmarkOptions: ParsableArguments {
  @Option(help: "How many records. (default: 1000000, less where they would take more than 200 MB in a matrix)")
  var numRecords: Int?

  @Option(
    name: [.customShort("t"), .customLong("topic-name"), .customLong("topic")],
    help: "Use this topic, made if it is not there; else one that is made and deleted.")
  var topicName: String?

  @Flag(name: [.short, .long], help: "Do not delete the topic that was made.")
  var keepTopic = false

  @Option(name: [.short, .long], help: "Partitions of a topic that is made.")
  var partitions: Int32 = 1

  @Option(name: [.short, .long], help: "Replicas of a topic that is made.")
  var replicas: Int16 = 1

  @Option(help: "How many producers write at once.")
  var numProducers: Int = 1

  @Option(name: [.short, .long], help: ArgumentHelp("How long a batch waits for more records.", valueName: "time"))
  var linger = Span(millis: 5)

  @Option(help: ArgumentHelp("How large a request may be.", valueName: "bytes"))
  var maxRequestSize = ByteCount(1 << 20)

  @Option(
    name: [.customShort("q"), .long],
    help: ArgumentHelp("How much waits or is in flight, for each producer.", valueName: "bytes"))
  var queueSize = ByteCount(16 << 20)

  @Option(help: "What is waited for: 0 nothing, 1 the leader, all every replica, durably.")
  var acks = Acks.all

  @Option(help: ArgumentHelp("How long the node may take for one request.", valueName: "time"))
  var serverTimeout = Span(millis: 30_000)

  @Option(help: "Keys of the records: no-key, all-share-same-key, producer-worker-unique-key or random-key.")
  var recordKeyAllocationStrategy = KeyStrategy.noKey

  enum Acks: String, CaseIterable, ExpressibleByArgument {
    case none = "0"
    case leader = "1"
    case all

    var acknowledgement: ProducerConfiguration.Acknowledgement {
      switch self {
      case .none: .none
      case .leader: .leader
      case .all: .all
      }
    }
  }

  enum KeyStrategy: String, CaseIterable, ExpressibleByArgument {
    case noKey = "no-key"
    case allShareSameKey = "all-share-same-key"
    case producerWorkerUniqueKey = "producer-worker-unique-key"
    case randomKey = "random-key"
  }

  func validate() throws {
    if let numRecords, numRecords < 1 { throw ValidationError("--num-records must be 1 or more.") }
    if !(1...1_000).contains(numProducers) { throw ValidationError("--num-producers must be 1 to 1000.") }
    if partitions < 1 || replicas < 1 { throw ValidationError("--partitions and --replicas must be 1 or more.") }
    if maxRequestSize.bytes < 1 || queueSize.bytes < 1 { throw ValidationError("Sizes must be 1 or more.") }
  }
}
