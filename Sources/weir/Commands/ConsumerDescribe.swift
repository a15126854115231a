import ArgumentParser
import WeirBase
import WeirClient

struct ConsumerDescribe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Show a consumer's members and offsets.")

  @Argument(help: "The consumer.")
  var consumer: String

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws {
    let admin = Admin(try target.connect())
    let id = consumer
    let (group, offsets) = try wait {
      let group = try await admin.describeGroup(id)
      if group.state == "Dead" { throw try await Self.notFound(id, admin) }
      return (group, try await ConsumerOffset.all(of: id, group.state, admin))
    }
    switch format.output {
    case .table: StandardOutput.print(Self.text(group, offsets))
    case .json, .yaml: format.show(TextTable([]), Self.document(group, offsets))
    }
  }

  /// The error for a consumer that is not there, with the names of similar ones.
  static func notFound(_ id: String, _ admin: Admin) async throws -> CommandFailure {
    let hint = Suggestion.name(id, among: try await admin.listGroups().map(\.id))
    return .failed("Consumer not found: '\(id)'. \(hint ?? "See those there are with `weir consumer list`")")
  }

  private static func text(_ group: GroupDescription, _ offsets: [ConsumerOffset]) -> String {
    let facts = TextTable(
      ["Consumer:", group.id],
      rows: [
        ["State:", group.state], ["Assignor:", group.assignor.isEmpty ? "none" : group.assignor],
        ["Members:", "\(group.members.count)"],
      ])
    var parts = [facts.text]
    if !group.members.isEmpty {
      parts.append(
        TextTable(
          ["MEMBER", "CLIENT", "HOST", "PARTITIONS"],
          rows: group.members.map { member in
            [member.id, member.clientID, member.host, member.assignment.map(\.description).joined(separator: " ")]
          }
        ).text)
    }
    let known = offsets.filter { $0.place != nil }
    if !known.isEmpty {
      parts.append(
        TextTable(["TOPIC", "PARTITION", "OFFSET", "LAG"], rows: known.map { Array($0.cells[1...4]) }).text)
    }
    return parts.joined(separator: "\n\n")
  }

  private static func document(_ group: GroupDescription, _ offsets: [ConsumerOffset]) -> JSONValue {
    .members(
      ("consumer", .string(group.id)), ("state", .string(group.state)), ("assignor", .string(group.assignor)),
      (
        "members",
        .array(
          group.members.map { member in
            .members(
              ("id", .string(member.id)), ("instanceId", .optional(member.instanceID)),
              ("clientId", .string(member.clientID)), ("host", .string(member.host)),
              ("partitions", .array(member.assignment.map { .string($0.description) })))
          })
      ),
      ("offsets", .array(offsets.filter { $0.place != nil }.map(\.document))))
  }
}
