import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

struct DeletingTests {
  private let bench: APIBench

  init() throws { bench = try APIBench() }

  private var topics: String { APIBench.topics }

  @Test func whatIsDeletedIsGone() async throws {
    try await bench.make("orders")
    let uid = try await bench.ask("GET", topics + "/orders").json.at("metadata", "uid")
    let reply = try await bench.ask("DELETE", topics + "/orders")
    #expect(reply.status == 200 && reply.json["status"]?.text == "Success" && reply.json.at("details", "uid") == uid)
    #expect(try await bench.ask("GET", topics + "/orders").status == 404)
    #expect(try await bench.ask("DELETE", topics + "/orders").status == 404)
  }

  @Test func conditionsHoldOrNothingIsDeleted() async throws {
    try await bench.make("orders")
    let uid = JSONValue.string("00000000-0000-4000-8000-000000000000")
    for conditions in [
      JSONValue.members(("uid", uid)), .members(("resourceVersion", .string("999"))), .members(("uid", .string("x"))),
    ] {
      #expect(try await bench.ask("DELETE", topics + "/orders", .members(("preconditions", conditions))).status == 409)
    }
    let object = try await bench.ask("GET", topics + "/orders")
    let right = JSONValue.members(
      ("uid", object.json.at("metadata", "uid") ?? .null), ("resourceVersion", .string(object.version)))
    #expect(try await bench.ask("DELETE", topics + "/orders", .members(("preconditions", right))).status == 200)
  }

  @Test func dryRunsDeleteNothing() async throws {
    try await bench.make("orders")
    #expect(try await bench.ask("DELETE", topics + "/orders?dryRun=All").status == 200)
    #expect(
      try await bench.ask("DELETE", topics + "/orders", .members(("dryRun", .array([.string("All")])))).status == 200)
    #expect(try await bench.ask("DELETE", topics + "?dryRun=All").status == 200)
    #expect(try await bench.ask("GET", topics + "/orders").status == 200)
  }

  @Test(arguments: [
    "{\"gracePeriodSeconds\":-1}", "{\"gracePeriodSeconds\":\"x\"}", "{\"propagationPolicy\":\"Some\"}",
    "{\"dryRun\":true}",
    "{\"dryRun\":[\"Some\"]}", "{\"preconditions\":5}", "{\"preconditions\":{\"uid\":5}}", "[]", "{\"kind\":\"Topic\"}",
    "{\"orphanDependents\":1}",
  ])
  func optionsThatAreNone(_ body: String) async throws {
    try await bench.make("orders")
    let reply = try await Reply(bench.open("DELETE", topics + "/orders", body, type: "application/json"))
    #expect(reply.status == 400)
    #expect(try await bench.ask("GET", topics + "/orders").status == 200)
  }

  @Test func collections() async throws {
    try await bench.make("a", "b", labels: ["team": "shop"])
    try await bench.make("c")
    #expect(try await bench.ask("DELETE", topics + "?labelSelector=team%3Dshop").status == 200)
    #expect(try await bench.ask("GET", topics).names == ["c"])
    let uid = JSONValue.members(("uid", .string("00000000-0000-4000-8000-000000000000")))
    #expect(try await bench.ask("DELETE", topics, .members(("preconditions", uid))).status == 400)
    #expect(try await bench.ask("DELETE", "/apis/weir.streaming/v1/topics").status == 405)
    #expect(try await bench.ask("DELETE", topics).status == 200)
    #expect(try await bench.ask("GET", topics).names == [])
  }

  @Test func topicsComeBack() async throws {
    try await bench.make("orders")
    let uid = try await bench.ask("GET", topics + "/orders").json.at("metadata", "uid")
    #expect(try await bench.ask("POST", topics + "/orders/undelete").status == 404)
    _ = try await bench.ask("DELETE", topics + "/orders")
    let deleted = try await bench.ask("GET", "/apis/weir.streaming/v1/namespaces/default/deletedtopics")
    #expect(deleted.json["items"]?.elements?.first?.at("object", "metadata", "name")?.text == "orders")
    #expect(try await bench.ask("POST", topics + "/orders/undelete?dryRun=All").status == 400)
    let back = try await bench.ask("POST", topics + "/orders/undelete")
    #expect(back.status == 200 && back.json.at("metadata", "uid") == uid)
    #expect(try await bench.ask("GET", topics + "/orders/undelete").header("allow") == "POST")
    _ = try await bench.ask("DELETE", topics + "/orders?gracePeriodSeconds=0")
    #expect(try await bench.ask("POST", topics + "/orders/undelete").status == 404)
  }
}
