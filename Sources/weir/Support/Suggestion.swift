import ArgumentParser
import WeirBase
import WeirClient

/// What somebody may have meant.
enum Suggestion {
  /// The nearest commands where the arguments name one that does not exist.
  static func command(for arguments: [String], root: any ParsableCommand.Type) -> String? {
    var current = root
    var path = root._commandName
    for argument in arguments {
      if argument.hasPrefix("-") { return nil }
      let commands = current.configuration.subcommands
      if commands.isEmpty { return nil }
      if let match = commands.first(where: { names($0).contains(argument) }) {
        current = match
        path += " \(argument)"
        continue
      }
      let near = Spelling.nearest(to: argument, among: commands.flatMap { names($0) })
      let all = commands.map { $0._commandName }.joined(separator: ", ")
      if near.isEmpty { return "'\(path)' has no command '\(argument)'. It has: \(all)" }
      return "'\(path)' has no command '\(argument)'. Did you mean \(quoted(near))?"
    }
    return nil
  }

  private static func names(_ command: any ParsableCommand.Type) -> [String] {
    [command._commandName] + command.configuration.aliases
  }

  private static func quoted(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: " or ") }

  /// "Did you mean 'orders'?" where names are near; else nil.
  static func name(_ word: String, among names: [String]) -> String? {
    let near = Spelling.nearest(to: word, among: names)
    return near.isEmpty ? nil : "Did you mean \(quoted(near))?"
  }
}
