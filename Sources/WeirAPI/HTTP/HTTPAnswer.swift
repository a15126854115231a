import WeirBase

/// One answer. The listener adds `content-length` where it is known, `x-content-type-options`, and
/// `cache-control: no-store` where nothing else is given.
package struct HTTPAnswer: Sendable {
  /// 200 to 599.
  package var status: Int
  package var headers: [(String, String)]
  package var body: HTTPBody

  package init(status: Int = 200, headers: [(String, String)] = [], body: HTTPBody = .none) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package static func text(
    _ status: Int, _ text: String, type: String = "text/plain; charset=utf-8"
  ) -> HTTPAnswer {
    HTTPAnswer(status: status, headers: [("content-type", type)], body: .bytes(Array(text.utf8)))
  }

  package static func json(_ status: Int, _ json: JSONValue) -> HTTPAnswer {
    text(status, json.compact + "\n", type: "application/json")
  }
}

package enum HTTPBody: Sendable {
  case none
  case bytes([UInt8])
  /// Sent chunk by chunk: the next is asked for when the one before has left for the client. Ended by an error, the
  /// connection breaks off, so that nobody takes a part for the whole. Let go when the client leaves.
  case stream(AsyncThrowingStream<[UInt8], any Error>)
}
