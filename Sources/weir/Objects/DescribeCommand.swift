import ArgumentParser
import Glibc
import WeirBase
import WeirClient
import WeirObjects

/// `weir describe`: everything about objects.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Show everything about objects: what should be, what is, and its conditions.")

  @Argument(help: "KIND, KIND NAME... or KIND/NAME...", completion: .custom(ObjectCompletion.kindsAndNames))
  var objects: [String]

  @OptionGroup var selector: SelectorOptions
  @OptionGroup var format: OutputOptions
  @OptionGroup var namespace: NamespaceOption
  @OptionGroup var target: ClusterTarget

  func run() throws {
    let selection = try ObjectSelection(objects)
    let api = try target.api()
    if format.output != .table {
      return try show(selection, ObjectListing(api: api, form: ListingForm(format.output)))
    }
    let (documents, failures) = try find(selection, api)
    let now = Int64(time(nil)) * 1000
    if !documents.isEmpty {
      StandardOutput.print(documents.map { ObjectDescription(object: $0, now: now).text }.joined(separator: "\n\n"))
    } else if failures.isEmpty {
      Terminal.tell("No objects found")
    }
    for failure in failures.dropLast() { Terminal.complain(failure) }
    if let last = failures.last { throw CommandFailure.failed(last) }
  }

  private func show(_ selection: ObjectSelection, _ listing: ObjectListing) throws {
    let (selector, namespace) = (selector, namespace.namespace)
    try wait {
      if selection.namesNothing {
        try await listing.showAll(selection.parts.map { selector.query($0.kind, namespace) })
      } else {
        let keys = selection.keys(namespace)
        try await listing.show(keys, isSingle: keys.count == 1)
      }
    }
  }

  private func find(_ selection: ObjectSelection, _ api: AdminAPI) throws -> ([JSONValue], failures: [String]) {
    let (selector, namespace) = (selector, namespace.namespace)
    return try wait {
      var documents: [JSONValue] = []
      var failures: [String] = []
      for part in selection.parts where part.names.isEmpty {
        documents += try await api.objects(selector.query(part.kind, namespace))
      }
      for key in selection.keys(namespace) {
        do throws(APIError) { documents.append(try await api.get(key)) } catch {
          if error.status == nil { throw error }
          failures.append(Refusal.text(error, key))
        }
      }
      return (documents, failures)
    }
  }
}
