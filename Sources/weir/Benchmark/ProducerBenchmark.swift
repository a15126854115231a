import Synchronization
import WeirBase
import WeirClient

/// Writes records as fast as the cluster takes them, from several producers at once.
final class ProducerBenchmark: Sendable {
  struct Setup: Sendable {
    var records: Int
    var recordBytes: Int
    var producers: Int
    var keys: BenchmarkOptions.KeyStrategy
    var configuration: ProducerConfiguration
  }

  /// Records queued while the producer's lock is held.
  private static let recordsPerTurn = 512
  /// One of so many records has its latency taken, so that measuring does not slow down what is measured.
  private static let sampledEvery = 64

  private let setup: Setup
  private let topic: String
  private let clock = SystemClock()
  private let latencies = Mutex(LatencyHistogram())
  private let failure = Mutex<String?>(nil)
  private let running: Atomic<Int>

  init(_ setup: Setup, topic: String) {
    self.setup = setup
    self.topic = topic
    running = Atomic(setup.producers)
  }

  func run(_ target: @Sendable () throws -> Cluster) throws -> BenchmarkResult {
    let name = topic
    let configuration = setup.configuration
    let producers = try (0..<setup.producers).map { _ in Producer(try target(), configuration: configuration) }
    for producer in producers { _ = try wait { try await producer.topic(name) } }
    let pool = ThreadPool(name: "weir-bench", threadsMax: setup.producers)
    let started = clock.monotonicNanos()
    for (number, producer) in producers.enumerated() { pool.run { self.work(producer, number) } }
    var progress = ProgressBar(isWanted: true)
    while running.load(ordering: .acquiring) > 0, !Interruption.shared.isRequested {
      pauseBriefly()
      let done = producers.reduce(UInt64(0)) { $0 + $1.report.acknowledged }
      progress.update(
        share: Double(done) / Double(setup.records), records: done, bytes: done * UInt64(setup.recordBytes))
    }
    let nanos = clock.monotonicNanos() &- started
    progress.clear()
    if let failure = failure.withLock({ $0 }) { throw CommandFailure.failed(failure) }
    let acknowledged = producers.reduce(UInt64(0)) { $0 + $1.report.acknowledged }
    return BenchmarkResult(
      records: acknowledged, bytes: acknowledged * UInt64(setup.recordBytes), nanos: nanos,
      latencies: latencies.withLock { $0 })
  }

  private func work(_ producer: Producer, _ number: Int) {
    defer { running.subtract(1, ordering: .releasing) }
    do {
      let share = setup.records / setup.producers + (number < setup.records % setup.producers ? 1 : 0)
      try send(share, with: producer, number)
      try waitToTheEnd { try await producer.flush() }
    } catch {
      failure.withLock { $0 = $0 ?? CommandFailure.describe(error) }
    }
  }

  private func send(_ count: Int, with producer: Producer, _ number: Int) throws {
    let name = topic
    let topic = try waitToTheEnd { try await producer.topic(name) }
    var random = UInt64(truncatingIfNeeded: number) &* 0x9e37_79b9_7f4a_7c15 | 1
    let value = (0..<setup.recordBytes).map { _ in
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(ascii: "a") + UInt8(truncatingIfNeeded: random >> 33) % 26
    }
    var key = Array("worker-\(setup.keys == .producerWorkerUniqueKey ? number : 0)".utf8)
    var sent = 0
    while sent < count, failure.withLock({ $0 == nil }), !Interruption.shared.isRequested {
      var outcome = RecordAppender.Outcome.queued
      try producer.append(to: topic) { appender in
        let stop = min(count, sent + Self.recordsPerTurn)
        while sent < stop, outcome == .queued {
          if setup.keys == .randomKey { key = Array(String(UInt64.random(in: 0...UInt64.max), radix: 36).utf8) }
          outcome = append(&appender, key, value, isSampled: sent % Self.sampledEvery == 0)
          if outcome == .queued { sent += 1 }
        }
      }
      if case .tooLarge(let bytes) = outcome {
        throw Producer.tooLarge(bytes, setup.configuration.requestBytesMax, name)
      }
      if outcome == .full { try waitToTheEnd { try await producer.room() } }
    }
  }

  private func append(
    _ appender: inout RecordAppender, _ key: [UInt8], _ value: [UInt8], isSampled: Bool
  ) -> RecordAppender.Outcome {
    var sample: (@Sendable (Result<Delivery, ClientError>) -> Void)?
    if isSampled {
      let begun = clock.monotonicNanos()
      sample = { [self] _ in
        let nanos = clock.monotonicNanos() &- begun
        latencies.withLock { $0.record(nanos: nanos) }
      }
    }
    return value.withUnsafeBytes { value in
      if setup.keys == .noKey { return appender.append(value: value, onDelivery: sample) }
      return key.withUnsafeBytes { appender.append(key: $0, value: value, onDelivery: sample) }
    }
  }
}
