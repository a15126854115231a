import Synchronization
import WeirBase
import WeirObjects

/// Objects over a store: the one way by which anything is declared. Whatever goes in has passed the same checks,
/// whoever asked.
package final class ObjectRepository: Sendable {
  /// How often a change is tried again when somebody else was quicker.
  static let attemptsMax = 32
  static let pageMax = 500

  package let store: any MetadataStore
  package let policy: ObjectPolicy
  let clock: any Clock
  let random: any RandomSource
  private let overlay = Mutex<(@Sendable (WeirObject) -> WeirObject)?>(nil)

  package init(
    store: any MetadataStore, policy: ObjectPolicy, clock: any Clock, random: any RandomSource
  ) {
    self.store = store
    self.policy = policy
    self.clock = clock
    self.random = random
  }

  /// Objects of this kind are shown with figures of the moment, which are never stored.
  static let livelyKind = Kind.partition

  /// - Parameter overlay: adds what the object's partition holds now.
  package func show(with overlay: @escaping @Sendable (WeirObject) -> WeirObject) {
    self.overlay.withLock { $0 = overlay }
  }

  private func shown(_ object: WeirObject) -> WeirObject {
    guard object.kind == Self.livelyKind, let overlay = overlay.withLock({ $0 }) else { return object }
    return overlay(object)
  }

  // MARK: Reading

  package func get(_ key: ObjectKey) async throws(ObjectError) -> WeirObject {
    guard let object = try await find(key) else { throw .notFound(key) }
    return shown(object)
  }

  func find(_ key: ObjectKey) async throws(ObjectError) -> WeirObject? {
    guard let entry = try await lookup(StoreKeys.object(key)).entry else { return nil }
    return try StoredObject.decode(entry.value, key.kind, revision: entry.modRevision)
  }

  /// The topic that has a name, whatever its object is called.
  package func topic(named name: String) async throws(ObjectError) -> WeirObject? {
    guard let entry = try await lookup(StoreKeys.topicName(name)).entry, let owner = TopicOwner(entry.value) else {
      return nil
    }
    guard let object = try await find(owner.key), object.metadata.uid == owner.uid else { return nil }
    return object
  }

  func lookup(_ key: String) async throws(ObjectError) -> StoreLookup {
    do throws(StoreError) { return try await store.get(key) } catch { throw ObjectError(error) }
  }

  func commit(_ transaction: StoreTransaction) async throws(ObjectError) -> StoreOutcome {
    do throws(StoreError) { return try await store.commit(transaction) } catch { throw ObjectError(error) }
  }

  /// Objects of a kind in the order of namespace and name.
  /// - Parameters:
  ///   - namespace: nil for all.
  ///   - limit: most items of the page, at most 500 in any case; nil for 500.
  ///   - continuing: what the page before gave.
  ///   - revision: as of this revision; nil for now.
  package func list(
    _ kind: Kind, namespace: String?, selector: @escaping @Sendable (WeirObject) -> Bool = { _ in true },
    limit: Int? = nil, continuing: String? = nil, revision: Int64? = nil
  ) async throws(ObjectError) -> ObjectPage {
    let most = min(max(limit ?? Self.pageMax, 1), Self.pageMax)
    var place = PagePlace(revision: revision, after: nil)
    if let continuing {
      guard let known = PagePlace(continuing) else { throw .expired("the continue token is not one of this server") }
      place = known
    }
    let prefix = StoreKeys.objects(kind, namespace)
    var page = ObjectPage(items: [], revision: 0, continuing: nil, remaining: nil)
    while true {
      let entries: StorePage
      do throws(StoreError) {
        // Never before the prefix: a token is what a client says.
        entries = try await store.list(
          prefix, after: place.after.map { prefix + $0 }, limit: Self.pageMax, revision: place.revision)
      } catch {
        // A revision that the store never had is what a client says as well.
        if case .invalid(let reason) = error, place.revision != nil { throw .expired(reason + "; list again") }
        throw ObjectError(error)
      }
      page.revision = entries.revision
      place.revision = entries.revision
      for (index, entry) in entries.entries.enumerated() {
        let object = shown(try StoredObject.decode(entry.value, kind, revision: entry.modRevision))
        place.after = String(entry.key.dropFirst(prefix.count))
        guard selector(object) else { continue }
        page.items.append(object)
        guard page.items.count == most else { continue }
        let rest = Int64(entries.entries.count - index - 1) + entries.remaining
        if rest > 0 {
          page.continuing = place.token
          page.remaining = rest
        }
        return page
      }
      if entries.remaining == 0 || entries.entries.isEmpty { return page }
    }
  }

  /// Gives every object of a kind to `take`, page by page, all of one revision.
  /// - Returns: that revision.
  @discardableResult
  package func forEach(_ kind: Kind, _ take: (WeirObject) async -> Void) async throws(ObjectError) -> Int64 {
    var continuing: String?
    while true {
      let page = try await list(kind, namespace: nil, continuing: continuing)
      for object in page.items { await take(object) }
      guard let next = page.continuing else { return page.revision }
      continuing = next
    }
  }

  /// Changes of a kind after `revision`.
  package func watch(
    _ kind: Kind, namespace: String?, after revision: Int64
  ) async throws(ObjectError) -> ObjectWatch {
    let changes: StoreWatch
    do throws(StoreError) {
      changes = try await store.watch(StoreKeys.objects(kind, namespace), after: revision)
    } catch { throw ObjectError(error) }
    // Pulled, never pushed: how far a reader may fall behind is the store's to bound.
    let source = WatchSource(changes)
    return ObjectWatch { [self] in
      do {
        guard let told = try await source.next() else { return nil }
        return ObjectEvents(
          events: try told.changes.compactMap { change in try event(change, kind) }, revision: told.revision)
      } catch let error as StoreError { throw ObjectError(error) }
    }
  }

  private func event(_ change: StoreChange, _ kind: Kind) throws(ObjectError) -> ObjectEvent? {
    switch change {
    case .put(let entry, let previous):
      let object = shown(try StoredObject.decode(entry.value, kind, revision: entry.modRevision))
      if entry.createRevision == entry.modRevision { return .added(object) }
      var old: WeirObject?
      if let previous { old = try StoredObject.decode(previous, kind, revision: 0) }
      return .modified(object, old: old)
    case .delete(_, let revision, let previous):
      guard let previous else { return nil }
      return .deleted(try StoredObject.decode(previous, kind, revision: revision))
    }
  }
}

/// `@unchecked Sendable`: an `ObjectWatch` asks for one element at a time.
private final class WatchSource: @unchecked Sendable {
  private var iterator: StoreWatch.Iterator

  init(_ changes: StoreWatch) { iterator = changes.makeAsyncIterator() }

  func next() async throws -> StoreEvents? { try await iterator.next() }
}

/// Where a list goes on: the revision it shows, and the last key told. Opaque to clients.
private struct PagePlace {
  var revision: Int64?
  var after: String?

  init(revision: Int64?, after: String?) {
    self.revision = revision
    self.after = after
  }

  /// Hexadecimal, so that nobody is tempted to make one.
  var token: String {
    "\(revision ?? 0)/\(after ?? "")".utf8.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  init?(_ token: String) {
    let digits = Array(token.utf8)
    guard digits.count.isMultiple(of: 2), digits.count <= 4096 else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    guard let text = String(validating: bytes, as: UTF8.self), let slash = text.firstIndex(of: "/"),
      let revision = Int64(text[..<slash]), revision > 0
    else { return nil }
    self.revision = revision
    after = String(text[text.index(after: slash)...])
  }
}
