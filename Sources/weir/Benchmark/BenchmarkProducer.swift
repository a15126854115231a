import ArgumentParser
import WeirBase
import WeirClient

struct BenchmarkProducer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "producer",
    abstract: "Measure writing: throughput, and the time from a record's call to its acknowledgement.")

  @Option(help: ArgumentHelp("How large each record's value is.", valueName: "bytes"))
  var recordSize = ByteCount(1_000)

  @Option(name: [.short, .long], help: ArgumentHelp("How large a batch grows.", valueName: "bytes"))
  var batchSize = ByteCount(256 << 10)

  @Option(name: [.short, .long], help: "How batches are compressed.")
  var compression = Compression.none

  @OptionGroup var options: BenchmarkOptions
  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func validate() throws {
    if recordSize.bytes < 1 || batchSize.bytes < 1 { throw ValidationError("Sizes must be 1 or more.") }
  }

  func run() throws {
    let cluster = try target.connect()
    let topic = try BenchmarkTopic.prepare(options, cluster)
    defer { topic.cleanUp(options, cluster) }
    let setup = options.setup(recordBytes: recordSize, batchBytes: batchSize, compression)
    let again = target
    let result = try ProducerBenchmark(setup, topic: topic.name).run { try again.another() }
    format.show(
      TextTable(BenchmarkResult.columns + BenchmarkResult.latencyColumns, rows: [result.cells + result.latencyCells]),
      .object(result.members))
  }
}

extension BenchmarkOptions {
  static let recordsDefault = 1_000_000

  func setup(recordBytes: ByteCount, batchBytes: ByteCount, _ compression: Compression) -> ProducerBenchmark.Setup {
    var configuration = ProducerConfiguration()
    configuration.acks = acks.acknowledgement
    configuration.lingerMillis = linger.millis
    configuration.batchBytesMax = Int(clamping: batchBytes.bytes)
    configuration.requestBytesMax = Int(clamping: maxRequestSize.bytes)
    configuration.queueBytesMax = Int(clamping: queueSize.bytes)
    configuration.requestTimeoutMillis = Int32(clamping: serverTimeout.millis)
    configuration.compression = compression
    return ProducerBenchmark.Setup(
      records: numRecords ?? Self.recordsDefault, recordBytes: Int(clamping: recordBytes.bytes),
      producers: numProducers,
      keys: recordKeyAllocationStrategy, configuration: configuration)
  }
}
