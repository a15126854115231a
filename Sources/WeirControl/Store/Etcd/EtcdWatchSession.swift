import NIOCore
import NIOHTTP1
import NIOPosix
import WeirBase

/// One stream of changes from one member of etcd, until it ends.
///
/// etcd is asked for the revision before the first one wanted as well, so that it refuses when what lies between was
/// forgotten; what it tells twice is dropped here.
struct EtcdWatchSession: Sendable {
  enum End: Sendable {
    /// Nobody listens any more.
    case unwanted
    /// Trying again from the last revision may work.
    case lost(String)
    /// It will not get better.
    case refused(StoreError)
  }

  /// A change comes in one line: the value and the one before it, in Base64.
  private static let lineBytesMax = 16 << 20
  /// Largest revision, whose changes may come in several lines.
  private static let revisionBytesMax = 64 << 20

  private let client: EtcdClient
  private let keys: EtcdKeys
  private let prefix: String
  /// Everything up to this revision was told.
  private(set) var revision: Int64
  /// Of the etcd that told it.
  private(set) var clusterID: String?
  private(set) var isCreated = false
  /// Changes of a revision that is not complete yet.
  private var held: [StoreChange] = []
  private var heldBytes = 0

  init(_ client: EtcdClient, _ keys: EtcdKeys, prefix: String, after revision: Int64, clusterID: String? = nil) {
    self.client = client
    self.keys = keys
    self.prefix = prefix
    self.revision = revision
    self.clusterID = clusterID
  }

  private var request: JSONValue {
    let range = keys.range(prefix)
    return .members(
      (
        "create_request",
        .members(
          ("key", range.first), ("range_end", range.end), ("start_revision", EtcdJSON.number(max(1, revision))),
          ("prev_kv", .bool(true)), ("progress_notify", .bool(true)), ("fragment", .bool(true)))
      ))
  }

  /// The oldest revision that etcd still knows, if it is later than this session's.
  func compactRevision() async -> Int64? {
    var session = self
    let end = await session.run(isLimited: true, created: {}, tell: { _ in true })
    if case .refused(.compacted(let oldest)) = end { return oldest }
    return nil
  }

  /// Tells changes until `tell` is false or the stream ends.
  /// - Parameters:
  ///   - isLimited: end soon, whether or not something comes.
  ///   - created: etcd has taken the watch.
  mutating func run(
    isLimited: Bool = false, created: () -> Void, tell: (StoreEvents) -> Bool
  ) async -> End {
    guard let endpoint = client.current(), !client.isClosed else {
      return .refused(.unavailable("the store is closed"))
    }
    isCreated = false
    held = []
    heldBytes = 0
    do {
      let channel = try await connect(endpoint)
      let end = try await channel.executeThenClose { inbound, outbound in
        let timer = channel.channel.eventLoop.scheduleTask(in: EtcdClient.callTimeout) {
          channel.channel.close(promise: nil)
        }
        defer { timer.cancel() }
        let ask = EtcdRequest(host: endpoint.description, path: "watch", body: request.compact)
        try await outbound.write(contentsOf: ask.parts(channel.channel.allocator))
        return try await read(
          inbound,
          created: {
            if !isLimited { timer.cancel() }
            created()
          }, tell: tell)
      }
      if isCreated { client.answered(endpoint) }
      if case .lost(let cause) = end { client.avoid(endpoint, cause) }
      return end
    } catch {
      if Task.isCancelled { return .unwanted }
      client.avoid(endpoint, "\(error)")
      return .lost("etcd at \(endpoint): \(error)")
    }
  }

  private func connect(
    _ endpoint: Endpoint
  ) async throws -> NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart> {
    try await EtcdConnection.bootstrap(client.group, timeout: EtcdClient.connectTimeout)
      .connect(host: endpoint.host, port: endpoint.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
  }

  private mutating func read(
    _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>, created: () -> Void, tell: (StoreEvents) -> Bool
  ) async throws -> End {
    var lines = LineBuffer(lineBytesMax: Self.lineBytesMax)
    var status = 0
    for try await part in inbound {
      switch part {
      case .head(let head): status = Int(head.status.code)
      case .body(var piece):
        guard lines.append(&piece) else { return .lost("a line of more than \(Self.lineBytesMax) bytes") }
        while let line = lines.next() {
          if let end = take(line, status, created: created, tell: tell) { return end }
        }
      case .end: return .lost("etcd ended the watch")
      }
    }
    return Task.isCancelled ? .unwanted : .lost("etcd closed the connection")
  }

  // MARK: Lines

  private mutating func take(
    _ line: ByteBuffer, _ status: Int, created: () -> Void, tell: (StoreEvents) -> Bool
  ) -> End? {
    do throws(EtcdFault) {
      let json = try EtcdJSON.parse(line)
      guard status == 200, let result = json["result"] else {
        let refusal = EtcdRefusal(json, status: status)
        return refusal.isPassing
          ? .lost(refusal.message)
          : refusal.code == 2
            ? .lost(refusal.message)
            : .refused(refusal.storeError())
      }
      if let end = check(result) { return end }
      if result["created"]?.boolean == true {
        isCreated = true
        created()
        return nil
      }
      do throws(StoreError) {
        guard let events = try take(result) else { return nil }
        return tell(events) ? nil : .unwanted
      } catch { return .refused(error) }
    } catch {
      return .lost(error.message)
    }
  }

  /// Whether the line ends the watch.
  private mutating func check(_ result: JSONValue) -> End? {
    let cluster = result.at("header", "cluster_id")?.text
    if let cluster, let known = clusterID, cluster != known {
      return .refused(.compacted(EtcdJSON.revision(result)))
    }
    clusterID = clusterID ?? cluster
    guard result["canceled"]?.boolean == true else { return nil }
    let oldest = EtcdJSON.number(result["compact_revision"])
    if oldest > 0 { return .refused(.compacted(oldest)) }
    return .lost(result["cancel_reason"]?.text ?? "etcd cancelled the watch")
  }

  /// What can be told now: whole revisions.
  private mutating func take(_ result: JSONValue) throws(StoreError) -> StoreEvents? {
    let events = result["events"]?.elements ?? []
    for event in events {
      let change = try keys.change(event)
      guard change.revision > revision else { continue }
      held.append(change)
      heldBytes += change.bytes
    }
    guard heldBytes <= Self.revisionBytesMax else {
      throw .tooLarge("a revision of etcd changes more than \(Self.revisionBytesMax) bytes")
    }
    let last = held.last?.revision
    if result["fragment"]?.boolean == true, let last {
      return tellable(held.prefix { $0.revision < last }.count)
    }
    guard let last else {
      // No event at all is etcd's word that it has told everything; events told before are not.
      guard events.isEmpty, EtcdJSON.revision(result) > revision else { return nil }
      revision = EtcdJSON.revision(result)
      return StoreEvents(changes: [], revision: revision)
    }
    revision = max(revision, last)
    return tellable(held.count)
  }

  private mutating func tellable(_ count: Int) -> StoreEvents? {
    let changes = Array(held.prefix(count))
    guard let last = changes.last else { return nil }
    held.removeFirst(count)
    heldBytes = held.reduce(0) { $0 + $1.bytes }
    revision = last.revision
    return StoreEvents(changes: changes, revision: revision)
  }
}

/// Lines out of pieces of text, each with an end.
private struct LineBuffer {
  let lineBytesMax: Int
  private var buffer = ByteBuffer()
  /// Bytes from the reader index that are known to hold no end of line.
  private var searched = 0

  init(lineBytesMax: Int) { self.lineBytesMax = lineBytesMax }

  /// - Returns: false when a line is too long.
  mutating func append(_ piece: inout ByteBuffer) -> Bool {
    buffer.discardReadBytes()
    buffer.writeBuffer(&piece)
    return buffer.readableBytes <= lineBytesMax
  }

  mutating func next() -> ByteBuffer? {
    let view = buffer.readableBytesView
    guard let end = view.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) else {
      searched = view.count
      return nil
    }
    searched = 0
    let line = buffer.readSlice(length: end - buffer.readerIndex)
    buffer.moveReaderIndex(forwardBy: 1)
    return line
  }
}
