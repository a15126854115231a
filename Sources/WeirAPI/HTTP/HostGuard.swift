import NIOHTTP1

/// Keeps pages of other sites from reaching a node through their visitors' browsers.
///
/// A node on loopback knows only loopback's names: a site whose name was turned to 127.0.0.1 (DNS rebinding) shows
/// itself by its Host, any other by its Origin. A node open to all cannot know its names; there a page may only change
/// something where it comes from the same host.
package struct HostGuard: Sendable {
  private let allowsRemote: Bool

  package init(allowsRemote: Bool) { self.allowsRemote = allowsRemote }

  /// Why a request is refused, or nil.
  package func refusal(method: String, _ headers: HTTPHeaders) -> String? {
    let hosts = headers["host"]
    guard hosts.count <= 1 else { return "there is more than one Host" }
    let origins = headers["origin"]
    guard origins.count <= 1 else { return "there is more than one Origin" }
    if allowsRemote {
      guard let origin = origins.first, method != "GET", method != "HEAD" else { return nil }
      return Self.authority(origin) == hosts.first?.lowercased()
        ? nil : "origin \(Self.shown(origin)) may not change anything here"
    }
    if let host = hosts.first, !Self.isLoopback(Self.name(host)) {
      return "host \(Self.shown(host)) is not this node's; use its loopback address"
    }
    if let origin = origins.first, !Self.isLoopback(Self.name(Self.authority(origin))) {
      return "origin \(Self.shown(origin)) may not ask this node"
    }
    return nil
  }

  private static func shown(_ text: String) -> String { String(text.prefix(200)) }

  private static func authority(_ origin: String) -> String {
    let origin = origin.lowercased()
    for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
      return String(origin.dropFirst(scheme.count))
    }
    return origin
  }

  /// Without port and brackets.
  private static func name(_ host: String) -> String {
    if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
    return String(host.prefix { $0 != ":" })
  }

  /// Whether a host's name means this machine itself. Names that merely begin like an address do not.
  package static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127"
      && parts.allSatisfy { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part) != nil }
  }
}
