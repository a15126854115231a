import WeirClient

/// Lists that take more than one request, on a cluster whose topics come and go.
enum Listing {
  private static let partMax = 200

  /// Asks about many things, some at a time. What belongs to a topic that went meanwhile is left out.
  static func gather<Key: Hashable, Value>(
    _ keys: [Key], _ ask: ([Key]) async throws(ClientError) -> [Key: Value]
  ) async throws(ClientError) -> [Key: Value] {
    var found: [Key: Value] = [:]
    var parts = stride(from: 0, to: keys.count, by: partMax).map { keys[$0..<min(keys.count, $0 + partMax)] }
    while let part = parts.popLast() {
      do throws(ClientError) {
        found.merge(try await ask(Array(part))) { first, _ in first }
      } catch {
        guard error.kind == .unknownTopic else { throw error }
        // One of them is gone: which, halving tells.
        guard part.count > 1 else { continue }
        let middle = part.startIndex + part.count / 2
        parts += [part[..<middle], part[middle...]]
      }
    }
    return found
  }
}
