import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

struct DiscoveryTests {
  private let bench: APIBench

  init() throws { bench = try APIBench() }

  private func get(_ target: String, accept: String? = nil) async throws -> Reply {
    let reply = try await bench.ask("GET", target, accept: accept)
    #expect(reply.status == 200, "\(target)")
    return reply
  }

  @Test func groups() async throws {
    #expect(try await get("/api").json["versions"]?.elements == [.string("v1")])
    let group = try #require(try await get("/apis").json["groups"]?.elements?.first)
    #expect(
      group["name"]?.text == "weir.streaming" && group.at("preferredVersion", "groupVersion")?.text == Kind.apiVersion)
    #expect(try await get("/apis/weir.streaming").json["kind"]?.text == "APIGroup")
  }

  @Test func everyKindIsAResource() async throws {
    for path in ["/apis/weir.streaming/v1", "/apis/weir.streaming/v1/"] {
      let resources = try #require(try await get(path).json["resources"]?.elements)
      for definition in Kind.allCases.map(\.definition) {
        let found = try #require(resources.first { $0["name"]?.text == definition.plural })
        let verbs = Set(found["verbs"]?.elements?.compactMap(\.text) ?? [])
        #expect(verbs.subtracting(["deletecollection"]) == Set(definition.verbs.map(\.rawValue)))
        #expect(verbs.contains("deletecollection") == verbs.contains("delete"))
        #expect(found["kind"]?.text == definition.kind.rawValue && found["namespaced"] == .bool(true))
      }
      #expect(resources.contains { $0["name"]?.text == "topics/undelete" })
    }
  }

  @Test func theNamespaceThereIs() async throws {
    #expect(try await get("/api/v1").json["resources"]?.elements?.first?["name"]?.text == "namespaces")
    #expect(try await get("/api/v1/namespaces").names == ["default"])
    #expect(try await get("/api/v1/namespaces/default").json.at("status", "phase")?.text == "Active")
    #expect(try await get("/api/v1/namespaces/default/events?fieldSelector=x").json["items"]?.elements == [])
    let table = try await get("/api/v1/namespaces", accept: "application/json;as=Table;v=v1;g=meta.k8s.io")
    #expect(table.json["kind"]?.text == "Table" && table.names == ["default"])
    #expect(try await bench.ask("GET", "/api/v1/namespaces/elsewhere").status == 404)
    #expect(try await bench.ask("POST", "/api/v1/namespaces", .object([])).status == 405)
    #expect(try await bench.ask("GET", "/api/v1/namespaces/default/pods").status == 404)
  }

  @Test func theVersionReadsAsKubernetes() async throws {
    let version = try await get("/version").json
    #expect(version["major"]?.text == "1" && version["gitVersion"]?.text?.hasSuffix("+weir-test") == true)
  }

  @Test func schemas() async throws {
    let index = try await get("/openapi/v3").json
    let address = try #require(index.at("paths", "apis/weir.streaming/v1", "serverRelativeURL")?.text)
    #expect(try await get(address).json["openapi"]?.text?.hasPrefix("3.") == true)
    #expect(try await get("/openapi/v2").json["swagger"]?.text == "2.0")
    let answer = try await bench.open(
      "GET", "/openapi/v2", accept: "application/com.github.proto-openapi.spec.v2@v1.0+protobuf")
    #expect(answer.headers.first?.1 == "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")
    guard case .bytes(let bytes) = answer.body else {
      Issue.record("no bytes")
      return
    }
    #expect(bytes.starts(with: Array("\n\u{3}2.0".utf8)))
    #expect(try await bench.ask("GET", "/openapi/v2", accept: "text/html").status == 406)
    #expect(try await bench.ask("GET", "/openapi/v3/apis/nobody/v1").status == 404)
  }

  @Test func discoveryIsReadOnly() async throws {
    let reply = try await bench.ask("POST", "/apis", .object([]))
    #expect(reply.status == 405 && reply.header("allow") == "GET, HEAD")
  }
}
