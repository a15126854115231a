import WeirRecords

/// A record as it was read, with its own memory.
public struct ConsumedRecord: Sendable, Hashable {
  public let topic: String
  public let partition: Int32
  public let offset: Int64
  /// Milliseconds since 1970; -1 for none.
  public let timestampMillis: Int64
  /// Nil is another thing than empty, here and in `value`.
  public let key: [UInt8]?
  public let value: [UInt8]?
  public let headers: [RecordHeader]
}

/// A record as it lies in the answer of the broker: valid only within the closure it was handed to.
public struct RecordSlice {
  package let view: RecordView

  public var offset: Int64 { view.offset }
  /// Milliseconds since 1970; -1 for none.
  public var timestampMillis: Int64 { view.timestamp }
  public var key: UnsafeRawBufferPointer? { view.key }
  public var value: UnsafeRawBufferPointer? { view.value }
  public var headers: [RecordHeader] {
    view.headers.map { RecordHeader(key: String(decoding: $0.key, as: UTF8.self), value: $0.value.map { [UInt8]($0) }) }
  }
}
