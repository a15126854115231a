import Synchronization
import WeirBase
import WeirLog

/// A partition in service: its log, and the fetches that wait for more of it.
package final class Partition: Sendable {
  package let topic: String
  package let topicID: UUID128
  package let index: Int32
  package let log: PartitionLog
  private let waiters = Mutex<[FetchWaiter]>([])
  private let waiterCount = Atomic<Int>(0)

  package init(topic: String, topicID: UUID128, index: Int32, log: PartitionLog) {
    self.topic = topic
    self.topicID = topicID
    self.index = index
    self.log = log
  }

  /// "orders-3", as Kafka names directories and log lines.
  package var name: String { "\(topic)-\(index)" }

  /// Fetches that wait for more of this partition.
  var waitingFetches: Int { waiterCount.load(ordering: .sequentiallyConsistent) }

  func add(_ waiter: FetchWaiter) {
    waiters.withLock { $0.append(waiter) }
    waiterCount.add(1, ordering: .sequentiallyConsistent)
  }

  func remove(_ waiter: FetchWaiter) {
    let removed = waiters.withLock { list -> Bool in
      guard let at = list.firstIndex(where: { $0 === waiter }) else { return false }
      list.remove(at: at)
      return true
    }
    if removed { waiterCount.subtract(1, ordering: .sequentiallyConsistent) }
  }

  /// Tells waiting fetches of `bytes` more.
  func appended(bytes: Int) {
    guard waiterCount.load(ordering: .sequentiallyConsistent) > 0 else { return }
    for waiter in waiters.withLock({ $0 }) { waiter.gained(bytes) }
  }

  /// Wakes all who wait, whatever they wait for: the partition goes away or its start moved.
  func wakeAll() { for waiter in waiters.withLock({ $0 }) { waiter.fire() } }
}
