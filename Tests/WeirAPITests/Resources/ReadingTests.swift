import Testing
import WeirBase
import WeirControl
import WeirObjects

@testable import WeirAPI

struct ReadingTests {
  private let bench: APIBench

  init() throws { bench = try APIBench() }

  private var topics: String { APIBench.topics }

  @Test func whatIsThereIsGot() async throws {
    try await bench.make("orders")
    let reply = try await bench.ask("GET", topics + "/orders")
    #expect(reply.status == 200 && reply.json["kind"]?.text == "Topic" && reply.version != "")
    #expect(try await bench.ask("GET", topics + "/orders/status").json == reply.json)
    #expect(try await bench.ask("GET", topics + "/orders/").status == 200)
  }

  @Test func whatIsNotIsNamed() async throws {
    let reply = try await bench.ask("GET", topics + "/nobody")
    #expect(reply.status == 404 && reply.reason == "NotFound")
    #expect(reply.message == "topics.weir.streaming \"nobody\" not found")
    let details = JSONValue.members(
      ("name", .string("nobody")), ("group", .string("weir.streaming")), ("kind", .string("topics")))
    #expect(reply.json["details"] == details)
    for path in [
      "/apis/weir.streaming/v2", "/apis/nobody/v1", topics.replacing("topics", with: "nonsenses"), "/api/v1/pods",
    ] {
      #expect(try await bench.ask("GET", path).reason == "NotFound", "\(path)")
    }
  }

  @Test func methodsAreTold() async throws {
    try await bench.make("orders")
    let reply = try await bench.ask("POST", topics + "/orders", APIBench.topic("orders"))
    #expect(
      reply.status == 405 && reply.reason == "MethodNotAllowed"
        && reply.header("allow") == "GET, HEAD, PUT, PATCH, DELETE")
    #expect(try await bench.ask("PUT", topics + "/orders/status", APIBench.topic("orders")).status == 405)
    #expect(
      try await bench.ask("POST", "/apis/weir.streaming/v1/topics", APIBench.topic("x")).header("allow") == "GET, HEAD")
    let partitions = "/apis/weir.streaming/v1/namespaces/default/partitions"
    let refused = try await bench.ask("POST", partitions, .object([]))
    #expect(refused.status == 405 && refused.message.contains("made by the node"))
    #expect(try await bench.ask("DELETE", partitions).status == 405)
    #expect(try await bench.ask("TRACE", topics).status == 405)
  }

  // MARK: Lists

  @Test func listsAreOfAKindAndPlace() async throws {
    try await bench.make("b", "a", labels: ["team": "shop"])
    try await bench.make("c")
    let all = try await bench.ask("GET", topics)
    #expect(all.json["kind"]?.text == "TopicList" && all.names == ["a", "b", "c"] && all.version != "")
    #expect(try await bench.ask("GET", "/apis/weir.streaming/v1/topics").names == ["a", "b", "c"])
    #expect(try await bench.ask("GET", topics + "?labelSelector=team%3Dshop").names == ["a", "b"])
    #expect(try await bench.ask("GET", topics + "?labelSelector=team+notin+(shop)").names == ["c"])
    #expect(try await bench.ask("GET", topics + "?fieldSelector=metadata.name%3Db").names == ["b"])
    #expect(try await bench.ask("GET", topics + "?fieldSelector=metadata.name%3Db,spec.partitions%3D9").names == [])
    #expect(try await bench.ask("GET", topics + "?fieldSelector=metadata.name%3Dz").version == all.version)
    let elsewhere = topics.replacing("default", with: "elsewhere")
    #expect(try await bench.ask("GET", elsewhere).names == [])
  }

  @Test func pagesShowOneMoment() async throws {
    try await bench.make("a", "b", "c")
    let first = try await bench.ask("GET", topics + "?limit=2")
    #expect(first.names == ["a", "b"] && first.json.at("metadata", "remainingItemCount")?.integer == 1)
    let token = try #require(first.json.at("metadata", "continue")?.text)
    try await bench.make("d")
    let second = try await bench.ask("GET", topics + "?limit=2&continue=\(token)")
    #expect(second.names == ["c"] && second.version == first.version)
    #expect(second.json.at("metadata", "continue") == nil)
    #expect(try await bench.ask("GET", topics + "?continue=nonsense").reason == "Expired")
  }

  @Test func versionsAreHeldAgainstTheStore() async throws {
    try await bench.make("a")
    let version = try await bench.ask("GET", topics).version
    try await bench.make("b")
    #expect(try await bench.ask("GET", topics + "?resourceVersion=\(version)").names == ["a", "b"])
    #expect(try await bench.ask("GET", topics + "?resourceVersion=0").names == ["a", "b"])
    let exact = topics + "?resourceVersionMatch=Exact&resourceVersion="
    #expect(try await bench.ask("GET", exact + version).names == ["a"])
    #expect(try await bench.ask("GET", exact + "0").status == 400)
    #expect(try await bench.ask("GET", topics + "?resourceVersionMatch=Exact").status == 400)
    let future = try await bench.ask("GET", topics + "?resourceVersion=999999")
    #expect(future.status == 410 && future.reason == "Expired")
  }

  @Test(arguments: [
    "labelSelector=a+in+(b", "fieldSelector=spec.nonsense%3D1", "limit=x", "limit=-1", "resourceVersion=x",
    "watch=maybe",
    "timeoutSeconds=x", "pretty=maybe", "dryRun=Some", "fieldValidation=Some", "resourceVersionMatch=Some",
    "sendInitialEvents=true", "includeObject=Some",
  ])
  func queriesThatAreNone(_ query: String) async throws {
    let reply = try await bench.ask("GET", topics + "?" + query)
    #expect(reply.status == 400 && reply.reason == "BadRequest")
  }

  /// However many there are, they are read and sent page by page.
  @Test(arguments: ["application/json", "application/yaml"])
  func longListsLeaveInPieces(_ accept: String) async throws {
    let objects = (0..<1_203).map { number -> WeirObject in
      let digits = String(number)
      let name = "t" + String(repeating: "0", count: 4 - digits.count) + digits
      var object = WeirObject(.topic, ObjectMeta(name: name), spec: .members(("partitions", .int(1))))
      object.metadata.uid = UUID128(high: 1, low: UInt64(number))
      return object
    }
    try await bench.repository.putAll(objects)
    let reply = try await bench.ask("GET", topics, accept: accept)
    #expect(reply.status == 200 && reply.chunks >= 3)
    let documents = try YAML.documents(reply.text)
    let items = try #require(documents.first?.value["items"]?.elements)
    #expect(items.map { $0.at("metadata", "name")?.text } == objects.map(\.metadata.name))
    #expect(documents.first?.value["kind"]?.text == "TopicList")
    let page = try await bench.ask("GET", topics + "?limit=1000")
    #expect(page.names.count == 500 && page.json.at("metadata", "continue") != nil)
  }

  // MARK: Forms

  private let table = "application/json;as=Table;v=v1;g=meta.k8s.io"

  @Test func tablesHaveColumnsAndRows() async throws {
    try await bench.make("a", "b")
    for target in [topics, topics + "/a"] {
      let json = try await bench.ask("GET", target, accept: table).json
      #expect(json["kind"]?.text == "Table" && json["apiVersion"]?.text == "meta.k8s.io/v1")
      let columns = try #require(json["columnDefinitions"]?.elements)
      #expect(columns.first?["name"]?.text == "Name" && columns.first?["format"]?.text == "name")
      for row in try #require(json["rows"]?.elements) {
        #expect(row["cells"]?.elements?.count == columns.count)
        #expect(row.at("object", "kind")?.text == "PartialObjectMetadata" && row.at("object", "spec") == nil)
      }
    }
    let whole = try await bench.ask("GET", topics + "?includeObject=Object", accept: table)
    #expect(whole.json["rows"]?.elements?.first?.at("object", "kind")?.text == "Topic")
    let none = try await bench.ask("GET", topics + "?includeObject=None", accept: table)
    #expect(none.json["rows"]?.elements?.first?["object"] == .null)
  }

  @Test func metadataAlone() async throws {
    try await bench.make("a")
    let list = try await bench.ask(
      "GET", topics, accept: "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
    #expect(list.json["kind"]?.text == "PartialObjectMetadataList" && list.names == ["a"])
    #expect(list.json["items"]?.elements?.first?["spec"] == nil)
  }

  @Test func otherForms() async throws {
    try await bench.make("a")
    let yaml = try await bench.ask("GET", topics + "/a", accept: "application/yaml")
    #expect(yaml.header("content-type") == "application/yaml" && yaml.text.hasPrefix("apiVersion: weir.streaming/v1\n"))
    #expect(try await bench.ask("GET", topics + "/a?pretty=true").text.contains("\n  \"kind\": \"Topic\""))
    let refused = try await bench.ask("GET", topics + "/a", accept: "application/vnd.kubernetes.protobuf")
    #expect(refused.status == 406 && refused.reason == "NotAcceptable")
  }
}
