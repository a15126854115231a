import ArgumentParser

struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "Name clusters, and choose the one that commands talk to.",
    discussion: "Profiles are kept in ~/.weir/config, or in the file that WEIR_CONFIG names.",
    subcommands: [
      ProfileCurrent.self, ProfileList.self, ProfileSwitch.self, ProfileAdd.self, ProfileRename.self,
      ProfileDelete.self, ProfileExport.self,
    ])
}

struct ProfileCurrent: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "current", abstract: "Show the name of the profile that commands take.")

  func run() throws {
    guard let profile = try ProfileStore.current() else {
      throw CommandFailure.failed("no profile is chosen. Choose one with `weir profile switch NAME`")
    }
    StandardOutput.print(profile.name)
  }
}

struct ProfileSwitch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "switch", abstract: "Choose the profile that commands take.", aliases: ["use"])

  @Argument(help: "The profile.")
  var name: String

  func run() throws {
    let name = name
    try ProfileStore.change { book in
      guard book[name] != nil else { throw ProfileStore.unknown(name, book) }
      book.current = name
    }
    StandardOutput.print("switched to profile \"\(name)\"")
  }
}

struct ProfileRename: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rename", abstract: "Give a profile another name.")

  @Argument(help: "The profile.")
  var from: String

  @Argument(help: "Its new name.")
  var to: String

  func run() throws {
    let (from, to) = (from, to)
    if let fault = Profile.fault(inName: to) { throw CommandFailure.misused(fault) }
    try ProfileStore.change { book in
      guard let place = book.profiles.firstIndex(where: { $0.name == from }) else {
        throw ProfileStore.unknown(from, book)
      }
      guard from == to || book[to] == nil else {
        throw CommandFailure.failed("there is a profile '\(to)' already. Choose another name, or delete it first")
      }
      book.profiles[place].name = to
      if book.current == from { book.current = to }
    }
    StandardOutput.print("profile \"\(from)\" is now \"\(to)\"")
  }
}

struct ProfileDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Forget a profile; its cluster is not touched.")

  @Argument(help: "The profile.")
  var name: String

  func run() throws {
    let name = name
    let wasCurrent = try ProfileStore.change { book in
      guard book[name] != nil else { throw ProfileStore.unknown(name, book) }
      book.profiles.removeAll { $0.name == name }
      defer { if book.current == name { book.current = nil } }
      return book.current == name
    }
    StandardOutput.print("profile \"\(name)\" deleted")
    if wasCurrent { Terminal.tell("It was the current one. Choose another with `weir profile switch NAME`") }
  }
}
