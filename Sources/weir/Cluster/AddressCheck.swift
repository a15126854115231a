import Glibc
import WeirBase
import WeirClient

/// Whether a node could listen at an address.
struct AddressCheck {
  let name: String
  let address: BrokerAddress
  let flag: String

  /// - Parameter local: the local node if it runs: its own addresses are in use rightly.
  func result(_ local: LocalNode?) -> CheckResult {
    if let local, [local.kafka, local.admin].contains(address.description) {
      return CheckResult(name: name, verdict: .ok, finding: "\(address) is the running local node's")
    }
    let fault = fault()
    return CheckResult(
      name: name, verdict: fault == nil ? .ok : .failed, finding: "\(address) \(fault ?? "is free")",
      advice: fault == nil ? "" : "choose another with \(flag) HOST:PORT (port 0 picks a free one)")
  }

  /// Why nobody can listen there; nil where somebody can.
  private func fault() -> String? {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address.host, String(address.port), &hints, &found) == 0, let first = found else {
      return "is not known: the host has no address"
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(first.pointee.ai_family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return "cannot be tried: \(errnoText(errno))" }
    defer { close(descriptor) }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0, listen(descriptor, 1) == 0 else {
      return errno == EADDRINUSE ? "is in use by another program" : "cannot be opened: \(errnoText(errno))"
    }
    return nil
  }
}
