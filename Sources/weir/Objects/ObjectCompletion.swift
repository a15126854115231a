import WeirBase
import WeirClient
import WeirObjects

/// Names for the shell to complete. What cannot be asked for quickly is left out.
enum ObjectCompletion {
  private static let timeoutMillis: Int64 = 1_000

  /// Kinds as the first word, the names of that kind's objects after it.
  static let kindsAndNames: @Sendable ([String], Int, String) -> [String] = { words, place, _ in
    // What stands before the word that is being completed, behind the command.
    let before = words.prefix(max(0, place)).dropFirst(2).filter { !$0.hasPrefix("-") }
    guard let first = before.first else { return Kind.allCases.map(\.definition.plural) }
    return Kind(word: first).map(names) ?? []
  }

  static let kinds: @Sendable ([String], Int, String) -> [String] = { _, _, _ in
    Kind.allCases.map(\.definition.plural)
  }

  static let topics: @Sendable ([String], Int, String) -> [String] = { _, _, _ in names(.topic) }
  static let smartModules: @Sendable ([String], Int, String) -> [String] = { _, _, _ in names(.smartModule) }
  static let tableFormats: @Sendable ([String], Int, String) -> [String] = { _, _, _ in names(.tableFormat) }

  private static func names(_ kind: Kind) -> [String] {
    var configuration = AdminAPI.Configuration()
    configuration.connectTimeoutMillis = timeoutMillis
    configuration.requestTimeoutMillis = timeoutMillis
    configuration.busyRepeatsMax = 0
    guard let api = try? ClusterTarget.api(cluster: nil, admin: nil, configuration) else { return [] }
    let found = try? wait { try await api.objects(ObjectQuery(kind)) }
    return (found ?? []).compactMap { $0.at("metadata", "name")?.text }
  }
}
