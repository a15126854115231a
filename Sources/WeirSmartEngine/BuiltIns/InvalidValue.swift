import WeirBase

/// What a step does with a value that is no JSON.
enum InvalidValue: String {
  case fail, drop, keep

  /// Whether a record that cannot be read stays.
  func decide(_ fault: TransformFault) throws(TransformFault) -> Bool {
    switch self {
    case .fail: throw fault
    case .drop: false
    case .keep: true
    }
  }
}

/// A step that changes JSON values. Records without a value (tombstones) pass untouched: there is nothing to change,
/// and losing one would keep a deleted key alive.
protocol JSONChange: Transform {
  var onInvalid: InvalidValue { get }

  func change(_ document: JSONValue) throws(TransformFault) -> JSONValue
}

extension JSONChange {
  func apply(_ record: inout WorkingRecord) throws(TransformFault) -> Bool {
    let document: JSONValue?
    do throws(TransformFault) {
      document = try record.json()
    } catch {
      return try onInvalid.decide(error)
    }
    guard let document else { return true }
    record.replace(try change(document))
    return true
  }
}
