/// A record that owns its bytes.
package struct Record: Equatable, Sendable {
  /// Offset in its partition.
  package var offset: Int64
  /// Milliseconds since 1970; -1 for none.
  package var timestamp: Int64
  /// Nil is another thing than empty, here and in `value`.
  package var key: [UInt8]?
  package var value: [UInt8]?
  package var headers: [Header]

  package struct Header: Equatable, Sendable {
    package var key: String
    package var value: [UInt8]?

    package init(key: String, value: [UInt8]?) {
      self.key = key
      self.value = value
    }
  }

  package init(
    offset: Int64 = 0, timestamp: Int64 = -1, key: [UInt8]? = nil, value: [UInt8]? = nil, headers: [Header] = []
  ) {
    self.offset = offset
    self.timestamp = timestamp
    self.key = key
    self.value = value
    self.headers = headers
  }

  /// Copies a borrowed record. What is not UTF-8 in a header's key becomes U+FFFD.
  package init(_ view: RecordView) {
    self.init(
      offset: view.offset, timestamp: view.timestamp, key: view.key.map { [UInt8]($0) },
      value: view.value.map { [UInt8]($0) },
      headers: view.headers.map { header in
        Header(key: String(decoding: header.key, as: UTF8.self), value: header.value.map { [UInt8]($0) })
      })
  }
}
