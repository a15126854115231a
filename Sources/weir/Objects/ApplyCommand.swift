import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

/// `weir apply`: what files declare becomes what is.
struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Make objects as files declare them.",
    discussion: """
      Files hold YAML or JSON, one object or many. What they do not mention stays as it is; a field that somebody else
      declared is taken over only with --force-conflicts. An object that is refused does not keep the others back.
      """)

  @OptionGroup var manifests: ManifestOptions

  @Flag(help: "Let the node check everything, and change nothing.")
  var dryRun = false

  @Flag(help: "Take over fields that others declared.")
  var forceConflicts = false

  @Flag(help: .hidden)
  var serverSide = false

  @OptionGroup var namespace: NamespaceOption
  @OptionGroup var target: ClusterTarget

  func validate() throws {
    if manifests.files.isEmpty { throw ValidationError("Name what to apply with -f FILE, -f DIR or -f -") }
  }

  func run() throws {
    let api = try target.api()
    let reader = manifests.read(namespace)
    for fault in reader.faults { Terminal.complain(fault.description) }
    let run = ApplyRun(api: api, options: WriteOptions(isDry: dryRun, isForced: forceConflicts))
    let declared = reader.manifests
    let failures = try wait { try await run.apply(declared) } + reader.faults.count
    if declared.isEmpty, failures == 0 { return Terminal.tell("Nothing is declared there") }
    if failures > 0 {
      throw CommandFailure.failed("\(failures) of \(declared.count + reader.faults.count) objects were not applied")
    }
  }
}
