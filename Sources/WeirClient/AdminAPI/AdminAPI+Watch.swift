import NIOCore
import NIOHTTP1
import WeirBase
import WeirObjects

/// One change, as a watch tells it.
package struct WatchEvent: Sendable {
  package enum Change: String, Sendable {
    case added = "ADDED"
    case modified = "MODIFIED"
    case deleted = "DELETED"
    /// Nothing changed; the object only carries the revision reached.
    case bookmark = "BOOKMARK"
  }

  package let change: Change
  package let object: JSONValue
}

/// Changes as they happen, for one reader.
package final class WatchStream {
  /// The longest event; an object is far smaller.
  private static let lineBytesMax = 16 << 20

  private let body: HTTPBodyStream
  private let address: BrokerAddress
  private var lines = LineSplitter(lineBytesMax: lineBytesMax)

  init(_ body: HTTPBodyStream, _ address: BrokerAddress) {
    self.body = body
    self.address = address
  }

  deinit { body.cancel() }

  /// The next change; nil when the node ended the watch. What it refuses in the middle is thrown, such as a revision
  /// that is forgotten (`isExpired`).
  package func next() async throws(APIError) -> WatchEvent? {
    while true {
      if let line = try lines.next(address) {
        if let event = try event(line) { return event }
        continue
      }
      guard let piece = try await body.next() else { return nil }
      lines.append(piece)
    }
  }

  private func event(_ line: ByteBuffer) throws(APIError) -> WatchEvent? {
    if line.readableBytes == 0 { return nil }
    guard let json = try? JSONParser.parse(line), let type = json["type"]?.text, let object = json["object"] else {
      throw .failed(.damaged, "a watch event that cannot be read", at: address)
    }
    if type == "ERROR" {
      throw .refused(APIStatus(object) ?? APIStatus(code: 500, reason: "", message: "the watch failed: \(line)"))
    }
    // A newer server may tell what is not known here.
    return WatchEvent.Change(rawValue: type).map { WatchEvent(change: $0, object: object) }
  }
}

extension AdminAPI {
  /// Follows what a query finds.
  ///
  /// - Parameter revision: a list's; the watch tells what came after it.
  package func watch(
    _ query: ObjectQuery, after revision: String, _ form: ObjectForm = .document
  ) async throws(APIError) -> WatchStream {
    var path = query.path
    path.set("watch", "true")
    path.set("allowWatchBookmarks", "true")
    path.set("resourceVersion", revision)
    let reply = try await send(
      HTTPRequest(method: .GET, target: path.text, headers: [("accept", form.accept)]), isStreamed: true)
    guard let stream = reply.stream else { throw .failed(.damaged, "a watch without a body", at: address) }
    return WatchStream(stream, address)
  }
}
