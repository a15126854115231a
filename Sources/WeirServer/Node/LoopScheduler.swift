import NIOCore
import WeirBase

/// Timers on the event loops that are there anyway.
struct LoopScheduler: Scheduler {
  let group: any EventLoopGroup

  func schedule(afterNanos nanos: UInt64, _ job: @escaping @Sendable () -> Void) -> any Cancellable {
    Timer(task: group.next().scheduleTask(in: .nanoseconds(Int64(clamping: nanos)), job))
  }

  private struct Timer: Cancellable {
    let task: Scheduled<Void>
    func cancel() { task.cancel() }
  }
}
