import NIOCore
import WeirBase

/// Who is asking. Until identities are configured everybody is `User:ANONYMOUS`, as in Kafka.
package struct Principal: Hashable, Sendable, CustomStringConvertible {
  package var kind: String
  package var name: String

  package init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  package static let anonymous = Principal(kind: "User", name: "ANONYMOUS")

  package var description: String { "\(kind):\(name)" }
}

/// One client's connection, as the broker sees it: no socket, only where answers and later work are to run.
package struct ClientConnection: Sendable {
  /// Unique within the process.
  package let id: UInt64
  /// As in "127.0.0.1".
  package let remoteHost: String
  /// What this client is told to dial: the address it reached us at, unless the node advertises another.
  package let advertised: Endpoint
  package let loop: any EventLoop
  package let principal: Principal
  package let life = ConnectionLife()

  package init(id: UInt64, remoteHost: String, advertised: Endpoint, loop: any EventLoop, principal: Principal) {
    self.id = id
    self.remoteHost = remoteHost
    self.advertised = advertised
    self.loop = loop
    self.principal = principal
  }
}
