import NIOCore
import NIOHTTP1
import Synchronization
import WeirBase

/// Writes one answer, chunk by chunk as the client takes them.
struct AnswerWriter: Sendable {
  private let channel: any Channel
  private let site: AdminSite
  private let head: HTTPRequestHead

  init(_ channel: any Channel, _ site: AdminSite, _ head: HTTPRequestHead) {
    self.channel = channel
    self.site = site
    self.head = head
  }

  /// - Returns: whether the connection can take another request.
  func write(_ answer: HTTPAnswer) async -> Bool {
    let status = HTTPResponseStatus(statusCode: min(max(answer.status, 200), 599))
    var isLast = !head.isKeepAlive
    var headers = HTTPHeaders(answer.headers)
    switch answer.body {
    case .none: if status.mayHaveResponseBody { headers.replaceOrAdd(name: "content-length", value: "0") }
    case .bytes(let bytes): headers.replaceOrAdd(name: "content-length", value: String(bytes.count))
    // HTTP/1.0 knows an end without length only by the connection's end.
    case .stream: isLast = isLast || head.version != .http1_1
    }
    if !headers.contains(name: "cache-control") { headers.add(name: "cache-control", value: "no-store") }
    headers.replaceOrAdd(name: "x-content-type-options", value: "nosniff")
    if isLast {
      headers.replaceOrAdd(name: "connection", value: "close")
    } else if head.version != .http1_1 {
      headers.replaceOrAdd(name: "connection", value: "keep-alive")
    }
    do {
      try await send(.head(HTTPResponseHead(version: head.version, status: status, headers: headers)), answer.body)
    } catch {
      site.events.info("an answer was broken off", ("peer", peer), ("path", path), ("reason", "\(error)"))
      isLast = true
    }
    if isLast { channel.close(promise: nil) }
    return !isLast
  }

  private func send(_ first: HTTPServerResponsePart, _ body: HTTPBody) async throws {
    let hasBody = head.method != .HEAD
    switch body {
    case .bytes(let bytes) where hasBody && !bytes.isEmpty:
      channel.write(first, promise: nil)
      channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))), promise: nil)
    case .stream(let chunks) where hasBody:
      try await drained(first)
      for try await chunk in chunks where !chunk.isEmpty {
        try await drained(.body(.byteBuffer(ByteBuffer(bytes: chunk))))
      }
      // A cancelled stream ends early, without an error.
      try Task.checkCancellation()
    default: channel.write(first, promise: nil)
    }
    try await drained(.end(nil))
  }

  private var peer: String { channel.remoteAddress?.description ?? "" }
  private var path: String { String(head.uri.prefix(200)) }

  /// Writes, and waits until it has left. Who does not read for too long is dropped.
  private func drained(_ part: HTTPServerResponsePart) async throws {
    let (channel, site, peer, path) = (channel, site, peer, path)
    let deadline = channel.eventLoop.scheduleTask(in: .seconds(site.limits.drainSeconds)) {
      site.dropped.add(1, ordering: .relaxed)
      site.events.warning(
        "a client that does not read was dropped", ("peer", peer), ("path", path),
        ("seconds", String(site.limits.drainSeconds)))
      channel.close(promise: nil)
    }
    defer { deadline.cancel() }
    try await channel.writeAndFlush(part).get()
  }
}
