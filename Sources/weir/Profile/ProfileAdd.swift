import ArgumentParser
import WeirClient

struct ProfileAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Give a cluster a name.",
    discussion: "The first profile becomes the current one; `weir profile switch` chooses another.")

  @Argument(help: "The profile's name.")
  var name: String

  @Argument(help: ArgumentHelp("The cluster's Kafka address, or several with commas.", valueName: "host:port"))
  var address: String

  @Option(
    help: ArgumentHelp("The cluster's admin address. (default: port 9080 of the same host)", valueName: "host:port"))
  var admin: String?

  func run() throws {
    if let fault = Profile.fault(inName: name) { throw CommandFailure.misused(fault) }
    if let fault = Profile.fault(inAddresses: address) { throw CommandFailure.misused(fault) }
    let profile = Profile(name: name, cluster: address, admin: try adminAddress())
    let isCurrent = try ProfileStore.change { book in
      if let known = book[profile.name] {
        throw CommandFailure.failed(
          "there is a profile '\(known.name)' already, for \(known.cluster). Choose another name, or delete it first "
            + "with `weir profile delete \(known.name)`")
      }
      guard book.profiles.count < ProfileBook.profilesMax else {
        throw CommandFailure.failed("there are \(ProfileBook.profilesMax) profiles already")
      }
      book.put(profile)
      if book.current == nil { book.current = profile.name }
      return book.current == profile.name
    }
    StandardOutput.print("profile \"\(profile.name)\" added\(isCurrent ? "; it is the current one" : "")")
  }

  private func adminAddress() throws -> String {
    if let admin {
      if let fault = Profile.fault(inAddresses: admin) { throw CommandFailure.misused("--admin \(fault)") }
      return admin
    }
    let first = address.prefix { $0 != "," }
    return BrokerAddress(host: BrokerAddress(String(first))?.host ?? "", port: Profile.adminPort).description
  }
}
