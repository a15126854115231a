import WeirBase

/// Runs each job at once, on the thread that asks.
package struct InlineRunner: JobRunner {
  package init() {}
  package func run(_ job: @escaping @Sendable () -> Void) { job() }
}
