import NIOCore
import NIOHTTP1
import WeirBase

/// One request to an admin port.
struct HTTPRequest: Sendable {
  let method: HTTPMethod
  /// Path and query, percent-encoded.
  let target: String
  var headers: [(name: String, value: String)] = []
  var body: [UInt8]?
}

/// The head of an answer, and its body (empty where that is streamed).
struct HTTPReply: Sendable {
  let head: HTTPResponseHead
  let body: ByteBuffer
  /// The body in pieces, where it was asked for that way and the answer is 2xx.
  let stream: HTTPBodyStream?

  var isSuccess: Bool { (200..<300).contains(Int(head.status.code)) }
}

extension JSONParser {
  static func parse(_ buffer: ByteBuffer) throws(Failure) -> JSONValue {
    let result = buffer.withUnsafeReadableBytes { bytes -> Result<JSONValue, Failure> in
      do throws(Failure) { return .success(try parse(bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
