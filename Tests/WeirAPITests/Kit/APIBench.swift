import NIOHTTP1
import Synchronization
import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI
@testable import WeirControl

/// A clock that stands still.
struct StillClock: Clock {
  var millis: Int64 = 1_700_000_000_000

  func wallMillis() -> Int64 { millis }
  func monotonicNanos() -> UInt64 { UInt64(millis) * 1_000_000 }
}

/// Keeps what was logged.
final class KeptLog: EventLog {
  private let kept = Mutex<[String]>([])
  var lines: [String] { kept.withLock { $0 } }

  func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)]) {
    let line = ([message()] + fields.map { "\($0.0)=\($0.1)" }).joined(separator: " ")
    kept.withLock { $0.append(line) }
  }
}

/// The resource API over an empty store in memory.
struct APIBench {
  let repository: ObjectRepository
  let api: ResourceAPI
  let log = KeptLog()

  init(policy: ObjectPolicy = ObjectPolicy()) throws {
    let clock = StillClock()
    let store = try SQLiteStore.open(path: ":memory:", clock: clock, events: log)
    repository = ObjectRepository(store: store, policy: policy, clock: clock, random: SystemRandom())
    api = ResourceAPI(repository: repository, clock: clock, events: log, version: "test")
  }

  static let topics = "/apis/weir.streaming/v1/namespaces/default/topics"

  static func topic(_ name: String, labels: [String: String] = [:], partitions: Int = 1) -> JSONValue {
    var metadata = JSONValue.members(("name", .string(name)))
    if !labels.isEmpty { metadata["labels"] = .texts(labels) }
    return .members(
      ("apiVersion", .string(Kind.apiVersion)), ("kind", .string("Topic")), ("metadata", metadata),
      ("spec", .members(("partitions", .int(partitions)))))
  }

  /// What the API answers, its body still to be read.
  func open(
    _ method: String, _ target: String, _ body: String = "", type: String? = nil, accept: String? = nil,
    agent: String = "tester/1"
  ) async throws -> HTTPAnswer {
    let read = try #require(HTTPTarget(target))
    var headers = HTTPHeaders([("user-agent", agent)])
    if let type { headers.add(name: "content-type", value: type) }
    if let accept { headers.add(name: "accept", value: accept) }
    let ask = HTTPAsk(
      method: method, path: read.path, segments: read.segments, query: read.query, headers: headers,
      body: Array(body.utf8))
    return try #require(await api.answer(ask))
  }

  func ask(
    _ method: String, _ target: String, _ body: JSONValue? = nil, type: String = "application/json",
    accept: String? = nil, agent: String = "tester/1"
  ) async throws -> Reply {
    try await Reply(open(method, target, body?.compact ?? "", type: type, accept: accept, agent: agent))
  }

  func make(_ names: String..., labels: [String: String] = [:]) async throws {
    for name in names {
      #expect(try await ask("POST", Self.topics, Self.topic(name, labels: labels)).status == 201)
    }
  }

  /// The events of a watch, until there are `count` or it ends.
  func watch(_ target: String, count: Int = .max, accept: String? = nil) async throws -> [JSONValue] {
    let answer = try await open("GET", target, accept: accept)
    guard case .stream(let chunks) = answer.body else { return [try await Reply(answer).json] }
    var lines: [JSONValue] = []
    for try await chunk in chunks {
      for line in String(decoding: chunk, as: UTF8.self).split(separator: "\n") {
        lines.append(try JSONParser.parse(String(line)))
      }
      if lines.count >= count { break }
    }
    return lines
  }
}

/// An answer, read whole.
struct Reply {
  let status: Int
  let headers: [(String, String)]
  let text: String
  let chunks: Int

  init(_ answer: HTTPAnswer) async throws {
    status = answer.status
    headers = answer.headers
    switch answer.body {
    case .none: (text, chunks) = ("", 0)
    case .bytes(let bytes): (text, chunks) = (String(decoding: bytes, as: UTF8.self), 1)
    case .stream(let stream):
      var (all, count): ([UInt8], Int) = ([], 0)
      for try await chunk in stream {
        all += chunk
        count += 1
      }
      (text, chunks) = (String(decoding: all, as: UTF8.self), count)
    }
  }

  func header(_ name: String) -> String? { headers.first { $0.0.lowercased() == name }?.1 }

  var json: JSONValue { (try? JSONParser.parse(text)) ?? .null }
  var reason: String { json["reason"]?.text ?? "" }
  var message: String { json["message"]?.text ?? "" }
  var version: String { json.at("metadata", "resourceVersion")?.text ?? "" }

  /// Names of a list's items, or of a table's rows.
  var names: [String] {
    (json["items"]?.elements ?? json["rows"]?.elements?.compactMap { $0["object"] } ?? [])
      .compactMap { $0.at("metadata", "name")?.text }
  }

  var causes: [String: String] {
    var causes: [String: String] = [:]
    for cause in json.at("details", "causes")?.elements ?? [] {
      causes[cause["field"]?.text ?? ""] = cause["reason"]?.text ?? ""
    }
    return causes
  }
}
