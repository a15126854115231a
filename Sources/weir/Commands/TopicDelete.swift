import ArgumentParser
import WeirClient

struct TopicDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete topics with all their records.")

  @Argument(help: "The topics.", completion: .custom(ObjectCompletion.topics))
  var names: [String]

  @Flag(name: [.customShort("c"), .long], help: "Go on with the others when one cannot be deleted.")
  var continueOnError = false

  @OptionGroup var target: ClusterTarget

  func run() throws {
    let cluster = try target.connect()
    let admin = Admin(cluster)
    var failures = 0
    for name in names {
      do {
        try wait {
          _ = try await cluster.knownTopic(name)
          try await admin.deleteTopic(name)
        }
        StandardOutput.print("topic \"\(name)\" deleted")
      } catch {
        guard continueOnError else { throw error }
        Terminal.complain((error as? CommandFailure)?.message ?? CommandFailure.describe(error))
        failures += 1
      }
    }
    if failures > 0 { throw CommandFailure.failed("\(failures) of \(names.count) topics were not deleted") }
  }
}
