import WeirBase
import WeirRecords
import WeirWire

extension Broker {
  /// Walks the records of a batch where that is cheap (they are not compressed) or somebody must know what they hold.
  func checkRecords(
    _ bytes: UnsafeRawBufferPointer, _ header: BatchHeader, _ config: TopicConfig, now: Int64
  ) throws(BatchRefusal) {
    let usesProducersTime = config.timestampType == .createTime
    let earliest = now.subtractingReportingOverflow(config.timestampBeforeMaxMillis)
    let latest = now.addingReportingOverflow(config.timestampAfterMaxMillis)
    let range =
      (earliest.overflow ? Int64.min : earliest.partialValue)...(latest.overflow ? Int64.max : latest.partialValue)
    let isSuspect = usesProducersTime && header.maxTimestamp != -1 && header.maxTimestamp > range.upperBound
    let mustLook = usesProducersTime && config.timestampBeforeMaxMillis != .max
    guard header.codec == Codec.none || isSuspect || mustLook else { return }
    do throws(BatchRejection) {
      let rules = BatchValidator.Rules(requiresKey: false, timestamps: usesProducersTime ? range : nil)
      try BatchValidator.checkRecords(
        bytes, header, rules: rules, decompressedLimit: environment.limits.decompressedBytesMax)
    } catch { throw BatchRefusal(error) }
  }

  /// The batch in another codec, for a topic that wants one (`compression.type`).
  func recode(
    _ bytes: UnsafeRawBufferPointer, _ header: BatchHeader, to codec: Codec
  ) throws(BatchRefusal) -> [UInt8] {
    do throws(BatchError) {
      return try header.recompressed(bytes, to: codec, limit: environment.limits.decompressedBytesMax)
    } catch { throw BatchRefusal(.corruptMessage, "\(error)") }
  }
}

extension BatchRefusal {
  init(_ rejection: BatchRejection) {
    let code: ErrorCode =
      switch rejection.reason {
      case .corrupt: .corruptMessage
      case .invalidRecord: .invalidRecord
      case .invalidTimestamp: .invalidTimestamp
      case .unsupportedCompression: .unsupportedCompressionType
      }
    self.init(code, rejection.message, records: rejection.records.map { ($0.index, $0.message) })
  }
}
