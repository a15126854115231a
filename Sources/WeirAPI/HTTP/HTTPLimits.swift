/// What clients of the admin port may cost.
package struct HTTPLimits: Sendable {
  /// Largest body of a request, as Kubernetes has it.
  package var bodyBytesMax = 3 << 20
  /// Longest target, in bytes.
  package var targetBytesMax = 16 << 10
  package var headerBytesMax = 64 << 10
  package var headersMax = 128
  package var connectionsMax = 512
  /// How long a connection may stay without a request.
  package var idleSeconds: Int64 = 75
  /// How long a request may take to arrive, from its head to its end.
  package var requestSeconds: Int64 = 30
  /// How long one chunk may take to leave: a client that does not read is dropped.
  package var drainSeconds: Int64 = 30

  package init() {}
}
