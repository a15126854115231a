import ArgumentParser
import WeirClient

struct TopicAddPartition: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add-partition", abstract: "Add partitions to a topic.",
    discussion: "Records with a key that come later may go to another partition than those before.")

  @Argument(help: "The topic.", completion: .custom(ObjectCompletion.topics))
  var topic: String

  @Option(name: [.customShort("c"), .long], help: "How many to add.")
  var count: Int32 = 1

  @OptionGroup var target: ClusterTarget

  func run() throws {
    guard count >= 1 else { throw CommandFailure.misused("--count must be 1 or more, not \(count)") }
    let cluster = try target.connect()
    let (name, added) = (topic, count)
    let total = try wait {
      let present = Int32(clamping: try await cluster.knownTopic(name).partitions.count)
      let (total, overflow) = present.addingReportingOverflow(added)
      guard !overflow else { throw CommandFailure.misused("--count \(added) is too large") }
      try await Admin(cluster).createPartitions(name, count: total)
      return total
    }
    StandardOutput.print(
      "added \(added) partition\(added == 1 ? "" : "s") to topic \"\(name)\", which has \(total) now")
  }
}
