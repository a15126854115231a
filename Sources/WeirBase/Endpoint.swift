/// An address as clients dial it.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  package var host: String
  /// 0 to 65,535.
  package var port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
