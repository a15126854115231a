import ArgumentParser

/// The files that declare objects.
struct ManifestOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .customLong("filename")],
    help: ArgumentHelp(
      "A YAML or JSON file, a directory, or - for standard input; repeat it for more.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var files: [String] = []

  @Flag(name: [.customShort("R"), .long], help: "Take the directories inside directories as well.")
  var recursive = false

  /// Everything that the files declare, and what is wrong with them.
  func read(_ namespace: NamespaceOption) -> ManifestReader {
    var reader = ManifestReader(namespace: namespace.namespace, isRecursive: recursive)
    for file in files { reader.read(file) }
    return reader
  }
}

/// Whose objects are meant.
struct NamespaceOption: ParsableArguments {
  @Option(name: [.short, .long], help: "The namespace; a single node has one.")
  var namespace = "default"
}
