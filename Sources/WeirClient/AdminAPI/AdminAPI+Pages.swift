import NIOCore
import NIOHTTP1

extension AdminAPI {
  /// A page of the admin port as text, such as `/metrics`; anything but 2xx is an error.
  ///
  /// - Parameter path: from the root on, percent-encoded.
  package func page(_ path: String) async throws(APIError) -> String {
    String(buffer: try await send(HTTPRequest(method: .GET, target: path)).body)
  }
}
