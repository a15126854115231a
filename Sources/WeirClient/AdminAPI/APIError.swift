import NIOHTTP1
import WeirBase

/// Why a call on the admin API failed.
package enum APIError: Error, Sendable, Hashable {
  /// The API answered, and refused.
  case refused(APIStatus)
  /// There was no answer, or none that could be read.
  case failed(ClientError)

  /// The refusal, where there was one.
  package var status: APIStatus? { if case .refused(let status) = self { status } else { nil } }

  /// Whether nobody listens at the address.
  package var isUnreachable: Bool {
    if case .failed(let error) = self { error.kind == .unreachable } else { false }
  }
}

extension APIError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .refused(let status): status.description
    case .failed(let error): error.description
    }
  }
}

extension APIError {
  static func failed(_ kind: ClientError.Kind, _ what: String, at address: BrokerAddress) -> APIError {
    .failed(ClientError(kind, what, at: address.description))
  }

  /// What an answer other than 2xx means.
  static func refusal(_ reply: HTTPReply, at address: BrokerAddress) -> APIError {
    if let json = try? JSONParser.parse(reply.body), let status = APIStatus(json) { return .refused(status) }
    let code = Int(reply.head.status.code)
    let seconds = reply.head.headers.first(name: "retry-after").flatMap { Int64($0) }
    if code == 429 || code == 503 {
      return .refused(
        APIStatus(
          code: code, reason: "", message: "\(address) is too busy (HTTP \(code))", retryAfterSeconds: seconds))
    }
    return .failed(
      ClientError(
        .damaged, "HTTP \(code) where Weir's admin API was expected", at: address.description,
        next: "Is this the admin address of a node? Give another with --admin HOST:PORT or WEIR_ADMIN"))
  }
}
