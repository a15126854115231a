/// Where a broker listens: a host name or an IP address, and a port.
public struct BrokerAddress: Hashable, Sendable, CustomStringConvertible {
  public let host: String
  /// 0 to 65,535; 0 means "any" where an address is bound, and nothing where one is dialled.
  public let port: Int

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads `HOST:PORT`, `HOST`, `[IPV6]:PORT` or a bare IPv6 address; nil for anything else.
  ///
  /// - Parameter defaultPort: taken when the text has none.
  public init?(_ text: String, defaultPort: Int = 9092) {
    guard let (host, port) = Self.split(text), !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
    guard let port else {
      self.init(host: host, port: defaultPort)
      return
    }
    guard let number = UInt16(port) else { return nil }
    self.init(host: host, port: Int(number))
  }

  private static func split(_ text: String) -> (host: String, port: String?)? {
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { return nil }
      let host = String(text[text.index(after: text.startIndex)..<close])
      let rest = text[text.index(after: close)...]
      if rest.isEmpty { return (host, nil) }
      return rest.hasPrefix(":") ? (host, String(rest.dropFirst())) : nil
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return (text, nil)
    case 2: return (String(parts[0]), String(parts[1]))
    default: return (text, nil)
    }
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
