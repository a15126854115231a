import WeirBase
import WeirBroker
import WeirControl
import WeirObjects

/// Topics that Kafka clients make, change and delete, as the same objects that everyone else declares.
///
/// The broker asks on a thread of its own that may block; objects are changed by tasks elsewhere.
final class ObjectTopicRegistry: TopicRegistry {
  private let repository: ObjectRepository

  init(_ repository: ObjectRepository) { self.repository = repository }

  func create(_ topics: [TopicDeclaration]) -> [RegistryError?] {
    if topics.isEmpty { return [] }
    let repository = repository
    return Blocking.wait {
      // At once, so that the store can write them together.
      await withTaskGroup(of: (Int, RegistryError?).self) { group in
        for (index, topic) in topics.enumerated() {
          group.addTask { (index, await Self.create(topic, repository)) }
        }
        var faults = [RegistryError?](repeating: nil, count: topics.count)
        for await (index, fault) in group { faults[index] = fault }
        return faults
      }
    }
  }

  private static func create(_ topic: TopicDeclaration, _ repository: ObjectRepository) async -> RegistryError? {
    do throws(ObjectError) {
      _ = try await repository.create(WeirObject(HostedTopic(topic)), uid: topic.id)
      return nil
    } catch { return RegistryError(error, topic.name) }
  }

  func grow(_ topic: TopicDeclaration) throws(RegistryError) {
    try run(topic.name) { repository throws(ObjectError) in
      guard let object = try await repository.topic(named: topic.name) else {
        throw .notFound(ObjectKey(.topic, topic.name))
      }
      // Only this field: what the broker knows of the others may be older than what is declared.
      _ = try await repository.update(object.key) { current in
        var new = current
        new.spec["partitions"] = .int(max(current.spec["partitions"]?.integer ?? 0, Int64(topic.partitions)))
        return new
      }
    }
  }

  func remove(_ topic: TopicDeclaration) throws(RegistryError) {
    try run(topic.name) { repository throws(ObjectError) in
      guard let object = try await repository.topic(named: topic.name) else { return }
      var options = DeleteOptions()
      options.uid = topic.id
      _ = try await repository.delete(object.key, options: options)
    }
  }

  private func run(
    _ name: String, _ work: @escaping @Sendable (ObjectRepository) async throws(ObjectError) -> Void
  ) throws(RegistryError) {
    let repository = repository
    let fault: RegistryError? = Blocking.wait {
      do throws(ObjectError) {
        try await work(repository)
        return nil
      } catch { return RegistryError(error, name) }
    }
    if let fault { throw fault }
  }
}

extension RegistryError {
  fileprivate init(_ error: ObjectError, _ topic: String) {
    switch error {
    case .alreadyExists: self = .exists(topic)
    case .notFound: self = .absent(topic)
    case .invalid(_, let causes):
      self = causes.contains { $0.reason == .duplicate } ? .exists(topic) : .invalid(error.description)
    case .unavailable, .conflict: self = .unavailable(error.description)
    case .notAllowed, .tooLarge, .malformed, .ownedByOthers: self = .invalid(error.description)
    case .expired, .internalFault: self = .storage(error.description)
    }
  }
}
