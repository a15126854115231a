import WeirBase
import WeirRecords

/// A record on its way through a chain, with its value as JSON once a step has asked for it.
struct WorkingRecord {
  /// Longer values are not read as JSON: a document in memory takes many times its text.
  static let documentBytesMax = 4 << 20

  private var record: Record
  private var document: JSONValue?
  private var isChanged = false

  init(_ record: Record) { self.record = record }

  var key: [UInt8]? { record.key }

  /// The value as it would be written now.
  var value: [UInt8]? {
    mutating get {
      settle()
      return record.value
    }
  }

  /// The record with whatever was changed in its document.
  var finished: Record {
    mutating get {
      settle()
      return record
    }
  }

  private mutating func settle() {
    guard isChanged, let document else { return }
    record.value = Array(document.compact.utf8)
    isChanged = false
  }

  /// The value as JSON; nil for a record without a value.
  mutating func json() throws(TransformFault) -> JSONValue? {
    if let document { return document }
    guard let value = record.value else { return nil }
    guard value.count <= Self.documentBytesMax else {
      throw TransformFault(message: "the value has \(value.count) bytes; JSON is read up to \(Self.documentBytesMax)")
    }
    guard let text = String(validating: value, as: UTF8.self) else {
      throw TransformFault(message: "the value is no JSON: it is not UTF-8")
    }
    do throws(JSONParser.Failure) {
      let parsed = try JSONParser.parse(text)
      document = parsed
      return parsed
    } catch {
      throw TransformFault(message: "the value is no JSON: \(error)")
    }
  }

  mutating func replace(_ new: JSONValue) {
    guard document != new else { return }
    document = new
    isChanged = true
  }
}
