/// Answers some paths of the admin port. Asked concurrently; its task is cancelled when the client leaves.
package protocol HTTPRoute: Sendable {
  /// - Returns: nil for what another route may answer.
  func answer(_ ask: HTTPAsk) async -> HTTPAnswer?
}
