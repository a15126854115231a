import ArgumentParser
import Glibc

/// The command line: reads the arguments, runs the command, and turns what went wrong into words and an exit code.
@main
struct Weir: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weir",
    abstract: "Durable streams of records on one small node.",
    discussion: """
      Commands find their cluster by --cluster and --admin, else by --profile, else by WEIR_CLUSTER and WEIR_ADMIN, else
      by the current profile, else at 127.0.0.1:9092 and 127.0.0.1:9080.
      Exit codes: 0 done, 1 failed, 2 asked wrongly.
      """,
    subcommands: [
      ServeCommand.self, TopicCommand.self, ProduceCommand.self, ConsumeCommand.self, PartitionCommand.self,
      ConsumerCommand.self, ApplyCommand.self, GetCommand.self, DescribeCommand.self, ExplainCommand.self,
      DeleteCommand.self, DiffCommand.self, WaitCommand.self, LabelCommand.self, AnnotateCommand.self,
      SmartModuleCommand.self, TableFormatCommand.self, ViewCommand.self, SpuCommand.self, ProfileCommand.self,
      ClusterCommand.self, BenchmarkCommand.self, CompletionsCommand.self, VersionCommand.self,
    ])

  static func main() {
    // A closed pipe is met where it is written to.
    signal(SIGPIPE, SIG_IGN)
    let arguments = reordered(Array(CommandLine.arguments.dropFirst()))
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      Glibc.exit(0)
    } catch {
      Glibc.exit(Self.report(error, arguments))
    }
  }

  /// Which cluster is meant may stand before the command as well: it is moved behind, where commands read it.
  private static func reordered(_ arguments: [String]) -> [String] {
    var front: [String] = []
    var rest = arguments[...]
    while let first = rest.first {
      if ["--cluster", "--admin", "--profile"].contains(first) {
        front += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if ["--cluster=", "--admin=", "--profile="].contains(where: { first.hasPrefix($0) }) {
        front.append(first)
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return rest[..<end] + front + rest[end...]
  }

  /// Prints what is to be said about an error; returns the exit code.
  private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
    if error is BrokenPipe { return 0 }
    if let failure = error as? CommandFailure {
      Terminal.complain(failure.message)
      return failure.code
    }
    let code = Self.exitCode(for: error)
    if code == .success {
      StandardOutput.print(fullMessage(for: error))
      return 0
    }
    if code != .validationFailure {
      Terminal.complain(CommandFailure.describe(error))
      return 1
    }
    if let hint = Suggestion.command(for: arguments, root: self) {
      Terminal.complain(hint)
    } else {
      Terminal.tell(fullMessage(for: error))
    }
    return 2
  }
}
