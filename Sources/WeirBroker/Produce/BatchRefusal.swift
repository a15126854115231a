import WeirWire

/// Why a produced batch was refused: Kafka's code, and where records are at fault, which and why (KIP-467).
struct BatchRefusal: Error, Sendable {
  var code: ErrorCode
  var message: String?
  var records: [(index: Int32, message: String)] = []

  init(_ code: ErrorCode, _ message: String?, records: [(index: Int32, message: String)] = []) {
    self.code = code
    self.message = message
    self.records = records
  }
}
