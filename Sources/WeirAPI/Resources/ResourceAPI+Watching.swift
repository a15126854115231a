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
    if request.form.isYAML { throw .answered(StatusFault.notAcceptable(["application/json"]).answer) }
    let (repository, selector) = (repository, request.selector)
    var known: ObjectPages?
    var revision = try await ask { () throws(ObjectError) in try await repository.revision() }
    try Self.checkKnown(request.resourceVersion, now: revision)
    if request.wantsInitialEvents {
      let pages = try await ask { () throws(ObjectError) in
        try await ObjectPages(repository, kind, namespace, selector)
      }
      (known, revision) = (pages, pages.revision)
    } else if let asked = request.resourceVersion, asked > 0 {
      revision = asked
    }
    let after = revision
    let changes = try await ask { () throws(ObjectError) in
      try await repository.watch(kind, namespace: namespace, after: after)
    }
    let life = request.timeoutSeconds.flatMap { $0 > 0 ? $0 : nil } ?? Self.watchSecondsMax
    let feed = WatchFeed(
      changes, after: after, first: known, lifeSeconds: min(life, Self.watchSecondsMax), request
    ) { [self] in rendering(kind, request) }
    return HTTPAnswer(headers: [("content-type", "application/json;stream=watch")], body: .stream(feed.bytes))
  }
}
