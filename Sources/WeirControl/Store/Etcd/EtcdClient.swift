import NIOCore
import Synchronization
import WeirBase

/// Calls to whichever member of etcd answers, over connections that are kept.
final class EtcdClient: Sendable {
  static let connectTimeout = TimeAmount.seconds(2)
  static let callTimeout = TimeAmount.seconds(5)
  private static let connectionsMax = 32
  private static let waitingMax = 16_384

  private struct State: Sendable {
    /// Which endpoint answered last.
    var current = 0
    var idle: [EtcdConnection] = []
    var isLost = false
    var isClosed = false
  }

  let endpoints: [Endpoint]
  let group: any EventLoopGroup
  private let events: any EventLog
  private let gate = EtcdGate(callsMax: connectionsMax, waitingMax: waitingMax)
  private let state = Mutex(State())

  init(endpoints: [Endpoint], group: any EventLoopGroup, events: any EventLog) {
    self.endpoints = endpoints
    self.group = group
    self.events = events
  }

  deinit { close() }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  func close() {
    let idle = state.withLock { state in
      state.isClosed = true
      defer { state.idle = [] }
      return state.idle
    }
    for connection in idle { connection.close() }
  }

  /// - Parameters:
  ///   - isRepeatable: doing it twice does no harm, so that another member may be asked when one fails in the middle.
  ///   - lease: the lease that the request names, for its error.
  func call(
    _ path: String, _ body: JSONValue, isRepeatable: Bool, lease: Int64 = 0
  ) async throws(StoreError) -> JSONValue {
    let text = body.compact
    return try await gate.pass { () async throws(StoreError) in
      try await attempts(path, text, isRepeatable: isRepeatable, lease: lease)
    }
  }

  private func attempts(
    _ path: String, _ body: String, isRepeatable: Bool, lease: Int64
  ) async throws(StoreError) -> JSONValue {
    var failed = StoreError.unavailable("no endpoint of etcd is known")
    // One more than there are members: a kept connection may turn out to be dead.
    for _ in 0...endpoints.count {
      if isClosed { throw .unavailable("the store is closed") }
      guard let endpoint = current() else { break }
      switch await attempt(path, body, at: endpoint) {
      case .answered(let json):
        answered(endpoint)
        return json
      case .refused(let refusal):
        failed = refusal.storeError(lease: lease)
        guard refusal.isPassing else { throw failed }
        avoid(endpoint, refusal.message)
        guard isRepeatable else { throw failed }
      case .failed(let fault):
        if fault.kind == .tooLarge { throw .tooLarge("etcd: \(fault.message)") }
        avoid(endpoint, fault.message)
        let mayRepeat = isRepeatable || fault.kind == .unsent
        failed = .unavailable(
          "etcd at \(endpoint): \(fault.message)\(mayRepeat ? "" : " (whether it was done is not known)")")
        guard mayRepeat else { throw failed }
      }
    }
    throw failed
  }

  private enum Attempt {
    case answered(JSONValue)
    case refused(EtcdRefusal)
    case failed(EtcdFault)
  }

  private func attempt(_ path: String, _ body: String, at endpoint: Endpoint) async -> Attempt {
    do throws(EtcdFault) {
      let connection = try await connection(to: endpoint)
      let reply = try await connection.send(path, body, timeout: Self.callTimeout)
      if reply.isKeptAlive { keep(connection) }
      let json = try EtcdJSON.parse(reply.body)
      guard reply.status == 200, json["error"] == nil else { return .refused(EtcdRefusal(json, status: reply.status)) }
      return .answered(json)
    } catch {
      return .failed(error)
    }
  }

  // MARK: Connections

  private func connection(to endpoint: Endpoint) async throws(EtcdFault) -> EtcdConnection {
    let kept = state.withLock { state -> EtcdConnection? in
      state.idle.removeAll { !$0.isOpen }
      return state.idle.lastIndex { $0.endpoint == endpoint }.map { state.idle.remove(at: $0) }
    }
    if let kept { return kept }
    return try await EtcdConnection.open(endpoint, on: group, timeout: Self.connectTimeout)
  }

  private func keep(_ connection: EtcdConnection) {
    let isKept = state.withLock { state in
      if state.isClosed || state.idle.count >= Self.connectionsMax { return false }
      state.idle.append(connection)
      return true
    }
    if !isKept { connection.close() }
  }

  // MARK: Members

  /// The member to ask next.
  func current() -> Endpoint? {
    state.withLock { endpoints.indices.contains($0.current) ? endpoints[$0.current] : nil }
  }

  /// Asks another member from now on; the log hears of it once.
  func avoid(_ endpoint: Endpoint, _ cause: String) {
    let (isNew, dead) = state.withLock { state -> (Bool, [EtcdConnection]) in
      if endpoints[state.current] == endpoint { state.current = (state.current + 1) % endpoints.count }
      defer {
        state.isLost = true
        state.idle.removeAll { $0.endpoint == endpoint }
      }
      return (!state.isLost && !state.isClosed, state.idle.filter { $0.endpoint == endpoint })
    }
    for connection in dead { connection.close() }
    if isNew { events.warning("etcd does not answer", ("endpoint", "\(endpoint)"), ("cause", cause)) }
  }

  func answered(_ endpoint: Endpoint) {
    let isNew = state.withLock { state in
      defer { state.isLost = false }
      return state.isLost
    }
    if isNew { events.info("etcd answers again", ("endpoint", "\(endpoint)")) }
  }
}
