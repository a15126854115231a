import ArgumentParser
import WeirClient

struct ConsumerDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete a consumer that nobody uses, with its offsets.")

  @Argument(help: "The consumer.")
  var consumer: String

  @OptionGroup var target: ClusterTarget

  func run() throws {
    let admin = Admin(try target.connect())
    let id = consumer
    try wait {
      guard try await admin.listGroups().contains(where: { $0.id == id }) else {
        throw try await ConsumerDescribe.notFound(id, admin)
      }
      do throws(ClientError) {
        try await admin.deleteGroup(id)
      } catch {
        let nonEmpty: Int16 = 68
        guard error.code == nonEmpty else { throw error }
        throw CommandFailure.failed(
          "consumer \"\(id)\" is in use. End its members first; `weir consumer describe \(id)` shows them")
      }
    }
    StandardOutput.print("consumer \"\(id)\" deleted")
  }
}
