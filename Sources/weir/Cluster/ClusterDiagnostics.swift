import ArgumentParser
import Glibc
import WeirBase
import WeirClient
import WeirRecords

struct ClusterDiagnostics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnostics", abstract: "Pack what a maintainer would ask for into one file.",
    discussion: """
      Versions, settings, objects, metrics, the log's last lines, names and sizes of files, and facts of the machine.
      Never records, modules or secrets. Of the local node, unless another cluster is named.
      """)

  @Option(help: ArgumentHelp("Where to write it. (default: weir-diagnostics-TIME.tar.gz here)", valueName: "file"))
  var output: String?

  @Flag(name: [.short, .long], help: "Show the file's name alone.")
  var quiet = false

  @OptionGroup var target: ClusterTarget

  func run() throws {
    let now = SystemClock().wallMillis()
    let name = "weir-diagnostics-" + Instant.format(millis: now).filter { $0.isLetter || $0.isNumber }.prefix(15)
    let file = output ?? "\(name).tar.gz"
    let diagnosis = try collect()
    try write(diagnosis.archive(directory: name, seconds: now / 1000), to: file)
    StandardOutput.print(quiet ? file : "written to \(file)\n\n\(diagnosis.contents)")
  }

  private func collect() throws -> Diagnosis {
    var diagnosis = Diagnosis()
    diagnosis.add("weir.txt", "the release of this command", "weir \(VersionCommand.release)\n")
    let place = try ClusterPlace.find(target)
    let data = try place.local?.dataDirectory ?? NodeOptions.parse([]).dataDirectory()
    diagnosis.addMachine(MachineCheck(dataDirectory: data).results())
    if let local = place.local { diagnosis.addLocal(local) }
    if let (cluster, api) = try place.connect(target) {
      diagnosis.addCluster(cluster, api)
    }
    return diagnosis
  }

  private func write(_ archive: [UInt8], to path: String) throws {
    do {
      let packed = try archive.withUnsafeBytes { try Codec.gzip.compress($0) }
      let file = try RealFileSystem().open(path, .createNew)
      defer { file.close() }
      // Objects and logs are for the eyes of whom the user chooses.
      _ = chmod(path, 0o600)
      try file.write(packed, at: 0)
      try file.syncData()
    } catch let error as WeirBase.IOError where error.errno == EEXIST {
      throw CommandFailure.failed("\(path) exists already. Name another file with --output")
    } catch { throw CommandFailure.failed("the file cannot be written: \(error)") }
  }
}
