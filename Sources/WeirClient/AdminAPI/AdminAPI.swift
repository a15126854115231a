import NIOCore
import NIOHTTP1
import WeirBase
import WeirObjects

/// The objects of a cluster, read and changed through a node's admin port (the Kubernetes resource API).
package struct AdminAPI: Sendable {
  package struct Configuration: Sendable {
    package var connectTimeoutMillis: Int64 = 5_000
    /// How long an answer may take; of a watch, its beginning.
    package var requestTimeoutMillis: Int64 = 30_000
    /// The largest answer that is kept whole.
    package var bodyBytesMax = 64 << 20
    /// How often a request is repeated after the node said that it is too busy.
    package var busyRepeatsMax = 5

    package init() {}
  }

  /// Who writes, in the API's record of who owns which field.
  package static let fieldManager = "weir"

  package let address: BrokerAddress
  private let configuration: Configuration
  private let pool: HTTPPool

  package init(_ address: BrokerAddress, configuration: Configuration = Configuration()) {
    self.address = address
    self.configuration = configuration
    pool = HTTPPool(address, configuration)
  }
}

// MARK: Sending

extension AdminAPI {
  /// Sends a request until the node is not too busy for it; anything but 2xx is an error.
  func send(_ request: HTTPRequest, isStreamed: Bool = false) async throws(APIError) -> HTTPReply {
    var attempt = 0
    while true {
      let reply = try await pool.send(request, isStreamed: isStreamed)
      if reply.isSuccess { return reply }
      let error = APIError.refusal(reply, at: address)
      guard reply.head.status.code == 429, attempt < configuration.busyRepeatsMax else { throw error }
      await Self.pause(error.status?.retryAfterSeconds, attempt)
      attempt += 1
    }
  }

  private static func pause(_ seconds: Int64?, _ attempt: Int) async {
    let millis = seconds.map { min(max(0, $0), 10) * 1000 } ?? Backoff().millis(attempt: attempt)
    try? await Task.sleep(nanoseconds: UInt64(clamping: millis) * 1_000_000)
  }

  /// Sends a request whose answer is a JSON document.
  func ask(
    _ method: HTTPMethod, _ target: APIPath, accept: String = "application/json", contentType: String? = nil,
    body: JSONValue? = nil
  ) async throws(APIError) -> (status: Int, json: JSONValue) {
    var request = HTTPRequest(method: method, target: target.text)
    request.headers.append(("accept", accept))
    if let body {
      request.headers.append(("content-type", contentType ?? "application/json"))
      request.body = Array(body.compact.utf8)
    } else if method == .POST || method == .PUT || method == .PATCH {
      request.body = []
    }
    let reply = try await send(request)
    do throws(JSONParser.Failure) {
      return (Int(reply.head.status.code), try JSONParser.parse(reply.body))
    } catch {
      throw .failed(.damaged, "an answer that is no JSON: \(error)", at: address)
    }
  }
}
