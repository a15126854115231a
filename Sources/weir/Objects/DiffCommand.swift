import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

/// `weir diff`: what `weir apply` would change.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what `weir apply` would change.",
    discussion: "Exit codes, as diff has them: 0 nothing would change, 1 something would, 2 it cannot be told.")

  @OptionGroup var manifests: ManifestOptions

  @Flag(help: "As if fields that others declared were taken over.")
  var forceConflicts = false

  @OptionGroup var namespace: NamespaceOption
  @OptionGroup var target: ClusterTarget

  private enum Outcome: Sendable {
    case same
    case differs(String)
    case failed(String)
  }

  func validate() throws {
    if manifests.files.isEmpty { throw ValidationError("Name what to compare with -f FILE, -f DIR or -f -") }
  }

  func run() throws {
    do {
      let (differences, failures) = try compare()
      if failures > 0 { throw CommandFailure.misused("\(failures) objects could not be compared") }
      if differences > 0 { throw ExitCode(1) }
    } catch let error as ExitCode {
      throw error
    } catch let failure as CommandFailure {
      throw CommandFailure.misused(failure.message)
    } catch {
      throw CommandFailure.misused(CommandFailure.describe(error))
    }
  }

  private func compare() throws -> (differences: Int, failures: Int) {
    let api = try target.api()
    let reader = manifests.read(namespace)
    for fault in reader.faults { Terminal.complain(fault.description) }
    let options = WriteOptions(isDry: true, isForced: forceConflicts)
    let declared = reader.manifests
    let failed = reader.faults.count
    return try wait {
      var (differences, failures) = (0, failed)
      try await inOrder(declared) {
        try await Self.compare($0, api, options)
      } _: { outcome in
        switch outcome {
        case .same: break
        case .differs(let text):
          differences += 1
          StandardOutput.print(text)
        case .failed(let reason):
          failures += 1
          Terminal.complain(reason)
        }
      }
      return (differences, failures)
    }
  }

  private static func compare(_ manifest: Manifest, _ api: AdminAPI, _ options: WriteOptions) async throws -> Outcome {
    do throws(APIError) {
      let live = try await api.find(manifest.key)
      let merged = try await api.apply(manifest.key, manifest.object, options).object
      let diff = UnifiedDiff(live.map(text) ?? "", text(merged))
      return diff.isEmpty ? .same : .differs(diff.text("live/\(manifest.title)", manifest.place))
    } catch {
      guard let status = error.status else { throw error }
      return .failed("\(manifest.place): \(manifest.title): \(status)")
    }
  }

  private static func text(_ object: JSONValue) -> String {
    ObjectText.shortened(ObjectText.declared(object)).inOrderOfNames.yaml
  }
}
