import WeirControl
import WeirObjects

/// Objects of one moment, page by page: the next page is read when it is asked for.
struct ObjectPages: Sendable {
  /// The revision that they show; a watch from here misses nothing.
  let revision: Int64
  private let repository: ObjectRepository
  private let kind: Kind
  private let namespace: String?
  private let selector: Selector
  private var first: [WeirObject]?
  /// Where the next page begins; nil after the last.
  private(set) var continuing: String?
  /// How many come after the first page, where no selector hides it.
  let remaining: Int64?

  /// Reads the first page.
  ///
  /// - Parameter limit: most objects of it; nil for as many as the store gives at once.
  init(
    _ repository: ObjectRepository, _ kind: Kind, _ namespace: String?, _ selector: Selector, limit: Int? = nil,
    continuing: String? = nil, revision: Int64? = nil
  ) async throws(ObjectError) {
    self.repository = repository
    self.kind = kind
    self.namespace = namespace
    self.selector = selector
    if continuing == nil, revision == nil, let name = selector.name {
      self.revision = try await repository.revision()
      let key = ObjectKey(kind, namespace: namespace ?? ResourceAPI.namespace, name)
      first = try await Self.only(key, repository).filter(selector.matches)
      self.continuing = nil
      remaining = nil
      return
    }
    let page = try await repository.list(
      kind, namespace: namespace, selector: { selector.matches($0) }, limit: limit, continuing: continuing,
      revision: revision)
    self.revision = page.revision
    first = page.items
    self.continuing = page.continuing
    remaining = selector.isEmpty ? page.remaining : nil
  }

  /// One object is not looked for among all.
  private static func only(_ key: ObjectKey, _ repository: ObjectRepository) async throws(ObjectError) -> [WeirObject] {
    do throws(ObjectError) { return [try await repository.get(key)] } catch {
      guard case .notFound = error else { throw error }
      return []
    }
  }

  /// Nil after the last.
  mutating func next() async throws(ObjectError) -> [WeirObject]? {
    if let items = first {
      first = nil
      return items
    }
    guard let token = continuing else { return nil }
    let selector = selector
    let page = try await repository.list(
      kind, namespace: namespace, selector: { selector.matches($0) }, continuing: token)
    continuing = page.continuing
    return page.items
  }
}

extension ObjectRepository {
  /// The store's revision now.
  func revision() async throws(ObjectError) -> Int64 {
    do throws(StoreError) { return try await store.get("/weir/cluster").revision } catch {
      // Told as for any other read of it.
      guard case .unavailable(let reason) = error else { throw .internalFault("\(error)") }
      throw .unavailable(reason)
    }
  }
}
