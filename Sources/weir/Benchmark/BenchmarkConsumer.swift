import ArgumentParser
import WeirBase
import WeirClient
import WeirRecords

struct BenchmarkConsumer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consumer", abstract: "Measure reading a topic from its beginning.",
    discussion: "A topic that has fewer than --num-records is filled up first, which is not measured.")

  @Option(help: ArgumentHelp("How large the value of a record is that is written to fill up.", valueName: "bytes"))
  var recordSize = ByteCount(1_000)

  @OptionGroup var options: BenchmarkOptions
  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws {
    let cluster = try target.connect()
    let topic = try BenchmarkTopic.prepare(options, cluster)
    defer { topic.cleanUp(options, cluster) }
    let count = options.numRecords ?? BenchmarkOptions.recordsDefault
    try fill(topic.name, count, cluster)
    let result = try Self.read(topic.name, records: UInt64(count), cluster)
    format.show(TextTable(BenchmarkResult.columns, rows: [result.cells]), .object(result.members))
  }

  private func fill(_ topic: String, _ count: Int, _ cluster: Cluster) throws {
    let present = try wait {
      let places = try await cluster.topic(topic).partitions.map { TopicPartition(topic: topic, partition: $0.index) }
      return try await Admin(cluster).logBounds(places).values.reduce(0) { $0 + $1.count }
    }
    guard present < count else { return }
    var setup = options.setup(recordBytes: recordSize, batchBytes: ByteCount(256 << 10), .none)
    setup.records = count - present
    let again = target
    _ = try ProducerBenchmark(setup, topic: topic).run { try again.another() }
  }

  private static func read(_ topic: String, records: UInt64, _ cluster: Cluster) throws -> BenchmarkResult {
    let clock = SystemClock()
    let consumer = Consumer(cluster)
    let started = clock.monotonicNanos()
    try wait { try await consumer.assign(topic: topic, from: .beginning) }
    var progress = ProgressBar(isWanted: true)
    var count: UInt64 = 0
    var bytes: UInt64 = 0
    while count < records {
      guard let chunk = try wait({ try await consumer.poll(timeoutMillis: 10_000) }) else {
        throw CommandFailure.failed("no records came for 10 s, after \(count) of \(records)")
      }
      try chunk.forEachView { record in
        count &+= 1
        bytes &+= UInt64(record.value?.count ?? 0)
        return count < records
      }
      progress.update(share: Double(count) / Double(records), records: count, bytes: bytes)
    }
    let nanos = clock.monotonicNanos() &- started
    progress.clear()
    return BenchmarkResult(records: count, bytes: bytes, nanos: nanos, latencies: LatencyHistogram())
  }
}
