import NIOHTTP1

/// One request, whole.
package struct HTTPAsk: Sendable {
  /// In upper case. HEAD comes as GET: the listener leaves the body out.
  package var method: String
  /// As sent, before the question mark.
  package var path: String
  /// The path's segments, percent-decoded; a last slash leaves an empty one.
  package var segments: [String]
  /// In the order sent, percent-decoded.
  package var query: [(name: String, value: String)]
  package var headers: HTTPHeaders
  /// At most `HTTPLimits.bodyBytesMax`.
  package var body: [UInt8]
  /// The client's address, for logs.
  package var peer: String

  package init(
    method: String, path: String, segments: [String], query: [(name: String, value: String)] = [],
    headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [], peer: String = ""
  ) {
    self.method = method
    self.path = path
    self.segments = segments
    self.query = query
    self.headers = headers
    self.body = body
    self.peer = peer
  }

  /// The first query parameter of a name.
  package func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }
}
