import Glibc

/// SIGTERM and SIGINT, taken synchronously: blocked in every thread, waited for in one.
enum Signals {
  private static func ending() -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    return set
  }

  /// Before the first thread starts, so that all threads inherit it.
  static func block() {
    var set = ending()
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Waits for the first of them. Blocks.
  static func wait() -> Int32 {
    var set = ending()
    var caught: Int32 = 0
    while sigwait(&set, &caught) != 0 {}
    return caught
  }

  /// A second one ends the process at once.
  static func unblock() {
    var set = ending()
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}

func pauseMillis(_ millis: Int32) { usleep(useconds_t(millis) * 1000) }
