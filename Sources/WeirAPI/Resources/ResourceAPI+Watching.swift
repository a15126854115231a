import WeirBase
import WeirControl
import WeirObjects

extension ResourceAPI {
  /// How often a watch says how far it has come, in seconds.
  static let bookmarkSeconds: Int64 = 60
  /// A watch ends after this long and the client begins another, as Kubernetes' do.
  static let watchSecondsMax: Int64 = 3_600

  func watch(
    _ kind: Kind, _ namespace: String?, _ request: ResourceRequest
  ) async throws(RequestFault) -> HTTPAnswer {
    if request.form.isYAML { throw .notAcceptable("a watch is told as application/json") }
    let repository = repository
    let selector = request.selector
    // Without a version everything that is there comes first, as added.
    let isFromNow = request.resourceVersion == nil || request.resourceVersion == 0
    var known: [WeirObject] = []
    var revision = request.resourceVersion ?? 0
    if isFromNow { (known, revision) = try await all(kind, namespace, selector) }
    let after = revision
    let changes = try await ask { () throws(ObjectError) in
      try await repository.watch(kind, namespace: namespace, after: after)
    }
    let seconds = min(request.timeoutSeconds ?? Self.watchSecondsMax, Self.watchSecondsMax)
    let feed = WatchFeed(
      changes, selector: selector, wantsBookmarks: request.wantsBookmarks, lifeSeconds: seconds, clock: clock
    ) { [self] in rendering(kind, request) }
    return HTTPAnswer(
      headers: [("content-type", "application/json;stream=watch")], body: .stream(feed.bytes(first: known)))
  }

  /// As many as a watch may begin with; a client with more lists page by page and watches from there.
  private static let initialMax = 10_000

  private func all(
    _ kind: Kind, _ namespace: String?, _ selector: Selector
  ) async throws(RequestFault) -> ([WeirObject], Int64) {
    let repository = repository
    var objects: [WeirObject] = []
    var continuing: String?
    while true {
      let next = continuing
      let page = try await ask { () throws(ObjectError) in
        try await repository.list(
          kind, namespace: namespace, selector: { selector.matches($0) }, continuing: next)
      }
      objects += page.items
      guard objects.count <= Self.initialMax else {
        throw .object(.expired("there are too many objects to begin a watch with: list them, and watch from the list"))
      }
      guard let token = page.continuing else { return (objects, page.revision) }
      continuing = token
    }
  }
}
