import NIOCore
import NIOPosix
import Synchronization
import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

/// A listener with a route for tests, on a port of its own.
private struct Site {
  let listener: AdminListener
  let log = KeptLog()
  let cancelled: Cancelled

  init(_ change: (inout HTTPLimits) -> Void = { _ in }, routes: [any HTTPRoute] = []) throws {
    var limits = HTTPLimits()
    change(&limits)
    let route = EchoRoute()
    cancelled = route.cancelled
    listener = try AdminListener.bind(
      Endpoint(host: "127.0.0.1", port: 0), routes: routes + [route], guard: HostGuard(allowsRemote: false),
      on: MultiThreadedEventLoopGroup.singleton, limits: limits, events: log)
  }

  func client(receiveBytes: Int32? = nil) throws -> RawClient {
    try #require(RawClient(listener.address, receiveBytes: receiveBytes))
  }

  /// Asks once; the connection ends with the answer.
  func ask(_ text: String) async throws -> String {
    let client = try client()
    await client.send(text)
    return await client.read()
  }
}

/// How many streams were let go before their end.
private final class Cancelled: Sendable {
  let count = Atomic<Int>(0)
}

private struct EchoRoute: HTTPRoute {
  let cancelled = Cancelled()

  func answer(_ ask: HTTPAsk) async -> HTTPAnswer? {
    switch ask.path {
    case "/echo": return HTTPAnswer(headers: [("content-type", "text/plain")], body: .bytes(ask.body))
    case "/method": return .text(200, ask.method)
    case "/slow":
      try? await Task.sleep(for: .milliseconds(Int64(ask.parameter("ms") ?? "") ?? 0))
      return .text(200, ask.parameter("word") ?? "")
    case "/stream":
      let numbers = Numbers(3)
      return HTTPAnswer(body: .stream(AsyncThrowingStream { await numbers.next() }))
    case "/torn":
      let numbers = Numbers(1)
      return HTTPAnswer(
        body: .stream(
          AsyncThrowingStream {
            guard let next = await numbers.next() else { throw ObjectFault([]) }
            return next
          }))
    case "/endless":
      let cancelled = cancelled
      return HTTPAnswer(
        body: .stream(
          AsyncThrowingStream {
            do { try await Task.sleep(for: .seconds(ask.query.isEmpty ? 60 : 0)) } catch {
              cancelled.count.add(1, ordering: .relaxed)
              throw error
            }
            return [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
          }))
    default: return nil
    }
  }
}

private actor Numbers {
  private var left: Int

  init(_ left: Int) { self.left = left }

  func next() -> [UInt8]? {
    guard left > 0 else { return nil }
    left -= 1
    return Array("part\(left);".utf8)
  }
}

@Suite(.timeLimit(.minutes(1)))
struct AdminListenerTests {
  private let head = "Host: localhost\r\n"
  private let last = "Host: localhost\r\nConnection: close\r\n\r\n"

  private func eventually(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<1_000 {
      if condition() { return true }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  @Test func requestsAreAnsweredInOrder() async throws {
    let site = try Site()
    let client = try site.client()
    let asks = [("a", 80), ("b", 0), ("c", 20)].map { "GET /slow?word=\($0.0)&ms=\($0.1) HTTP/1.1\r\n\(head)\r\n" }
    await client.send(asks.joined() + "GET /slow?word=d HTTP/1.1\r\n\(last)")
    let words = await client.read().split(separator: "\r\n\r\n").dropFirst().map { $0.prefix(1) }
    #expect(words == ["a", "b", "c", "d"])
    #expect(site.listener.requests == 4)
  }

  @Test func anUnknownPathIsNotFound() async throws {
    #expect(try await Site().ask("GET /nowhere HTTP/1.1\r\n\(last)").hasPrefix("HTTP/1.1 404"))
  }

  @Test func headIsGetWithoutABody() async throws {
    let answer = try await Site().ask("HEAD /method HTTP/1.1\r\n\(last)")
    #expect(
      answer.hasPrefix("HTTP/1.1 200") && answer.contains("content-length: 3\r\n") && answer.hasSuffix("\r\n\r\n"))
  }

  @Test func answersCarryWhatKeepsThemSafe() async throws {
    let answer = try await Site().ask("GET /method HTTP/1.1\r\n\(last)")
    #expect(answer.contains("x-content-type-options: nosniff") && answer.contains("cache-control: no-store"))
  }

  // MARK: Bodies

  @Test func bodiesArrive() async throws {
    let site = try Site()
    let whole = "POST /echo HTTP/1.1\r\nContent-Length: 5\r\n\(last)hello"
    #expect(try await site.ask(whole).hasSuffix("\r\n\r\nhello"))
    let chunked = "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(last)2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
    #expect(try await site.ask(chunked).hasSuffix("\r\n\r\nhello"))
  }

  @Test func aBodyTooLargeIsRefusedUnread() async throws {
    let site = try Site { $0.bodyBytesMax = 10 }
    let answer = try await site.ask("POST /echo HTTP/1.1\r\nContent-Length: 11\r\n\(head)\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 413") && answer.contains("\"reason\":\"RequestEntityTooLarge\""))
    let chunked = "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(head)\r\nb\r\nhello world\r\n"
    #expect(try await site.ask(chunked).hasPrefix("HTTP/1.1 413"))
    #expect(
      try await site.ask("POST /echo HTTP/1.1\r\nContent-Length: 10\r\n\(last)0123456789").hasPrefix("HTTP/1.1 200"))
  }

  @Test func aClientThatExpectsToContinueMay() async throws {
    let client = try Site().client()
    await client.send("POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\(last)")
    #expect(await client.read { $0.contains("\r\n\r\n") }.hasPrefix("HTTP/1.1 100"))
    await client.send("hi")
    #expect(await client.read().hasSuffix("\r\n\r\nhi"))
  }

  @Test func aRequestThatDoesNotEndIsNotWaitedFor() async throws {
    let site = try Site { $0.requestSeconds = 1 }
    #expect(try await site.ask("POST /echo HTTP/1.1\r\nContent-Length: 5\r\n\(head)\r\nhe").hasPrefix("HTTP/1.1 408"))
  }

  @Test func aSilentConnectionIsClosed() async throws {
    let client = try Site { $0.idleSeconds = 1 }.client()
    #expect(await client.read() == "")
  }

  // MARK: Refusals

  @Test func strangersPagesAreRefused() async throws {
    let site = try Site()
    #expect(try await site.ask("GET /method HTTP/1.1\r\nHost: evil.example\r\n\r\n").hasPrefix("HTTP/1.1 403"))
    #expect(
      try await site.ask("POST /echo HTTP/1.1\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\(head)\r\n")
        .hasPrefix("HTTP/1.1 403"))
    #expect(site.listener.requests == 0)
  }

  @Test func targetsHaveALength() async throws {
    let site = try Site()
    let long = String(repeating: "a", count: 17 << 10)
    #expect(try await site.ask("GET /\(long) HTTP/1.1\r\n\(head)\r\n").hasPrefix("HTTP/1.1 414"))
    #expect(try await site.ask("GET /%zz HTTP/1.1\r\n\(head)\r\n").hasPrefix("HTTP/1.1 400"))
  }

  @Test(arguments: ["\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n"])
  func whatIsNoRequest(_ text: String) async throws {
    let answer = try await Site().ask(text)
    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400"))
  }

  @Test func connectionsAreCounted() async throws {
    let site = try Site { $0.connectionsMax = 1 }
    let first = try site.client()
    await first.send("GET /method HTTP/1.1\r\n\(head)\r\n")
    #expect(await first.read { $0.hasSuffix("GET") }.hasPrefix("HTTP/1.1 200"))
    let second = try site.client()
    #expect(await second.read() == "")
    #expect(site.listener.connections == 1 && site.listener.refused == 1)
  }

  // MARK: Streams

  @Test func streamsComeInChunks() async throws {
    let answer = try await Site().ask("GET /stream HTTP/1.1\r\n\(last)")
    #expect(answer.contains("transfer-encoding: chunked"))
    #expect(answer.hasSuffix("6\r\npart2;\r\n6\r\npart1;\r\n6\r\npart0;\r\n0\r\n\r\n"))
    let old = try await Site().ask("GET /stream HTTP/1.0\r\n\r\n")
    #expect(old.hasSuffix("\r\n\r\npart2;part1;part0;"))
  }

  /// Nobody takes a part for the whole.
  @Test func aBrokenStreamHasNoEnd() async throws {
    let site = try Site()
    let answer = try await site.ask("GET /torn HTTP/1.1\r\n\(last)")
    #expect(answer.hasSuffix("6\r\npart0;\r\n"))
    #expect(site.log.lines.contains { $0.contains("broken off") && $0.contains("path=/torn") })
  }

  @Test func aClientThatLeavesIsNotServed() async throws {
    let site = try Site()
    do {
      let client = try site.client()
      await client.send("GET /endless HTTP/1.1\r\n\(head)\r\n")
      #expect(await client.read { $0.contains("\r\n\r\n") }.hasPrefix("HTTP/1.1 200"))
    }
    #expect(await eventually { site.cancelled.count.load(ordering: .relaxed) == 1 })
    #expect(await eventually { site.listener.connections == 0 })
  }

  @Test func aClientThatDoesNotReadIsDropped() async throws {
    let site = try Site { $0.drainSeconds = 1 }
    let client = try site.client(receiveBytes: 4096)
    await client.send("GET /endless?now=1 HTTP/1.1\r\n\(head)\r\n")
    #expect(await eventually { site.listener.dropped == 1 && site.listener.connections == 0 })
    #expect(site.log.lines.contains { $0.contains("does not read") && $0.contains("path=/endless") })
  }

  @Test func closingEndsStreams() async throws {
    let site = try Site()
    let client = try site.client()
    await client.send("GET /endless HTTP/1.1\r\n\(head)\r\n")
    _ = await client.read { $0.contains("\r\n\r\n") }
    try site.listener.close()
    #expect(await eventually { site.listener.connections == 0 })
    #expect(await client.read() == "")
  }

  // MARK: The API behind it

  @Test func theAPIAnswersOverASocket() async throws {
    let bench = try APIBench()
    let site = try Site(routes: [bench.api])
    let body = APIBench.topic("orders").compact
    let made = try await site.ask(
      "POST \(APIBench.topics) HTTP/1.1\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\(last)\(body)"
    )
    #expect(made.hasPrefix("HTTP/1.1 201"))
    let watcher = try site.client()
    await watcher.send("GET \(APIBench.topics)?watch=true HTTP/1.1\r\n\(head)\r\n")
    let first = await watcher.read { $0.contains("\"ADDED\"") }
    #expect(first.contains("content-type: application/json;stream=watch") && first.contains("\"orders\""))
    _ = try await site.ask("DELETE \(APIBench.topics)/orders HTTP/1.1\r\n\(last)")
    #expect(await watcher.read { $0.contains("\"DELETED\"") }.contains("\"orders\""))
  }
}
