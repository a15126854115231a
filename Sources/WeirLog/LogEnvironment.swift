import WeirBase

/// Everything outside a log that it needs; one for all logs of a node.
package struct LogEnvironment: Sendable {
  package var files: any FileSystem
  package var clock: any Clock
  package var scheduler: any Scheduler
  /// Threads that may wait for the disk.
  package var syncers: any JobRunner
  package var events: any EventLog
  package let metrics = LogMetrics()

  package init(
    files: any FileSystem, clock: any Clock, scheduler: any Scheduler, syncers: any JobRunner, events: any EventLog
  ) {
    self.files = files
    self.clock = clock
    self.scheduler = scheduler
    self.syncers = syncers
    self.events = events
  }
}
