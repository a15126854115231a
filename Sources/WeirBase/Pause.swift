/// Rests of tasks that wait for their turn, a retry or the end of a term. The data path has none.
package enum Pause {
  /// - Returns: false when the task was cancelled meanwhile.
  @discardableResult
  package static func nanos(_ nanos: UInt64) async -> Bool {
    (try? await Task.sleep(nanoseconds: nanos)) != nil
  }
}
