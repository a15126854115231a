import ArgumentParser
import WeirObjects

/// `weir explain`: what the fields of a kind mean. It asks no node.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show what a kind and its fields mean.",
    discussion: "For example: weir explain topic, weir explain topic.spec.transforms")

  @Argument(help: "KIND, or KIND.FIELD.FIELD for a part of it.", completion: .custom(ObjectCompletion.kinds))
  var path: String

  @Flag(help: "Show the fields below as well, by name and type.")
  var recursive = false

  func run() throws {
    let words = path.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
    guard let first = words.first else {
      throw CommandFailure.misused("which kind? It is one of \(ObjectSelection.kinds)")
    }
    let kind = try ObjectSelection.kind(first)
    do {
      StandardOutput.print(try Explain.text(kind, path: Array(words.dropFirst()), recursive: recursive))
    } catch {
      throw CommandFailure.misused("\(error)")
    }
  }
}
