import ArgumentParser
import WeirBase
import WeirClient

struct ClusterCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what this machine lacks for a node, and how to get it.",
    discussion: "Nothing is changed. The exit code is 1 if a node could not run, or not safely.")

  @OptionGroup var options: NodeOptions
  @OptionGroup var format: OutputOptions

  func run() throws {
    let local = try LocalNode.running()
    var results = MachineCheck(dataDirectory: try options.dataDirectory()).results()
    for (name, text, flag) in [
      ("Kafka address", options.kafka, "--kafka"), ("admin address", options.admin, "--admin"),
    ] {
      guard let address = BrokerAddress(text) else { continue }
      results.append(AddressCheck(name: name, address: address, flag: flag).result(local))
    }
    results += try storeResults()
    show(results)
    let failures = results.count { $0.verdict == .failed }
    if failures > 0 {
      throw CommandFailure.failed(
        "\(failures) of \(results.count) checks failed; a node would not run here, or not safely")
    }
  }

  private func storeResults() throws -> [CheckResult] {
    guard let place = options.metadata, place != "local" else { return [] }
    guard let endpoints = StoreCheck.endpoints(place) else {
      throw CommandFailure.misused("--metadata '\(place)' is no place. Write it as local or etcd://HOST:PORT,...")
    }
    Interruption.shared.begin()
    return try wait {
      var results: [CheckResult] = []
      for endpoint in endpoints { results.append(await StoreCheck(address: endpoint).result()) }
      return results
    }
  }

  private func show(_ results: [CheckResult]) {
    let rows = results.map { [$0.name, $0.verdict.rawValue, $0.finding] }
    format.show(TextTable(["CHECK", "RESULT", "FINDING"], rows: rows), .array(results.map(\.document)))
    for result in results where format.output == .table && !result.advice.isEmpty {
      Terminal.tell("\(result.name): \(result.advice)")
    }
  }
}
