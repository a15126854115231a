import ArgumentParser
import WeirBase
import WeirClient

struct BenchmarkMatrix: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix", abstract: "Measure writing with every combination of the sizes and codecs given.")

  /// What one combination writes unless the number of records is given.
  private static let cellBytes = 200_000_000

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Sizes of a record's value.", valueName: "bytes"))
  var recordSize = [ByteCount(100), ByteCount(1_000), ByteCount(10_000)]

  @Option(name: [.short, .long], parsing: .upToNextOption, help: ArgumentHelp("Sizes of a batch.", valueName: "bytes"))
  var batchSize = [ByteCount(16 << 10), ByteCount(256 << 10)]

  @Option(name: [.short, .long], parsing: .upToNextOption, help: "Codecs.")
  var compression = [Compression.none, .lz4]

  @OptionGroup var options: BenchmarkOptions
  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func validate() throws {
    if (recordSize + batchSize).contains(where: { $0.bytes < 1 }) { throw ValidationError("Sizes must be 1 or more.") }
  }

  func run() throws {
    let cluster = try target.connect()
    let again = target
    let columns = ["RECORD", "BATCH", "CODEC"] + BenchmarkResult.columns + BenchmarkResult.latencyColumns
    var table = TextTable(columns)
    var documents: [JSONValue] = []
    for record in recordSize {
      for batch in batchSize {
        for codec in compression {
          let topic = try BenchmarkTopic.prepare(options, cluster)
          defer { topic.cleanUp(options, cluster) }
          var setup = options.setup(recordBytes: record, batchBytes: batch, codec)
          if options.numRecords == nil {
            setup.records = min(setup.records, max(1, Self.cellBytes / setup.recordBytes))
          }
          let result = try ProducerBenchmark(setup, topic: topic.name).run { try again.another() }
          table.rows.append(
            [ByteSize.format(record.bytes), ByteSize.format(batch.bytes), codec.rawValue] + result.cells
              + result.latencyCells)
          documents.append(
            .object(
              [
                .init("recordBytes", .int(record.bytes)), .init("batchBytes", .int(batch.bytes)),
                .init("compression", .string(codec.rawValue)),
              ] + result.members))
        }
      }
    }
    format.show(table, .array(documents))
  }
}
