import Glibc
import WeirClient

/// The topic of a benchmark: one that is there, or one made for it.
struct BenchmarkTopic: Sendable {
  let name: String
  /// It was made for this run.
  let isOwn: Bool

  static func prepare(_ options: BenchmarkOptions, _ cluster: Cluster) throws -> BenchmarkTopic {
    let name = options.topicName ?? "benchmark-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let new = NewTopic(name: name, partitions: options.partitions, replication: options.replicas)
    // So that the topic is deleted.
    Interruption.shared.endGracefully()
    let isGiven = options.topicName != nil
    let isNew = try wait { () -> Bool in
      if isGiven, try await Admin(cluster).listTopics().contains(where: { $0.name == name }) { return false }
      try await Admin(cluster).createTopic(new)
      return true
    }
    return BenchmarkTopic(name: name, isOwn: isNew && !isGiven)
  }

  func cleanUp(_ options: BenchmarkOptions, _ cluster: Cluster) {
    guard isOwn, !options.keepTopic else { return }
    let name = self.name
    do { try waitToTheEnd { try await Admin(cluster).deleteTopic(name) } } catch {
      Terminal.complain("the topic \"\(name)\" was not deleted: \(CommandFailure.describe(error))")
    }
  }
}
