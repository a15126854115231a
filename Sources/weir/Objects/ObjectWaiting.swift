import WeirBase
import WeirClient
import WeirObjects

/// Waits for objects of one kind: one watch for all of them.
struct ObjectWaiting: Sendable {
  let api: AdminAPI
  let goal: Goal
  let kind: Kind

  /// Tells each object that is there yet; returns those that are not when the time is over.
  func wait(_ keys: [ObjectKey], timeoutMillis: Int64) async throws -> [ObjectKey] {
    let progress = WaitingProgress(kind, keys)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await follow(progress) }
      group.addTask {
        let nanos = UInt64(clamping: timeoutMillis).multipliedReportingOverflow(by: 1_000_000)
        try await Task.sleep(nanoseconds: nanos.overflow ? UInt64(Int64.max) : nanos.partialValue)
      }
      try await group.next()
      group.cancelAll()
    }
    return await progress.missing
  }

  private func follow(_ progress: WaitingProgress) async throws {
    while await !progress.missing.isEmpty {
      do throws(APIError) {
        for namespace in await progress.namespaces { try await follow(namespace, progress) }
      } catch {
        // What happened meanwhile is forgotten: list again.
        guard error.status?.isExpired == true else { throw error }
      }
    }
  }

  private func follow(_ namespace: String, _ progress: WaitingProgress) async throws(APIError) {
    var query = ObjectQuery(kind, namespace: namespace)
    if let only = await progress.only(in: namespace) { query.fields = "metadata.name=\(only)" }
    var objects: [JSONValue] = []
    var revision = try await api.list(query) { page throws(APIError) in objects += page["items"]?.elements ?? [] }
    await progress.see(all: objects, namespace, goal)
    while await progress.isWaiting(in: namespace) {
      let watch = try await api.watch(query, after: revision)
      while await progress.isWaiting(in: namespace), let event = try await watch.next() {
        revision = event.object.at("metadata", "resourceVersion")?.text ?? revision
        if event.change == .bookmark { continue }
        await progress.see(event.object, isGone: event.change == .deleted, namespace, goal)
      }
    }
  }
}

/// Who is still waited for.
actor WaitingProgress {
  private var waiting: Set<ObjectKey>
  private let kind: Kind
  private let order: [ObjectKey]

  init(_ kind: Kind, _ keys: [ObjectKey]) {
    self.kind = kind
    order = keys
    waiting = Set(keys)
  }

  var missing: [ObjectKey] { order.filter { waiting.contains($0) } }
  var namespaces: [String] { Set(waiting.map(\.namespace)).sorted() }

  func isWaiting(in namespace: String) -> Bool { waiting.contains { $0.namespace == namespace } }

  /// The name, where only one is waited for.
  func only(in namespace: String) -> String? {
    let keys = waiting.filter { $0.namespace == namespace }
    return keys.count == 1 ? keys.first?.name : nil
  }

  /// A whole list: what is not in it is not there.
  func see(all objects: [JSONValue], _ namespace: String, _ goal: Goal) {
    var byName: [String: JSONValue] = [:]
    for object in objects { if let name = object.at("metadata", "name")?.text { byName[name] = object } }
    for key in order where waiting.contains(key) && key.namespace == namespace && goal.isMet(by: byName[key.name]) {
      finish(key, goal)
    }
  }

  func see(_ object: JSONValue, isGone: Bool, _ namespace: String, _ goal: Goal) {
    guard let name = object.at("metadata", "name")?.text else { return }
    let key = ObjectKey(kind, namespace: namespace, name)
    if waiting.contains(key), goal.isMet(by: isGone ? nil : object) { finish(key, goal) }
  }

  private func finish(_ key: ObjectKey, _ goal: Goal) {
    waiting.remove(key)
    switch goal {
    case .delete: StandardOutput.print("\(key.title) deleted")
    case .create: StandardOutput.print("\(key.title) created")
    case .condition: StandardOutput.print("\(key.title) condition met")
    }
  }
}
