import NIOCore
import Testing
import WeirBase
import WeirObjects

@testable import WeirClient

@Suite struct AdminAPITests {
  private func api(_ script: AdminAPIScript, _ change: (inout AdminAPI.Configuration) -> Void = { _ in }) -> AdminAPI {
    var configuration = AdminAPI.Configuration()
    configuration.requestTimeoutMillis = 3_000
    change(&configuration)
    return AdminAPI(script.address, configuration: configuration)
  }

  private let orders = ObjectKey(.topic, "orders")

  @Test func oneConnectionServesManyRequests() async throws {
    let script = try AdminAPIScript([
      .answer(AdminAPIScript.json(#"{"kind":"Topic","metadata":{"name":"orders"}}"#)),
      .answer(AdminAPIScript.json("{}", status: "201 Created")), .answer(AdminAPIScript.json("{}")),
    ])
    defer { script.stop() }
    let api = api(script)
    #expect(try await api.get(orders).at("metadata", "name")?.text == "orders")
    let applied = try await api.apply(orders, .members(("kind", .string("Topic"))), WriteOptions(isForced: true))
    #expect(applied.isCreated)
    try await api.delete(orders, graceSeconds: 0)
    #expect(script.connections == 1)
    let requests = script.requests
    #expect(requests[0].hasPrefix("GET /apis/weir.streaming/v1/namespaces/default/topics/orders HTTP/1.1\r\n"))
    #expect(requests[0].contains("host: \(script.address)"))
    #expect(requests[1].hasPrefix("PATCH /apis/weir.streaming/v1/namespaces/default/topics/orders?fieldManager=weir&"))
    #expect(requests[1].contains("force=true") && requests[1].contains("application/apply-patch+yaml"))
    #expect(requests[1].hasSuffix(#"{"kind":"Topic"}"#))
    #expect(requests[2].hasPrefix("DELETE ") && requests[2].contains("orders?gracePeriodSeconds=0 "))
  }

  @Test func namesAreEncoded() async throws {
    let script = try AdminAPIScript([.answer(AdminAPIScript.json("{}"))])
    defer { script.stop() }
    _ = try await api(script).get(ObjectKey(.view, namespace: "a/b", "ü ?&"))
    #expect(script.requests[0].hasPrefix("GET /apis/weir.streaming/v1/namespaces/a%2Fb/views/%C3%BC%20%3F%26 HTTP"))
  }

  @Test func aListIsReadPageByPage() async throws {
    let script = try AdminAPIScript([
      .answer(AdminAPIScript.json(#"{"metadata":{"continue":"t+1","resourceVersion":"7"},"items":[{"a":1}]}"#)),
      .answer(AdminAPIScript.json(#"{"metadata":{"resourceVersion":"7"},"items":[{"a":2}]}"#)),
    ])
    defer { script.stop() }
    var items = 0
    let revision = try await api(script).list(ObjectQuery(.topic, labels: "a=b,c!=d")) { page throws(APIError) in
      items += page["items"]?.elements?.count ?? 0
    }
    #expect(revision == "7" && items == 2)
    #expect(script.requests[0].contains("topics?labelSelector=a%3Db%2Cc%21%3Dd&limit=500 "))
    #expect(script.requests[1].contains("continue=t%2B1"))
  }

  @Test func aRefusalCarriesEveryCause() async throws {
    let causes = #"[{"field":"spec.a","message":"is unknown","reason":"x"},{"field":"spec.b","message":"is missing"}]"#
    let body =
      #"{"kind":"Status","code":422,"reason":"Invalid","message":"m","details":{"causes":\#(causes)}}"#
    let script = try AdminAPIScript([.answer(AdminAPIScript.json(body, status: "422 Unprocessable Entity"))])
    defer { script.stop() }
    let error = await #expect(throws: APIError.self) { try await api(script).create(.topic, .object([])) }
    #expect(error?.status?.causes.map(\.field) == ["spec.a", "spec.b"])
    #expect(error?.description == "2 faults:\n  spec.a: is unknown\n  spec.b: is missing")
  }

  @Test func whatIsNotThereIsNil() async throws {
    let body = #"{"kind":"Status","code":404,"reason":"NotFound","message":"topics \"orders\" not found"}"#
    let script = try AdminAPIScript([.answer(AdminAPIScript.json(body, status: "404 Not Found"))])
    defer { script.stop() }
    #expect(try await api(script).find(orders) == nil)
  }

  @Test func anotherServerIsNamed() async throws {
    let script = try AdminAPIScript([
      .answer("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno"), .answer("SSH-2.0-OpenSSH\r\n\r\n"),
      .answer(AdminAPIScript.json("{")), .hangUp,
    ])
    defer { script.stop() }
    let api = api(script)
    for _ in 0..<4 {
      let error = await #expect(throws: APIError.self) { try await api.get(orders) }
      #expect(error?.status == nil)
      #expect(error?.description.contains("127.0.0.1:\(script.address.port)") == true)
    }
  }

  @Test func nobodyThereNamesAddressAndWay() async throws {
    let address = BrokerAddress(host: "127.0.0.1", port: 1)
    let error = await #expect(throws: APIError.self) { try await AdminAPI(address).get(orders) }
    #expect(error?.isUnreachable == true)
    let text = error?.description ?? ""
    #expect(text.contains("127.0.0.1:1") && text.contains("--admin") && text.contains("weir serve"))
  }

  @Test func anAnswerThatNeverComesTimesOut() async throws {
    let script = try AdminAPIScript([.silence])
    defer { script.stop() }
    let api = api(script) { $0.requestTimeoutMillis = 100 }
    let error = await #expect(throws: APIError.self) { try await api.get(orders) }
    guard case .failed(let failure) = error else { throw AdminAPIScriptFailure() }
    #expect(failure.kind == .timedOut)
  }

  @Test func anAnswerMeetsItsBound() async throws {
    let script = try AdminAPIScript([.answer(AdminAPIScript.json(String(repeating: "x", count: 5_000)))])
    defer { script.stop() }
    let api = api(script) { $0.bodyBytesMax = 1_000 }
    let error = await #expect(throws: APIError.self) { try await api.get(orders) }
    guard case .failed(let failure) = error else { throw AdminAPIScriptFailure() }
    #expect(failure.kind == .tooLarge)
  }

  @Test func aKeptConnectionThatWasClosedIsReplaced() async throws {
    let script = try AdminAPIScript([
      .answer(AdminAPIScript.json("{}")), .hangUp, .answer(AdminAPIScript.json(#"{"a":1}"#)),
    ])
    defer { script.stop() }
    let api = api(script)
    _ = try await api.get(orders)
    #expect(try await api.get(orders)["a"]?.integer == 1)
    #expect(script.connections == 2)
  }

  @Test func whatMustNotBeDoneTwiceIsNotSentTwice() async throws {
    let script = try AdminAPIScript([.answer(AdminAPIScript.json("{}")), .hangUp, .answer(AdminAPIScript.json("{}"))])
    defer { script.stop() }
    let api = api(script)
    _ = try await api.get(orders)
    await #expect(throws: APIError.self) { try await api.create(.topic, .object([])) }
    #expect(script.requests.count == 2)
  }

  @Test func aBusyNodeIsAskedAgain() async throws {
    let busy = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n"
    let script = try AdminAPIScript([.answer(busy), .answer(AdminAPIScript.json("{}"))])
    defer { script.stop() }
    _ = try await api(script).get(orders)
    #expect(script.requests.count == 2)
  }

  @Test func aCancelledRequestEndsAtOnce() async throws {
    let script = try AdminAPIScript([.silence])
    defer { script.stop() }
    let (api, orders) = (api(script), orders)
    let task = Task { try await api.get(orders) }
    while script.requests.isEmpty { await Task.yield() }
    task.cancel()
    let result = await task.result
    #expect(throws: APIError.failed(.cancelled)) { try result.get() }
  }
}

@Suite struct AdminAPIWatchTests {
  private func watch(_ chunks: [String], ends: Bool = true) async throws -> (AdminAPIScript, WatchStream) {
    let script = try AdminAPIScript([.last(AdminAPIScript.chunked(chunks, ends: ends))])
    return (script, try await AdminAPI(script.address).watch(ObjectQuery(.topic), after: "5"))
  }

  @Test func eventsAreTakenFromPiecesOfLines() async throws {
    let (script, watch) = try await watch([
      #"{"type":"ADDED","obj"#, #"ect":{"a":1}}"# + "\n" + #"{"type":"BOOKMARK","object":{}}"# + "\n\n",
      #"{"type":"SOMETHING","object":{}}"# + "\n" + #"{"type":"DELETED","object":{"a":2}}"# + "\n",
    ])
    defer { script.stop() }
    var seen: [WatchEvent.Change] = []
    while let event = try await watch.next() { seen.append(event.change) }
    #expect(seen == [.added, .bookmark, .deleted])
    #expect(script.requests[0].contains("watch=true") && script.requests[0].contains("resourceVersion=5"))
  }

  @Test func anExpiredWatchSaysSo() async throws {
    let (script, watch) = try await watch([
      #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}"# + "\n"
    ])
    defer { script.stop() }
    let error = await #expect(throws: APIError.self) { while try await watch.next() != nil {} }
    #expect(error?.status?.isExpired == true)
  }

  @Test func aBrokenWatchIsNoEnd() async throws {
    let (script, watch) = try await watch([#"{"type":"ADDED","object":{}}"# + "\n"], ends: false)
    defer { script.stop() }
    #expect(try await watch.next()?.change == .added)
    await #expect(throws: APIError.self) { while try await watch.next() != nil {} }
  }

  @Test func aWatchThatIsReadLateLosesNothing() async throws {
    let line = #"{"type":"ADDED","object":{"text":""# + String(repeating: "x", count: 10_000) + #""}}"# + "\n"
    let (script, watch) = try await watch(Array(repeating: line, count: 1_000))
    defer { script.stop() }
    try await Task.sleep(nanoseconds: 200_000_000)
    var count = 0
    while try await watch.next() != nil { count += 1 }
    #expect(count == 1_000)
  }
}

@Suite struct AdminAPIPartTests {
  @Test(arguments: ["a\nbc\n\nd", "\n\n", "", "no end"])
  func linesAreTheSameHoweverTheyArrive(text: String) throws {
    for size in 1...3 {
      var splitter = LineSplitter(lineBytesMax: 100)
      var lines: [String] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        splitter.append(ByteBuffer(bytes: rest.prefix(size)))
        rest = rest.dropFirst(size)
        while let line = try splitter.next(BrokerAddress(host: "h", port: 1)) { lines.append(String(buffer: line)) }
      }
      #expect(lines == text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    }
  }

  @Test func aLineMeetsItsBound() {
    var splitter = LineSplitter(lineBytesMax: 10)
    splitter.append(ByteBuffer(string: "01234567890"))
    #expect(throws: APIError.self) { try splitter.next(BrokerAddress(host: "h", port: 1)) }
  }

  @Test func statusesAreReadAsFarAsTheyGo() throws {
    #expect(APIStatus(try JSONParser.parse("{}")) == nil)
    #expect(APIStatus(try JSONParser.parse(#"{"kind":"Status"}"#)) == nil)
    #expect(APIStatus(try JSONParser.parse(#"{"kind":"Status","status":"Failure"}"#))?.code == 500)
    let status = APIStatus(try JSONParser.parse(#"{"kind":"Status","code":503,"details":{"retryAfterSeconds":2}}"#))
    #expect(status?.retryAfterSeconds == 2)
    #expect(status?.description == "HTTP 503")
  }

  @Test func parametersAreAddedWhereTheyHaveAValue() {
    var path = APIPath(.topic, namespace: nil)
    path.set("a", nil)
    path.set("b", "")
    path.set("c", "1")
    path.set("d", "x y")
    #expect(path.text == "/apis/weir.streaming/v1/topics?c=1&d=x%20y")
  }
}
