import Synchronization
import WeirBase

/// Waits on a thread that may block for what tasks do. Never from an event loop or a task.
enum Blocking {
  static func wait<T: Sendable>(_ work: @escaping @Sendable () async -> T) -> T {
    let gate = BlockingGate()
    let box = Box<T>()
    Task.detached {
      box.set(await work())
      gate.open()
    }
    gate.wait()
    return box.get()
  }

  /// Gives the work that long, and goes on without it afterwards.
  static func wait(atMostNanos nanos: UInt64, _ work: @escaping @Sendable () async -> Void) {
    let gate = BlockingGate()
    Task.detached {
      await work()
      gate.open()
    }
    Task.detached {
      await Pause.nanos(nanos)
      gate.open()
    }
    gate.wait()
  }

  /// Holds the value that is set before the gate opens.
  private final class Box<T: Sendable>: Sendable {
    private let value = Mutex<T?>(nil)

    func set(_ new: T) { value.withLock { $0 = new } }
    func get() -> T {
      guard let value = value.withLock({ $0 }) else { preconditionFailure("the gate opens after the value is set") }
      return value
    }
  }
}
