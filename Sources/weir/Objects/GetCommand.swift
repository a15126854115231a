import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

/// `weir get`: objects as they are.
struct GetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Show objects.",
    discussion: """
      weir get topics             all of a kind (or of several: topics,views; or all)
      weir get topic orders       by name (or of several kinds: topic/orders view/orders.eu)
      weir get topics -w          go on and show every change
      """)

  @Argument(help: "KIND, KIND NAME... or KIND/NAME...", completion: .custom(ObjectCompletion.kindsAndNames))
  var objects: [String]

  @OptionGroup var selector: SelectorOptions

  @Flag(name: [.short, .long], help: "Go on and show every change, until Ctrl-C.")
  var watch = false

  @Option(
    name: [.customShort("O"), .customShort("o"), .long], help: "How to show it: table, wide, json, yaml or name.")
  var output = ListingForm.table

  @Flag(help: "Leave out the heads of the columns.")
  var noHeaders = false

  @Flag(help: "Show who declared which field as well (json and yaml).")
  var showManagedFields = false

  @OptionGroup var namespace: NamespaceOption
  @OptionGroup var target: ClusterTarget

  func run() throws {
    let selection = try ObjectSelection(objects)
    guard selection.namesNothing || selector.isEmpty else {
      throw CommandFailure.misused("names and selectors cannot be given together")
    }
    let listing = ObjectListing(
      api: try target.api(), form: output, showsHeads: !noHeaders, showsOwners: showManagedFields)
    if watch { return try follow(selection, listing) }
    let (selector, namespace) = (selector, namespace.namespace)
    try wait {
      if selection.namesNothing {
        try await listing.showAll(selection.parts.map { selector.query($0.kind, namespace) })
      } else {
        try await listing.show(selection.keys(namespace), isSingle: objects.count == 2 || selection.keys("").count == 1)
      }
    }
  }

  private func follow(_ selection: ObjectSelection, _ listing: ObjectListing) throws {
    guard let part = selection.parts.first, selection.parts.count == 1, part.names.count <= 1 else {
      throw CommandFailure.misused("--watch follows one kind, or one object of it")
    }
    var query = selector.query(part.kind, namespace.namespace)
    if let name = part.names.first { query.fields = "metadata.name=\(name)" }
    let followed = query
    try wait { try await listing.follow(followed) }
  }
}

/// How listed objects are shown.
enum ListingForm: String, CaseIterable, ExpressibleByArgument {
  case table, wide, json, yaml, name

  /// The same in the words of other commands.
  init(_ format: OutputFormat) {
    switch format {
    case .table: self = .table
    case .json: self = .json
    case .yaml: self = .yaml
    }
  }

  var object: ObjectForm { self == .table || self == .wide ? .table : .document }
}
