import Glibc
import Synchronization
import WeirClient

/// A server on a free port that answers each request with the next text of a script, as it stands, and keeps what was
/// asked. For tests of a client that must stand all that comes.
final class AdminAPIScript: Sendable {
  /// What is done with the connection after an answer.
  enum Step: Sendable {
    case answer(String)
    /// Answers and closes.
    case last(String)
    /// Closes without a word.
    case hangUp
    /// Never answers.
    case silence
  }

  private struct State {
    var steps: [Step]
    var requests: [String] = []
    var connections = 0
  }

  private let state: Mutex<State>
  private let listener: Int32
  let address: BrokerAddress

  init(_ steps: [Step]) throws {
    state = Mutex(State(steps: steps))
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        Glibc.bind(listener, plain, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, plain, &size) == 0
      }
    }
    self.address = BrokerAddress(host: "127.0.0.1", port: Int(UInt16(bigEndian: address.sin_port)))
    guard isListening else { throw AdminAPIScriptFailure() }
    detached { $0.acceptAll() }
  }

  deinit { close(listener) }

  var requests: [String] { state.withLock { $0.requests } }
  var connections: Int { state.withLock { $0.connections } }

  /// Ends the server's thread.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func detached(_ body: @escaping @Sendable (AdminAPIScript) -> Void) {
    let box = Unmanaged.passRetained(AdminAPIScriptWork { body(self) })
    var thread = pthread_t()
    let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { work in
      if let work { Unmanaged<AdminAPIScriptWork>.fromOpaque(work).takeRetainedValue().run() }
      return nil
    }
    pthread_create(&thread, nil, run, box.toOpaque())
    pthread_detach(thread)
  }

  private func acceptAll() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { return }
      state.withLock { $0.connections += 1 }
      detached { $0.serve(client) }
    }
  }

  private func serve(_ client: Int32) {
    defer { close(client) }
    while let request = Self.request(client) {
      let step = state.withLock { state -> Step in
        state.requests.append(request)
        return state.steps.isEmpty ? .hangUp : state.steps.removeFirst()
      }
      switch step {
      case .answer(let text): Self.write(client, text)
      case .last(let text): return Self.write(client, text)
      case .hangUp: return
      case .silence: sleep(5)
      }
    }
  }

  /// Head and body of the next request; nil at the end.
  private static func request(_ client: Int32) -> String? {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let end = text.firstRange(of: "\r\n\r\n") {
        let length = text.firstRange(of: "content-length: ").flatMap {
          Int(text[$0.upperBound...].prefix { $0.isNumber })
        }
        if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
      }
      let count = read(client, &buffer, buffer.count)
      guard count > 0 else { return nil }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  private static func write(_ client: Int32, _ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// An answer with a JSON body.
  static func json(_ body: String, status: String = "200 OK") -> String {
    "HTTP/1.1 \(status)\r\ncontent-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// An answer in chunks.
  static func chunked(_ chunks: [String], ends: Bool = true) -> String {
    let body = chunks.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined()
    return "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\(body)\(ends ? "0\r\n\r\n" : "")"
  }
}

struct AdminAPIScriptFailure: Error {}

/// Work for a thread.
private final class AdminAPIScriptWork {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
