/// Why a produced batch is not taken.
package struct BatchRejection: Error, Equatable, Sendable {
  package enum Reason: Sendable {
    /// Kafka's CORRUPT_MESSAGE.
    case corrupt
    /// Kafka's INVALID_RECORD.
    case invalidRecord
    /// Kafka's INVALID_TIMESTAMP.
    case invalidTimestamp
    /// Kafka's UNSUPPORTED_COMPRESSION_TYPE.
    case unsupportedCompression
  }

  /// A record at fault (KIP-467).
  package struct RecordError: Equatable, Sendable {
    /// Of the record in its batch, from 0.
    package var index: Int32
    package var message: String
  }

  package var reason: Reason
  /// For the whole batch.
  package var message: String
  /// The records at fault where it is theirs, at most `BatchValidator.recordErrorsMax`.
  package var records: [RecordError]

  package init(_ reason: Reason, _ message: String, records: [RecordError] = []) {
    self.reason = reason
    self.message = message
    self.records = records
  }

  init(_ error: BatchError) {
    self.init(Self.reason(of: error), error.description)
    if case .badRecord(let index, let fault) = error {
      records = [RecordError(index: Int32(clamping: index), message: fault.description)]
    }
  }

  private static func reason(of error: BatchError) -> Reason {
    switch error {
    case .truncated, .badLength, .badChecksum, .codec: .corrupt
    case .badMagic, .badRecordCount, .badLastOffsetDelta, .badOffset, .badRecord, .trailingBytes: .invalidRecord
    case .unknownCodec: .unsupportedCompression
    }
  }
}

extension BatchRejection: CustomStringConvertible {
  package var description: String { message }
}
