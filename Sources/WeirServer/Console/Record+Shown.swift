import WeirAPI
import WeirRecords
import WeirSmartEngine

extension Record {
  /// As the console shows it.
  func shown(in partition: Int32) -> ShownRecord {
    ShownRecord(
      partition: partition, offset: offset, timestamp: timestamp, key: key.map { ShownBytes($0) },
      value: value.map { ShownBytes($0) },
      headers: headers.prefix(ShownRecord.headersMax).map { header in
        .init(
          key: String(header.key.prefix(ShownRecord.headerBytesMax)),
          value: header.value.map { ShownBytes(Array($0.prefix(ShownRecord.headerBytesMax))) })
      },
      headerCount: headers.count)
  }
}

extension Chain {
  /// What becomes of a record, to be shown beside it.
  func outcome(_ record: Record, in partition: Int32) -> PreviewView.Outcome {
    switch run(record) {
    case .kept(let after): after == record ? .kept : .changed(after.shown(in: partition))
    case .dropped(let step): .dropped(step: step)
    case .failed(let step, let message): .failed(step: step, message: message)
    }
  }
}
