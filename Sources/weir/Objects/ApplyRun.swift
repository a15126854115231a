import WeirBase
import WeirClient
import WeirObjects

/// Applies declared objects: what others refer to first, many at once, told in the order they were declared in.
struct ApplyRun: Sendable {
  /// From so many objects of a kind on, one list is quicker than asking for each.
  private static let listFrom = 50

  let api: AdminAPI
  let options: WriteOptions

  private enum Outcome: Sendable {
    case created, configured, unchanged
    case failed(String)
  }

  /// The kinds, in the order in which they refer to each other.
  static let order: [Kind] = [.smartModule, .tableFormat, .topic, .view, .spu, .partition]

  /// Returns how many were refused.
  func apply(_ manifests: [Manifest]) async throws -> Int {
    var report = Report(manifests, isDry: options.isDry)
    for kind in Self.order {
      let places = manifests.indices.filter { manifests[$0].key.kind == kind }
      let known = try await fingerprints(places.map { manifests[$0].key })
      try await inOrder(
        places,
        { place in (place, try await apply(manifests[place], known[manifests[place].key.namespace])) },
        { place, outcome in report.tell(place, outcome) })
    }
    return report.failures
  }

  /// - Parameter known: what is there by name; nil where it was not asked for.
  private func apply(_ manifest: Manifest, _ known: [String: Int]?) async throws -> Outcome {
    do throws(APIError) {
      let before: Int?
      if let known {
        before = known[manifest.key.name]
      } else {
        before = try await api.find(manifest.key).map(Self.fingerprint)
      }
      let applied = try await api.apply(manifest.key, manifest.object, options)
      if applied.isCreated || before == nil { return .created }
      return before == Self.fingerprint(applied.object) ? .unchanged : .configured
    } catch {
      // Nothing else would fare better.
      guard let status = error.status else { throw error }
      let advice = status.isConflict ? "\n  Take its fields over with --force-conflicts" : ""
      return .failed("\(manifest.place): \(manifest.title): \(status)\(advice)")
    }
  }

  /// What is there, by namespace and name, for namespaces in which much is declared.
  private func fingerprints(_ keys: [ObjectKey]) async throws -> [String: [String: Int]] {
    var known: [String: [String: Int]] = [:]
    for (namespace, keys) in Dictionary(grouping: keys, by: \.namespace) {
      guard keys.count >= Self.listFrom, let kind = keys.first?.kind else { continue }
      let wanted = Set(keys.map(\.name))
      var found: [String: Int] = [:]
      _ = try await api.list(ObjectQuery(kind, namespace: namespace)) { page throws(APIError) in
        for item in page["items"]?.elements ?? [] {
          guard let name = item.at("metadata", "name")?.text, wanted.contains(name) else { continue }
          found[name] = Self.fingerprint(item)
        }
      }
      known[namespace] = found
    }
    return known
  }

  /// Equal for objects that say the same, whoever said it and in whichever order.
  private static func fingerprint(_ object: JSONValue) -> Int {
    var hasher = Hasher()
    hasher.combine(ObjectText.declared(object).inOrderOfNames)
    return hasher.finalize()
  }

  /// Tells outcomes in the order of the files, as early as that allows.
  private struct Report {
    private let manifests: [Manifest]
    private let suffix: String
    private var outcomes: [Outcome?]
    private var told = 0
    private(set) var failures = 0

    init(_ manifests: [Manifest], isDry: Bool) {
      self.manifests = manifests
      suffix = isDry ? " (dry run)" : ""
      outcomes = Array(repeating: nil, count: manifests.count)
    }

    mutating func tell(_ place: Int, _ outcome: Outcome) {
      outcomes[place] = outcome
      while told < manifests.count, let outcome = outcomes[told] {
        let title = manifests[told].title
        told += 1
        switch outcome {
        case .created: StandardOutput.print("\(title) created\(suffix)")
        case .configured: StandardOutput.print("\(title) configured\(suffix)")
        case .unchanged: StandardOutput.print("\(title) unchanged\(suffix)")
        case .failed(let reason):
          failures += 1
          Terminal.complain(reason)
        }
      }
    }
  }
}
