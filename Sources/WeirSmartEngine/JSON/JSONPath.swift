import WeirBase

/// Where something stands in a JSON document: `customer.card`, `items[0].price`, `items[*].card`, `["a.b"].c`, `a.*`.
///
/// A leading `$` or `$.` is allowed and means nothing. A wildcard stands for every element or member there is.
struct JSONPath: Sendable, Hashable {
  enum Segment: Sendable, Hashable {
    case member(String)
    case index(Int)
    case all
  }

  struct Fault: Error, Hashable {
    var message: String
  }

  static let bytesMax = 1_024
  static let segmentsMax = 32

  /// One or more.
  let segments: [Segment]

  var hasWildcard: Bool { segments.contains(.all) }

  init(_ text: String) throws(Fault) {
    guard text.utf8.count <= Self.bytesMax else { throw Fault(message: "is longer than \(Self.bytesMax) bytes") }
    var reader = JSONPathReader(text)
    segments = try reader.segments()
    guard !segments.isEmpty else { throw Fault(message: "is empty: name a field, as in customer.card") }
    guard segments.count <= Self.segmentsMax else {
      throw Fault(message: "is deeper than \(Self.segmentsMax) levels")
    }
  }
}

/// Reads the spelling of a path.
private struct JSONPathReader {
  private let scalars: [Unicode.Scalar]
  private var at = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    if scalars.first == "$", scalars.count == 1 || scalars[1] == "." || scalars[1] == "[" {
      at = scalars.count > 1 && scalars[1] == "." ? 2 : 1
    }
  }

  private var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private func fault(_ message: String) -> JSONPath.Fault {
    JSONPath.Fault(message: "\(message) at character \(at + 1)")
  }

  mutating func segments() throws(JSONPath.Fault) -> [JSONPath.Segment] {
    var segments: [JSONPath.Segment] = []
    while let scalar = next {
      if scalar == "[" {
        segments.append(try bracket())
      } else {
        segments.append(try name())
      }
      guard next == "." else { continue }
      at += 1
      guard let after = next, after != "[" else { throw fault("a name is missing after the dot") }
    }
    return segments
  }

  private mutating func name() throws(JSONPath.Fault) -> JSONPath.Segment {
    let start = at
    while let scalar = next, scalar != ".", scalar != "[", scalar != "]" { at += 1 }
    guard at > start, next != "]" else { throw fault("a name expected") }
    let name = text(start..<at)
    return name == "*" ? .all : .member(name)
  }

  private mutating func bracket() throws(JSONPath.Fault) -> JSONPath.Segment {
    at += 1
    let segment: JSONPath.Segment
    switch next {
    case "*":
      at += 1
      segment = .all
    case "\"": segment = .member(try quoted("\""))
    case "'": segment = .member(try quoted("'"))
    default: segment = try index()
    }
    guard next == "]" else { throw fault("a closing bracket expected") }
    at += 1
    if let after = next, after != ".", after != "[" { throw fault("a dot or a bracket expected") }
    return segment
  }

  private mutating func quoted(_ quote: Unicode.Scalar) throws(JSONPath.Fault) -> String {
    at += 1
    let start = at
    while let scalar = next, scalar != quote { at += 1 }
    guard next == quote else { throw fault("the quoted name does not end") }
    at += 1
    return text(start..<(at - 1))
  }

  private mutating func index() throws(JSONPath.Fault) -> JSONPath.Segment {
    let start = at
    while let scalar = next, ("0"..."9").contains(scalar) { at += 1 }
    guard let index = Int(text(start..<at)) else { throw fault("an index, * or a name in quotes expected") }
    return .index(index)
  }

  private func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }
}
