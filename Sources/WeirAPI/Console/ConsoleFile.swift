import CConsole
import NIOHTTP1
import WeirBase

/// A static file of the console, with the tag that tells whether a browser has it already.
struct ConsoleFile: Sendable {
  let type: String
  let bytes: [UInt8]
  /// Quoted, as in an ETag header.
  let tag: String

  private init(_ file: cconsole_file) {
    type = String(cString: file.type)
    bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    tag = "\"\(SHA256.hexadecimal(bytes).prefix(32))\""
  }

  /// By their paths below `/console/`. Made when the first is asked for.
  static let all: [String: ConsoleFile] = {
    var files: [String: ConsoleFile] = [:]
    for index in 0..<cconsole_count() {
      guard let file = cconsole_at(index)?.pointee else { continue }
      files[String(cString: file.path)] = ConsoleFile(file)
    }
    return files
  }()

  /// Everything comes from the node itself: no script or style stands in the page, and no other page may frame it.
  private static let policy =
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'"

  /// The file, or word that the browser's copy is still good.
  func answer(_ ask: HTTPAsk) -> HTTPAnswer {
    let headers = [
      ("content-type", type), ("etag", tag), ("cache-control", "no-cache"), ("content-security-policy", Self.policy),
      ("referrer-policy", "no-referrer"), ("cross-origin-opener-policy", "same-origin"),
      ("cross-origin-resource-policy", "same-origin"),
    ]
    let known = ask.headers[canonicalForm: "if-none-match"]
    if known.contains(where: { $0 == "*" || $0 == tag || $0 == "W/" + tag }) {
      return HTTPAnswer(status: 304, headers: headers)
    }
    return HTTPAnswer(headers: headers, body: .bytes(bytes))
  }
}
