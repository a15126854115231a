import WeirBase

/// Bytes of a record, cut to what a person looks at.
package struct ShownBytes: Sendable, Equatable {
  /// Bytes that are shown of a text, and of what is none.
  package static let textMax = 4096
  package static let binaryMax = 256

  enum Content: Sendable, Equatable {
    case text(String)
    /// In hexadecimal, two digits a byte.
    case binary(String)
  }

  /// Of the whole.
  package let count: Int
  let content: Content
  let isCut: Bool

  package init(_ bytes: [UInt8]) {
    count = bytes.count
    if let text = Self.text(bytes.prefix(Self.textMax), isWhole: bytes.count <= Self.textMax) {
      content = .text(text)
      isCut = bytes.count > Self.textMax
    } else {
      content = .binary(Self.hexadecimal(bytes.prefix(Self.binaryMax)))
      isCut = bytes.count > Self.binaryMax
    }
  }

  /// UTF-8 that holds no control characters but white space. Cut text may end within a character, which is left out.
  private static func text(_ bytes: ArraySlice<UInt8>, isWhole: Bool) -> String? {
    for spare in 0...(isWhole ? 0 : 3) {
      guard let text = String(validating: bytes.dropLast(spare), as: UTF8.self) else { continue }
      let isPlain = text.unicodeScalars.allSatisfy { scalar in
        scalar.value >= 0x20 && scalar.value != 0x7f || scalar == "\n" || scalar == "\t" || scalar == "\r"
      }
      return isPlain ? text : nil
    }
    return nil
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  var json: JSONValue {
    let (name, text) =
      switch content {
      case .text(let text): ("text", text)
      case .binary(let digits): ("hex", digits)
      }
    return .members((name, .string(text)), ("bytes", .int(count)), ("cut", .bool(isCut)))
  }
}

/// A record, as the console shows it.
package struct ShownRecord: Sendable, Equatable {
  package struct Header: Sendable, Equatable {
    package var key: String
    package var value: ShownBytes?

    package init(key: String, value: ShownBytes?) {
      self.key = key
      self.value = value
    }
  }

  /// Headers that are shown of a record, and bytes of each value.
  package static let headersMax = 32
  package static let headerBytesMax = 512

  package var partition: Int32
  package var offset: Int64
  /// Milliseconds since 1970; -1 for none.
  package var timestamp: Int64
  package var key: ShownBytes?
  package var value: ShownBytes?
  package var headers: [Header]
  /// Of the whole record.
  package var headerCount: Int

  package init(
    partition: Int32, offset: Int64, timestamp: Int64, key: ShownBytes?, value: ShownBytes?, headers: [Header],
    headerCount: Int
  ) {
    self.partition = partition
    self.offset = offset
    self.timestamp = timestamp
    self.key = key
    self.value = value
    self.headers = headers
    self.headerCount = headerCount
  }

  var json: JSONValue {
    .members(
      ("partition", .int(partition)), ("offset", .int(offset)), ("timestamp", .int(timestamp)),
      ("key", key?.json ?? .null), ("value", value?.json ?? .null),
      ("headers", .array(headers.map { .members(("key", .string($0.key)), ("value", $0.value?.json ?? .null)) })),
      ("headerCount", .int(headerCount)))
  }
}

/// A record and what a chain would make of it.
package struct PreviewView: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case kept
    /// Kept, and not as it was.
    case changed(ShownRecord)
    /// By the step of this place, from 0.
    case dropped(step: Int)
    case failed(step: Int, message: String)
  }

  package var before: ShownRecord
  package var outcome: Outcome

  package init(before: ShownRecord, outcome: Outcome) {
    self.before = before
    self.outcome = outcome
  }

  var json: JSONValue {
    let outcome: [(String, JSONValue)] =
      switch self.outcome {
      case .kept: [("outcome", .string("kept"))]
      case .changed(let after): [("outcome", .string("changed")), ("after", after.json)]
      case .dropped(let step): [("outcome", .string("dropped")), ("step", .int(step))]
      case .failed(let step, let message):
        [("outcome", .string("failed")), ("step", .int(step)), ("message", .string(message))]
      }
    return .object(([("before", before.json)] + outcome).map { JSONValue.Member($0.0, $0.1) })
  }
}
