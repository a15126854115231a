import Testing
import WeirBase
import WeirControl
import WeirObjects

@testable import WeirAPI

struct WritingTests {
  private let bench: APIBench

  init() throws { bench = try APIBench() }

  private var topics: String { APIBench.topics }

  private func open(_ body: String, type: String, query: String = "") async throws -> Reply {
    try await Reply(bench.open("POST", topics + query, body, type: type))
  }

  // MARK: Create

  @Test func whatIsMadeIsShown() async throws {
    let made = try await bench.ask("POST", topics, APIBench.topic("orders", partitions: 3))
    #expect(made.status == 201 && made.json.at("spec", "partitions")?.integer == 3)
    #expect(made.json.at("metadata", "generation")?.integer == 1)
    #expect(try await bench.ask("GET", topics + "/orders").json == made.json)
    let owner = made.json.at("metadata", "managedFields")?.elements?.first
    #expect(owner?["manager"]?.text == "tester" && owner?["operation"]?.text == "Update")
    let again = try await bench.ask("POST", topics, APIBench.topic("orders"))
    #expect(again.status == 409 && again.reason == "AlreadyExists")
    #expect(again.message == "topics.weir.streaming \"orders\" already exists")
  }

  @Test func everyCauseComesAtOnce() async throws {
    var topic = APIBench.topic("orders", partitions: 0)
    var spec = try #require(topic["spec"])
    spec["partitons"] = .int(3)
    spec["durability"] = .string("tape")
    topic["spec"] = spec
    let reply = try await bench.ask("POST", topics, topic)
    #expect(reply.status == 422 && reply.reason == "Invalid")
    #expect(reply.message.hasPrefix("Topic.weir.streaming \"orders\" is invalid: ["))
    #expect(Set(reply.causes.keys) == ["spec.partitions", "spec.partitons", "spec.durability"])
    #expect(reply.json.at("details", "name")?.text == "orders" && reply.json.at("details", "kind")?.text == "Topic")
  }

  @Test func unknownFieldsAreAMatterOfTaste() async throws {
    var topic = APIBench.topic("orders")
    topic["spec"] = .members(("nonsense", .int(1)))
    #expect(try await bench.ask("POST", topics + "?fieldValidation=Strict", topic).status == 422)
    let warned = try await bench.ask("POST", topics + "?fieldValidation=Warn&dryRun=All", topic)
    #expect(warned.status == 201 && warned.header("warning")?.hasPrefix("299 - \"spec.nonsense") == true)
    let ignored = try await bench.ask("POST", topics + "?fieldValidation=Ignore", topic)
    #expect(ignored.status == 201 && ignored.header("warning") == nil && ignored.json.at("spec", "nonsense") == nil)
  }

  @Test func aDryRunMakesNothing() async throws {
    #expect(try await bench.ask("POST", topics + "?dryRun=All", APIBench.topic("orders")).status == 201)
    #expect(try await bench.ask("GET", topics + "/orders").status == 404)
  }

  @Test func namesAreMade() async throws {
    var topic = APIBench.topic("")
    topic["metadata"] = .members(("generateName", .string("orders-")))
    let made = try await bench.ask("POST", topics, topic)
    let name = try #require(made.json.at("metadata", "name")?.text)
    #expect(made.status == 201 && name.hasPrefix("orders-") && name.utf8.count == 12)
    #expect(try await bench.ask("POST", topics, topic).json.at("metadata", "name")?.text != name)
  }

  @Test func placesMustAgree() async throws {
    var topic = APIBench.topic("orders")
    topic["metadata"] = .members(("name", .string("orders")), ("namespace", .string("elsewhere")))
    #expect(try await bench.ask("POST", topics, topic).status == 400)
    let elsewhere = topics.replacing("default", with: "elsewhere")
    let reply = try await bench.ask("POST", elsewhere, topic)
    #expect(reply.status == 404 && reply.message.hasPrefix("namespaces \"elsewhere\" not found"))
    topic["metadata"] = .members(("name", .string("orders")), ("resourceVersion", .string("5")))
    #expect(try await bench.ask("POST", topics, topic).status == 400)
    var view = APIBench.topic("orders")
    view["kind"] = .string("View")
    #expect(try await bench.ask("POST", topics, view).status == 422)
  }

  @Test(arguments: ["", "{", "[]", "5", "null", "{\"a\":1}", "\"x\"", String(repeating: "[", count: 10_000)])
  func whatIsNoObject(_ body: String) async throws {
    #expect([400, 422].contains(try await open(body, type: "application/json").status))
  }

  @Test func bodiesInYAML() async throws {
    let text = "apiVersion: weir.streaming/v1\nkind: Topic\nmetadata: {name: orders}\nspec: {partitions: 2}\n"
    #expect(try await open(text, type: "application/yaml").json.at("spec", "partitions")?.integer == 2)
    #expect(try await open(text + "---\n" + text, type: "application/yaml").status == 400)
    #expect(try await open("a: [", type: "application/yaml").status == 400)
    let refused = try await open(text, type: "text/plain")
    #expect(
      refused.status == 415 && refused.reason == "UnsupportedMediaType" && refused.message.contains("application/yaml"))
  }

  // MARK: Replace

  @Test func whatIsReplacedKeepsItsIdentity() async throws {
    try await bench.make("orders")
    let old = try await bench.ask("GET", topics + "/orders")
    var new = APIBench.topic("orders", partitions: 2)
    let changed = try await bench.ask("PUT", topics + "/orders", new)
    #expect(changed.status == 200 && changed.json.at("spec", "partitions")?.integer == 2)
    #expect(changed.json.at("metadata", "uid") == old.json.at("metadata", "uid"))
    #expect(changed.json.at("metadata", "generation")?.integer == 2)
    new["metadata"] = .members(("name", .string("orders")), ("resourceVersion", .string(old.version)))
    let stale = try await bench.ask("PUT", topics + "/orders", new)
    #expect(stale.status == 409 && stale.reason == "Conflict" && stale.message.contains("has been modified"))
    new["metadata"] = .members(
      ("name", .string("orders")), ("uid", .string("00000000-0000-4000-8000-000000000000")))
    #expect(try await bench.ask("PUT", topics + "/orders", new).status == 409)
    #expect(try await bench.ask("PUT", topics + "/orders", APIBench.topic("other")).status == 400)
    #expect(try await bench.ask("PUT", topics + "/nobody", APIBench.topic("nobody")).status == 404)
    #expect(try await bench.ask("PUT", topics + "/orders", APIBench.topic("orders")).status == 422)
  }

  // MARK: Patch

  private func patch(_ body: String, _ type: String, query: String = "", agent: String = "tester/1") async throws
    -> Reply
  {
    try await Reply(
      bench.open("PATCH", topics + "/orders" + query, body, type: "application/\(type)", agent: agent))
  }

  @Test func mergePatches() async throws {
    try await bench.make("orders")
    let changed = try await patch(
      "{\"spec\":{\"partitions\":2},\"status\":{\"partitions\":9}}", "merge-patch+json", agent: "ed (x)")
    #expect(
      changed.status == 200 && changed.json.at("spec", "partitions")?.integer == 2 && changed.json["status"] == nil)
    let owners = changed.json.at("metadata", "managedFields")?.elements ?? []
    #expect(owners.contains { $0["manager"]?.text == "ed" })
    let same = try await patch("{\"spec\":{\"partitions\":2}}", "merge-patch+json")
    #expect(same.version == changed.version)
    #expect(try await patch("{\"metadata\":{\"resourceVersion\":\"1\"}}", "merge-patch+json").status == 409)
    #expect(try await patch("{\"metadata\":{\"name\":\"x\"}}", "merge-patch+json").status == 422)
    #expect(try await patch("[]", "merge-patch+json").status == 400)
    #expect(try await patch("{}", "merge-patch+json", query: "?force=true").status == 400)
    let warned = try await patch("{\"spec\":{\"nonsense\":1}}", "merge-patch+json", query: "?fieldValidation=Warn")
    #expect(warned.status == 200 && warned.header("warning")?.contains("nonsense") == true)
  }

  @Test func jsonPatches() async throws {
    try await bench.make("orders")
    let step =
      "[{\"op\":\"test\",\"path\":\"/spec/partitions\",\"value\":1},"
      + "{\"op\":\"replace\",\"path\":\"/spec/partitions\",\"value\":2}]"
    #expect(try await patch(step, "json-patch+json").json.at("spec", "partitions")?.integer == 2)
    #expect(try await patch(step, "json-patch+json").status == 422)
    #expect(try await patch("[{\"op\":\"spam\",\"path\":\"/a\"}]", "json-patch+json").status == 400)
    #expect(try await patch("{}", "json-patch+json").status == 400)
    let many = Array(repeating: "{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"Topic\"}", count: 10_001).joined(
      separator: ",")
    #expect(try await patch("[\(many)]", "json-patch+json").status == 413)
  }

  @Test(arguments: ["strategic-merge-patch+json", "json", "yaml"])
  func otherPatchesAreRefused(_ type: String) async throws {
    try await bench.make("orders")
    let reply = try await patch("{}", type)
    #expect(reply.status == 415 && reply.message.contains("application/apply-patch+yaml"))
  }

  // MARK: Apply

  private func apply(_ body: JSONValue, _ manager: String, query: String = "") async throws -> Reply {
    try await Reply(
      bench.open(
        "PATCH", topics + "/orders?fieldManager=\(manager)\(query)", body.compact, type: "application/apply-patch+yaml")
    )
  }

  @Test func whatIsAppliedIsMadeAndOwned() async throws {
    let made = try await apply(APIBench.topic("orders", partitions: 2), "ann")
    #expect(made.status == 201)
    let same = try await apply(APIBench.topic("orders", partitions: 2), "ann")
    #expect(same.status == 200 && same.json == made.json)
    let other = try await apply(APIBench.topic("orders", partitions: 3), "bob")
    #expect(other.status == 409 && other.reason == "Conflict")
    #expect(other.causes == [".spec.partitions": "FieldManagerConflict"])
    #expect(other.message.contains("conflict with \"ann\""))
    let forced = try await apply(APIBench.topic("orders", partitions: 3), "bob", query: "&force=true")
    #expect(forced.status == 200 && forced.json.at("spec", "partitions")?.integer == 3)
  }

  @Test func anApplyNeedsItsManagerAndItsName() async throws {
    let nobody = try await patch(APIBench.topic("orders").compact, "apply-patch+yaml")
    #expect(nobody.status == 422 && nobody.causes == ["fieldManager": "FieldValueRequired"])
    #expect(try await apply(APIBench.topic("other"), "ann").status == 400)
    #expect(try await apply(APIBench.topic("orders"), String(repeating: "x", count: 129)).status == 400)
    var wrong = APIBench.topic("orders")
    wrong["spec"] = .members(("nonsense", .int(1)))
    #expect(try await apply(wrong, "ann").causes.keys.contains("spec.nonsense"))
    #expect(try await apply(APIBench.topic("orders"), "ann", query: "&dryRun=All").status == 201)
    #expect(try await bench.ask("GET", topics + "/orders").status == 404)
  }
}
