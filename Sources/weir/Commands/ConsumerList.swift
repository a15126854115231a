import ArgumentParser
import WeirBase
import WeirClient

struct ConsumerList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show all consumers with their offsets.")

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws {
    let admin = Admin(try target.connect())
    let rows = try wait {
      var rows: [ConsumerOffset] = []
      for group in try await admin.listGroups() {
        rows += try await ConsumerOffset.all(of: group.id, group.state, admin)
      }
      return rows
    }
    format.show(
      TextTable(["CONSUMER", "TOPIC", "PARTITION", "OFFSET", "LAG", "STATE"], rows: rows.map(\.cells)),
      .array(rows.map(\.document)), empty: "No consumers found")
  }
}

/// Where a consumer stands in one partition; without one for a consumer that has committed nothing.
struct ConsumerOffset {
  let consumer: String
  let state: String
  let place: TopicPartition?
  let offset: Int64?
  /// The log's end; nil where the partition is gone.
  let end: Int64?

  static func all(of group: String, _ state: String, _ admin: Admin) async throws -> [ConsumerOffset] {
    let offsets = try await admin.groupOffsets(group)
    if offsets.isEmpty {
      return [ConsumerOffset(consumer: group, state: state, place: nil, offset: nil, end: nil)]
    }
    var rows: [ConsumerOffset] = []
    for (place, committed) in offsets.sorted(by: { $0.key < $1.key }) {
      // The topic may be gone while the offset is still there.
      let end = try? await admin.listOffsets([place: .end])[place]
      rows.append(
        ConsumerOffset(consumer: group, state: state, place: place, offset: committed.offset, end: end))
    }
    return rows
  }

  var lag: Int64? {
    guard let offset, let end else { return nil }
    return max(0, end &- offset)
  }

  var cells: [String] {
    [
      consumer, place?.topic ?? "", place.map { "\($0.partition)" } ?? "", offset.map { "\($0)" } ?? "",
      lag.map { "\($0)" } ?? "", state,
    ]
  }

  var document: JSONValue {
    .members(
      ("consumer", .string(consumer)), ("topic", .optional(place?.topic)),
      ("partition", place.map { .int($0.partition) } ?? .null), ("offset", offset.map { .int($0) } ?? .null),
      ("lag", lag.map { .int($0) } ?? .null), ("state", .string(state)))
  }
}
