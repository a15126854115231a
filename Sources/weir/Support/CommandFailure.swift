import WeirClient

/// Why a command ends early, in words for people.
struct CommandFailure: Error {
  let message: String
  /// 1: it failed; 2: it was asked wrongly.
  let code: Int32

  static func failed(_ message: String) -> CommandFailure { CommandFailure(message: message, code: 1) }
  static func misused(_ message: String) -> CommandFailure { CommandFailure(message: message, code: 2) }

  static func describe(_ error: any Error) -> String {
    if let error = error as? ClientError { return error.description }
    return "\(error)"
  }
}

/// Standard output was closed by whoever read it: the end, without a word.
struct BrokenPipe: Error {}
