import WeirBase
import WeirObjects

/// A topic as Fluvio's topic config file describes it. What is nil is not said.
struct TopicFile {
  /// What Fluvio takes where nothing is said.
  static let defaultDeduplication = Deduplication(count: 5, age: "5s")

  var name: String?
  var partitions: Int32?
  var replication: Int16?
  var maxPartitionSize: ByteCount?
  var retentionTime: Span?
  var segmentSize: ByteCount?
  var compressionType: String?
  var deduplication: Deduplication?
}

// MARK: Reading

extension TopicFile {
  /// What may stand in the file. The version, racks and the filter of the deduplication say nothing here: Weir
  /// recognises duplicates itself.
  private static let known: Set<String> = [
    "version", "meta", "partition", "retention", "compression", "deduplication", "meta.name", "partition.count",
    "partition.max-size", "partition.replication", "partition.ignore-rack-assignment", "retention.time",
    "retention.segment-size", "compression.type", "deduplication.bounds", "deduplication.filter",
    "deduplication.bounds.count", "deduplication.bounds.age",
  ]

  init(path: String) throws {
    self.init()
    let file: InputFile
    do { file = try InputFile(path: path) } catch {
      throw CommandFailure.misused("--config '\(path)' is neither KEY=VALUE nor a file that can be read")
    }
    let bytes = try file.contents(bytesMax: YAMLLimits().bytesMax)
    do throws(YAMLFault) {
      let documents = try YAML.documents(bytes)
      guard let value = documents.first?.value, documents.count == 1, value.members != nil else {
        throw YAMLFault("one document with names and values was expected", line: 0, column: 0)
      }
      try Self.checkNames(value, at: "")
      try read(value)
    } catch {
      throw CommandFailure.misused("\(path): \(error)")
    }
  }

  private static func checkNames(_ value: JSONValue, at path: String) throws(YAMLFault) {
    for member in value.members ?? [] {
      let place = path.isEmpty ? member.name : "\(path).\(member.name)"
      if place.hasPrefix("deduplication.filter") { continue }
      guard known.contains(place) else {
        let hint =
          Suggestion.name(place, among: known.sorted()) ?? "Known are \(known.sorted().joined(separator: ", "))"
        throw YAMLFault("'\(place)' is not known. \(hint)", line: 0, column: 0)
      }
      try checkNames(member.value, at: place)
    }
  }

  private mutating func read(_ value: JSONValue) throws(YAMLFault) {
    name = try Self.value(value, "meta", "name") { $0.text }
    partitions = try Self.value(value, "partition", "count") { $0.integer.flatMap(Int32.init(exactly:)) }
    replication = try Self.value(value, "partition", "replication") { $0.integer.flatMap(Int16.init(exactly:)) }
    maxPartitionSize = try Self.value(value, "partition", "max-size") { ByteCount(argument: $0.plain) }
    retentionTime = try Self.value(value, "retention", "time") { Span(argument: $0.plain) }
    segmentSize = try Self.value(value, "retention", "segment-size") { ByteCount(argument: $0.plain) }
    compressionType = try Self.value(value, "compression", "type") { $0.text }
    guard let bounds = value.at("deduplication", "bounds") else { return }
    var wanted = Self.defaultDeduplication
    wanted.count = try Self.value(bounds, "count") { $0.integer } ?? wanted.count
    wanted.age = try Self.value(bounds, "age") { Span(argument: $0.plain).map { TimeSpan.format(millis: $0.millis) } }
    deduplication = wanted
  }

  private static func value<T>(
    _ value: JSONValue, _ path: String..., read: (JSONValue) -> T?
  ) throws(YAMLFault) -> T? {
    guard let found = path.reduce(Optional(value), { $0?[$1] }), !found.isNull else { return nil }
    guard let read = read(found) else {
      throw YAMLFault("\(path.joined(separator: ".")): \(found.compact) is no value for it", line: 0, column: 0)
    }
    return read
  }
}

extension JSONValue {
  /// A text or a number, as it was written.
  fileprivate var plain: String { text ?? compact }
}
