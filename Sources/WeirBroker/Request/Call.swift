import NIOCore
import WeirWire

/// What becomes of a request.
package enum Answer: Sendable {
  /// A whole response (header and body, without the frame's length), in parts to be written in order.
  case message([ByteBuffer])
  /// The client asked for no answer (Produce with acks=0).
  case nothing
  /// The connection cannot go on; the reason is for the node's log.
  case close(reason: String)
}

/// A request being worked on: what handlers know besides its body, and the way to answer it, once.
struct Call<Response: WireResponse & FaultTelling>: Sendable {
  let header: RequestHeader
  let client: ClientConnection
  let metrics: RequestMetrics
  /// When the request came, by `metrics`.
  let began: UInt64
  let answer: @Sendable (Answer) -> Void

  var version: Int16 { header.apiVersion }

  /// Encodes and sends the response. From any thread.
  func reply(_ response: Response) {
    metrics.ended(began)
    response.forEachFault(metrics.failed)
    do {
      var writer = WireWriter()
      writer.responseHeader(correlationId: header.correlationId, api: Response.api, version: version)
      try response.encode(into: &writer, version: version)
      answer(.message(writer.finish()))
    } catch {
      answer(.close(reason: "answer to \(Response.api) v\(version) could not be encoded: \(error)"))
    }
  }

  func close(_ reason: String) {
    metrics.ended(began)
    answer(.close(reason: reason))
  }

  func replyNothing() {
    metrics.ended(began)
    answer(.nothing)
  }
}
