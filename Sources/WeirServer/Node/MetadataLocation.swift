import WeirBase

/// Where a node's declarations are kept.
package enum MetadataLocation: Sendable, Hashable {
  /// In the node's own directory.
  case local
  /// In etcd, at one or more of its endpoints; keys begin with the prefix.
  case etcd([Endpoint], prefix: String)

  /// Reads `etcd://HOST:PORT,HOST:PORT[/PREFIX]` or `local`; nil for anything else.
  package init?(_ text: String) {
    if text == "local" {
      self = .local
      return
    }
    let scheme = "etcd://"
    guard text.hasPrefix(scheme) else { return nil }
    let rest = text.dropFirst(scheme.count)
    let hosts = rest.prefix { $0 != "/" }
    let prefix = String(rest.dropFirst(hosts.count)).trimmingSlashes
    var endpoints: [Endpoint] = []
    for host in hosts.split(separator: ",", omittingEmptySubsequences: false) {
      guard let colon = host.lastIndex(of: ":"), let port = UInt16(host[host.index(after: colon)...]), port > 0,
        colon > host.startIndex
      else { return nil }
      endpoints.append(Endpoint(host: String(host[..<colon]), port: Int(port)))
    }
    guard !endpoints.isEmpty else { return nil }
    self = .etcd(endpoints, prefix: prefix.isEmpty ? "" : "/" + prefix)
  }
}

extension String {
  fileprivate var trimmingSlashes: String {
    String(drop { $0 == "/" }.reversed().drop { $0 == "/" }.reversed())
  }
}
