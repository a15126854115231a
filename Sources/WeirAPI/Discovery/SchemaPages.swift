import Synchronization
import WeirBase
import WeirObjects

/// The schemas of the API for tools: OpenAPI 3, and Swagger 2 as JSON and as protobuf. Each is written once, when first
/// asked for.
final class SchemaPages: Sendable {
  private enum Page: Hashable {
    case index, group, swagger, protobuf
  }

  private let written = Mutex<[Page: [UInt8]]>([:])
  private static let protobufType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

  /// - Parameter segments: those after `/openapi`.
  func answer(_ ask: HTTPAsk, _ segments: [String]) -> HTTPAnswer {
    switch segments {
    case ["v2"]: return swagger(ask)
    case ["v3"]: return page(.index) { OpenAPI.v3Index() }
    case ["v3"] + OpenAPI.groupPath.split(separator: "/").map(String.init): return page(.group) { OpenAPI.v3() }
    default: return StatusFault.noResource.answer
    }
  }

  private func page(_ page: Page, _ make: () -> JSONValue) -> HTTPAnswer {
    bytes(page, type: "application/json") { Array((make().compact + "\n").utf8) }
  }

  private func bytes(_ page: Page, type: String, _ make: () -> [UInt8]) -> HTTPAnswer {
    let bytes: [UInt8]
    if let known = written.withLock({ $0[page] }) {
      bytes = known
    } else {
      bytes = make()
      written.withLock { $0[page] = bytes }
    }
    return HTTPAnswer(headers: [("content-type", type)], body: .bytes(bytes))
  }

  private func swagger(_ ask: HTTPAsk) -> HTTPAnswer {
    let accept = ask.header("accept") ?? ""
    if !accept.contains("proto-openapi.spec.v2") {
      guard AnswerForm.negotiate(accept) != nil else {
        return StatusFault.notAcceptable(["application/json", Self.protobufType]).answer
      }
      return page(.swagger) { OpenAPI.v2() }
    }
    if let known = written.withLock({ $0[.protobuf] }) {
      return HTTPAnswer(headers: [("content-type", Self.protobufType)], body: .bytes(known))
    }
    do throws(OpenAPIProtobuf.Fault) {
      let bytes = try OpenAPIProtobuf.encode(OpenAPI.v2())
      return self.bytes(.protobuf, type: Self.protobufType) { bytes }
    } catch { return StatusFault(500, "InternalError", error.description).answer }
  }
}
