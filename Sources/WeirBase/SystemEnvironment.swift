import CWeir
import Glibc

/// The clocks of this machine.
package struct SystemClock: Clock {
  package init() {}

  package func wallMillis() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000
  }

  package func monotonicNanos() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}

/// The kernel's randomness.
package struct SystemRandom: RandomSource {
  package init() {}
  package func next() -> UInt64 { UInt64.random(in: .min ... .max) }
}

/// Threads for jobs that block. They start with the first job and live as long as the pool's owner keeps it.
package final class ThreadPool: JobRunner {
  private struct State {
    var jobs: [@Sendable () -> Void] = []
    var next = 0
    var idle = 0
    var threads = 0
    var stopping = false
  }

  /// A condition variable and its lock. `@unchecked Sendable`: pthread objects are made for sharing, at a fixed
  /// address.
  private final class Monitor: @unchecked Sendable {
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    var state = State()

    init() {
      pthread_mutex_init(lock, nil)
      pthread_cond_init(wake, nil)
    }

    deinit {
      pthread_cond_destroy(wake)
      pthread_mutex_destroy(lock)
      wake.deallocate()
      lock.deallocate()
    }
  }

  private let monitor = Monitor()
  private let name: String
  private let threadsMax: Int

  /// - Parameters:
  ///   - name: shown by the kernel's tools, 15 characters at most.
  ///   - threadsMax: 1 or more.
  package init(name: String, threadsMax: Int) {
    self.name = name
    self.threadsMax = max(1, threadsMax)
  }

  deinit { stop() }

  package func run(_ job: @escaping @Sendable () -> Void) {
    let monitor = self.monitor
    pthread_mutex_lock(monitor.lock)
    monitor.state.jobs.append(job)
    let waiting = monitor.state.jobs.count - monitor.state.next
    let needsThread = waiting > monitor.state.idle && monitor.state.threads < threadsMax
    if needsThread { monitor.state.threads += 1 }
    pthread_cond_signal(monitor.wake)
    pthread_mutex_unlock(monitor.lock)
    if needsThread { Self.startThread(named: name) { Self.work(monitor) } }
  }

  /// Threads end when what was asked before is done.
  package func stop() {
    pthread_mutex_lock(monitor.lock)
    monitor.state.stopping = true
    pthread_cond_broadcast(monitor.wake)
    pthread_mutex_unlock(monitor.lock)
  }

  private static func work(_ monitor: Monitor) {
    while let job = nextJob(monitor) { job() }
  }

  private static func nextJob(_ monitor: Monitor) -> (@Sendable () -> Void)? {
    pthread_mutex_lock(monitor.lock)
    defer { pthread_mutex_unlock(monitor.lock) }
    while monitor.state.next == monitor.state.jobs.count {
      if monitor.state.stopping { return nil }
      monitor.state.jobs.removeAll(keepingCapacity: monitor.state.jobs.count < 1024)
      monitor.state.next = 0
      monitor.state.idle += 1
      pthread_cond_wait(monitor.wake, monitor.lock)
      monitor.state.idle -= 1
    }
    let job = monitor.state.jobs[monitor.state.next]
    monitor.state.next += 1
    if monitor.state.next >= 256 && monitor.state.next * 2 > monitor.state.jobs.count {
      monitor.state.jobs.removeFirst(monitor.state.next)
      monitor.state.next = 0
    }
    return job
  }

  private final class Body {
    let run: @Sendable () -> Void
    let name: String
    init(_ name: String, _ run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }

  private static func startThread(named name: String, _ run: @escaping @Sendable () -> Void) {
    let body = Unmanaged.passRetained(Body(name, run))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        cweir_name_thread(String(body.name.prefix(15)))
        body.run()
        return nil
      }, body.toOpaque())
    precondition(result == 0, "the system refused a thread")
    pthread_detach(thread)
  }
}
