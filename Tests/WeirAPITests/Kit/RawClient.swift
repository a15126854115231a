import Dispatch
import Glibc
import WeirBase

/// Speaks bytes over a socket, away from the threads that tasks run on.
final class RawClient: Sendable {
  private let descriptor: Int32

  /// - Parameter receiveBytes: how little the kernel shall take for who does not read.
  init?(_ address: Endpoint, receiveBytes: Int32? = nil) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    if var size = receiveBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = in_port_t(address.port).bigEndian
    place.sin_addr.s_addr = inet_addr(address.host)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafePointer(to: &place) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    if outcome != 0 { return nil }
  }

  deinit { Glibc.close(descriptor) }

  private func off<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { done in
      DispatchQueue.global().async { done.resume(returning: work()) }
    }
  }

  @discardableResult
  func send(_ text: String) async -> Bool {
    let descriptor = descriptor
    return await off {
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if sent <= 0 { return false }
        rest = rest.dropFirst(sent)
      }
      return true
    }
  }

  /// Everything until `isEnough`, the end, or ten seconds without anything.
  func read(until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }) async -> String {
    let descriptor = descriptor
    return await off {
      var all: [UInt8] = []
      var part = [UInt8](repeating: 0, count: 65_536)
      while !isEnough(String(decoding: all, as: UTF8.self)) {
        let count = part.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count <= 0 { break }
        all += part[..<count]
      }
      return String(decoding: all, as: UTF8.self)
    }
  }
}
