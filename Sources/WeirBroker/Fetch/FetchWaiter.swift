import Synchronization

/// A fetch that waits until enough was appended, its time is over, or a partition of its goes away. Fires once.
final class FetchWaiter: Sendable {
  private let bytesMissing: Atomic<Int>
  private let fired = Atomic<Bool>(false)
  private let onFire: @Sendable () -> Void

  init(bytesMissing: Int, onFire: @escaping @Sendable () -> Void) {
    self.bytesMissing = Atomic(bytesMissing)
    self.onFire = onFire
  }

  func gained(_ bytes: Int) {
    let left = bytesMissing.subtract(bytes, ordering: .relaxed).newValue
    if left <= 0 { fire() }
  }

  func fire() {
    if !fired.exchange(true, ordering: .relaxed) { onFire() }
  }
}
