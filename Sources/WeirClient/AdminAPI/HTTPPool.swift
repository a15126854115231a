import NIOHTTP1
import Synchronization
import WeirBase

/// Connections to one admin port, kept for the next request.
final class HTTPPool: Sendable {
  private static let idleMax = 32

  let address: BrokerAddress
  private let configuration: AdminAPI.Configuration
  private let idle = Mutex<[HTTPConnection]>([])

  init(_ address: BrokerAddress, _ configuration: AdminAPI.Configuration) {
    self.address = address
    self.configuration = configuration
  }

  deinit { for connection in idle.withLock({ $0 }) { connection.close() } }

  /// Sends a request on a free connection or a new one. Where a kept one turns out to have been closed meanwhile, what
  /// does no harm when it is done twice is sent again on a new one.
  func send(_ request: HTTPRequest, isStreamed: Bool = false) async throws(APIError) -> HTTPReply {
    if let kept = takeIdle() {
      do throws(APIError) {
        return try await send(request, isStreamed, on: kept)
      } catch {
        guard case .failed(let failure) = error, failure.kind == .disconnected, request.method != .POST else {
          throw error
        }
      }
    }
    let connection = try await HTTPConnection.open(
      address, timeoutMillis: configuration.connectTimeoutMillis, bodyBytesMax: configuration.bodyBytesMax)
    return try await send(request, isStreamed, on: connection)
  }

  private func send(
    _ request: HTTPRequest, _ isStreamed: Bool, on connection: HTTPConnection
  ) async throws(APIError) -> HTTPReply {
    let reply = try await connection.send(
      request, isStreamed: isStreamed, timeoutMillis: configuration.requestTimeoutMillis)
    if reply.stream == nil, reply.head.isKeepAlive { keep(connection) }
    return reply
  }

  private func takeIdle() -> HTTPConnection? {
    idle.withLock { idle in
      while let last = idle.popLast() { if last.isOpen { return last } }
      return nil
    }
  }

  private func keep(_ connection: HTTPConnection) {
    let isKept = idle.withLock { idle in
      guard idle.count < Self.idleMax else { return false }
      idle.append(connection)
      return true
    }
    if !isKept { connection.close() }
  }
}
