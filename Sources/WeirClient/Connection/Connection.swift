import NIOCore
import WeirBase
import WeirWire

/// One connection to one broker. Requests may be sent without waiting for earlier answers; each answer finds its
/// request by the correlation id.
package final class Connection: Sendable {
  /// Versions of ApiVersions that this client sends.
  private static let greeting: Int16 = 3

  private let transport: Transport
  private let versions: VersionTable
  private let requestTimeoutMillis: Int64

  package var address: BrokerAddress { transport.address }
  package var isOpen: Bool { transport.isOpen }
  var loop: any EventLoop { transport.channel.eventLoop }

  private init(_ transport: Transport, _ versions: VersionTable, requestTimeoutMillis: Int64) {
    self.transport = transport
    self.versions = versions
    self.requestTimeoutMillis = requestTimeoutMillis
  }

  /// Connects and asks the broker which versions it speaks.
  static func open(
    _ address: BrokerAddress, _ configuration: ClientConfiguration, on loop: any EventLoop
  ) async throws(ClientError) -> Connection {
    let transport = try await Transport.open(
      address, clientID: configuration.clientID, on: loop, timeoutMillis: configuration.connectTimeoutMillis)
    do throws(ClientError) {
      let versions = try await negotiate(transport, configuration)
      return Connection(transport, versions, requestTimeoutMillis: configuration.requestTimeoutMillis)
    } catch {
      transport.close()
      throw error
    }
  }

  /// What is in flight fails as disconnected.
  package func close() { transport.close() }
}

// MARK: Negotiation

extension Connection {
  private static func negotiate(
    _ transport: Transport, _ configuration: ClientConfiguration
  ) async throws(ClientError) -> VersionTable {
    var answer = try await askVersions(transport, greeting, configuration)
    if answer == nil { answer = try await askVersions(transport, 0, configuration) }
    guard let answer else {
      throw .refused(ErrorCode.unsupportedVersion.rawValue, at: transport.address.description)
    }
    guard answer.errorCode == 0 else { throw .refused(answer.errorCode, at: transport.address.description) }
    return VersionTable(answer.apiKeys.map { ($0.apiKey, $0.minVersion, $0.maxVersion) })
  }

  /// Nil where the broker does not know this version of the question.
  private static func askVersions(
    _ transport: Transport, _ version: Int16, _ configuration: ClientConfiguration
  ) async throws(ClientError) -> ApiVersionsResponse? {
    let request = ApiVersionsRequest(clientSoftwareName: "weir", clientSoftwareVersion: "1")
    let frame = try await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<ByteBuffer, ClientError>, Never>) in
      transport.send(request, version: version, timeoutMillis: configuration.requestTimeoutMillis) {
        continuation.resume(returning: $0)
      }
    }.get()
    // Such a broker answers with error 35 in the layout of version 0 (KIP-511), or in one of its own making: what
    // follows the error is not worth reading, because version 0 always works.
    let refusal = ErrorCode.unsupportedVersion.rawValue
    if frame.getInteger(at: frame.readerIndex + 4, as: Int16.self) == refusal { return nil }
    return try decode(ApiVersionsResponse.self, frame, version: version, transport.address)
  }

  private static func decode<R: WireResponse>(
    _ type: R.Type, _ body: ByteBuffer, version: Int16, _ address: BrokerAddress
  ) throws(ClientError) -> R {
    do throws(WireError) {
      return try WireReader.reading(body) { (reader: inout WireReader) throws(WireError) in
        _ = try reader.responseHeader(api: R.api, version: version)
        return try R(from: &reader, version: version)
      }
    } catch {
      throw ClientError(.damaged, "an answer cannot be read: \(error)", at: address.description)
    }
  }
}

// MARK: Requests

extension Connection {
  /// The newest version both sides speak.
  ///
  /// - Parameter wanted: the versions whose fields the caller fills in.
  func version(_ api: ApiKey, in wanted: ClosedRange<Int16>) throws(ClientError) -> Int16 {
    try versions.newest(api, in: wanted, place: address.description)
  }

  /// Sends a request; `done` is called on the connection's loop.
  ///
  /// - Parameter extraMillis: how much longer than configured the answer may take, for requests that are held back.
  func send<R: WireRequest>(
    _ request: R, version: Int16, extraMillis: Int64 = 0,
    _ done: @escaping @Sendable (Result<R.Response, ClientError>) -> Void
  ) {
    let address = self.address
    transport.send(request, version: version, timeoutMillis: requestTimeoutMillis + extraMillis) { result in
      done(
        result.flatMap { body in
          do throws(ClientError) {
            return .success(try Self.decode(R.Response.self, body, version: version, address))
          } catch {
            return .failure(error)
          }
        })
    }
  }

  func sendOneWay<R: WireRequest>(
    _ request: R, version: Int16, _ done: @escaping @Sendable (Result<Void, ClientError>) -> Void
  ) {
    transport.sendOneWay(request, version: version, done)
  }

  /// Sends a request and waits for its answer.
  package func ask<R: WireRequest>(_ request: R, version: Int16, extraMillis: Int64 = 0) async throws(ClientError)
    -> R.Response
  {
    try await withCheckedContinuation { (continuation: CheckedContinuation<Result<R.Response, ClientError>, Never>) in
      send(request, version: version, extraMillis: extraMillis) { continuation.resume(returning: $0) }
    }.get()
  }

  /// As `ask`, in the newest version of `wanted` that the broker speaks.
  package func ask<R: WireRequest>(
    _ request: R, in wanted: ClosedRange<Int16>, extraMillis: Int64 = 0
  ) async throws(ClientError) -> R.Response {
    try await ask(request, version: version(R.api, in: wanted), extraMillis: extraMillis)
  }
}
