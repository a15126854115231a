import CYAML
import WeirBase

/// Makes values of the parser's events: bounded in depth and number, without twins among names.
struct YAMLComposer {
  private struct Anchor {
    var value: JSONValue
    var nodes: Int
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: YAMLLimits
  private var nodes = 0
  private var aliased = 0
  private var anchors: [String: Anchor] = [:]
  /// Anchors of what is being read now; an alias to one would hold itself.
  private var open: Set<String> = []

  /// The bytes must stay until `close`; nil where memory is short.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: YAMLLimits) {
    self.bytes = bytes
    self.limits = limits
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  func close() {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// Every document that is not null.
  mutating func documents() throws(YAMLFault) -> [YAMLDocument] {
    var documents: [YAMLDocument] = []
    while true {
      let event = try next()
      switch event.content {
      case .streamEnd: return documents
      case .documentStart:
        anchors = [:]
        let first = try next()
        let value = try value(first, depth: 0)
        if value != .null { documents.append(YAMLDocument(value: value, line: first.line)) }
      default: continue
      }
    }
  }

  // MARK: Events

  private func next() throws(YAMLFault) -> YAMLEvent {
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw parserFault() }
      defer { yaml_event_delete(&event) }
      if let event = YAMLEvent(event) { return event }
    }
  }

  private func parserFault() -> YAMLFault {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "this is no YAML"
    if state.error == YAML_READER_ERROR {
      let before = bytes.prefix(Int(clamping: state.problem_offset))
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
      return YAMLFault(problem, line: line, column: column)
    }
    let (line, column) = (Int(clamping: state.problem_mark.line) + 1, Int(clamping: state.problem_mark.column) + 1)
    var message = problem
    if let context = state.context.map({ String(cString: $0) }) {
      message += " " + context
      let start = Int(clamping: state.context_mark.line) + 1
      if state.context_mark.line != state.problem_mark.line { message += " that began in line \(start)" }
    }
    if isTab(line: line, column: column) { message = "a tab cannot indent YAML; use spaces" }
    return YAMLFault(message, line: line, column: column)
  }

  private func isTab(line: Int, column: Int) -> Bool {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: line, omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return false }
    return lines[line - 1].dropFirst(column - 1).first == UInt8(ascii: "\t")
  }

  // MARK: Values

  private mutating func count(_ event: YAMLEvent, depth: Int) throws(YAMLFault) {
    nodes += 1
    if nodes > limits.nodesMax { throw event.fault("more than \(limits.nodesMax) values") }
    if depth > limits.depthMax { throw event.fault("nested deeper than \(limits.depthMax) levels") }
  }

  private mutating func value(_ event: YAMLEvent, depth: Int) throws(YAMLFault) -> JSONValue {
    try count(event, depth: depth)
    if case .alias(let name) = event.content { return try aliased(name, event) }
    let before = nodes
    if let anchor = event.anchor { open.insert(anchor) }
    let value: JSONValue
    switch event.content {
    case .scalar(let text, let isPlain): value = try scalar(text, isPlain, event)
    case .sequenceStart: value = try sequence(event, depth)
    case .mappingStart: value = try mapping(event, depth)
    default: throw event.fault("a value expected")
    }
    if let anchor = event.anchor {
      open.remove(anchor)
      anchors[anchor] = Anchor(value: value, nodes: nodes - before + 1)
    }
    return value
  }

  private mutating func aliased(_ name: String, _ event: YAMLEvent) throws(YAMLFault) -> JSONValue {
    guard let anchor = anchors[name], !open.contains(name) else {
      let isInside = open.contains(name)
      throw event.fault(isInside ? "*\(name) would hold itself" : "no anchor &\(name) stands before this alias")
    }
    // What is repeated counts each time, or a few lines could stand for billions of values.
    let (sum, overflow) = aliased.addingReportingOverflow(anchor.nodes)
    aliased = sum
    nodes += anchor.nodes
    if overflow || aliased > limits.aliasedMax || nodes > limits.nodesMax {
      throw event.fault("aliases repeat more than \(limits.aliasedMax) values")
    }
    return anchor.value
  }

  private func scalar(_ text: String, _ isPlain: Bool, _ event: YAMLEvent) throws(YAMLFault) -> JSONValue {
    if let value = YAMLScalar.value(text, isPlain: isPlain, tag: event.tag) { return value }
    let shown = text.prefix(60)
    guard let tag = event.tag else {
      throw event.fault("\(shown) has no form in JSON; put it in quotes if it is a text")
    }
    throw event.fault("\"\(shown)\" cannot be read as \(tag)")
  }

  private func checkTag(_ event: YAMLEvent, _ expected: String) throws(YAMLFault) {
    guard let tag = event.tag, tag != "tag:yaml.org,2002:" + expected, tag != "!" else { return }
    throw event.fault("the tag \(tag) is not supported here")
  }

  private mutating func sequence(_ start: YAMLEvent, _ depth: Int) throws(YAMLFault) -> JSONValue {
    try checkTag(start, "seq")
    var values: [JSONValue] = []
    while true {
      let event = try next()
      if case .sequenceEnd = event.content { return .array(values) }
      values.append(try value(event, depth: depth + 1))
    }
  }

  private mutating func mapping(_ start: YAMLEvent, _ depth: Int) throws(YAMLFault) -> JSONValue {
    try checkTag(start, "map")
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    var merged: [JSONValue.Member] = []
    while true {
      let event = try next()
      if case .mappingEnd = event.content { break }
      let isMerge = if case .scalar("<<", true) = event.content, event.tag == nil { true } else { false }
      let name = try name(event, depth)
      guard names.insert(name).inserted else {
        throw event.fault("\"\(name.prefix(100))\" stands twice in this mapping")
      }
      let inner = try next()
      let value = try value(inner, depth: depth + 1)
      if isMerge {
        merged = try mergeSource(value, inner)
      } else {
        members.append(JSONValue.Member(name, value))
      }
    }
    for member in merged where names.insert(member.name).inserted { members.append(member) }
    return .object(members)
  }

  /// A key as JSON writes it: a text, or the spelling of a number or boolean.
  private mutating func name(_ event: YAMLEvent, _ depth: Int) throws(YAMLFault) -> String {
    switch event.content {
    case .scalar, .alias: break
    default: throw event.fault("a name must be a plain value, not a list or mapping")
    }
    switch try value(event, depth: depth + 1) {
    case .string(let text): return text
    case .number(let spelling): return spelling
    case .bool(let value): return value ? "true" : "false"
    default: throw event.fault("a name must be a text; put it in quotes")
    }
  }

  /// What `<<` brings in: the members of a mapping, or of several of which the first one wins.
  private func mergeSource(_ value: JSONValue, _ event: YAMLEvent) throws(YAMLFault) -> [JSONValue.Member] {
    var merged: [JSONValue.Member] = []
    for source in value.elements ?? [value] {
      guard let members = source.members else { throw event.fault("<< takes a mapping or a list of mappings") }
      merged += members
    }
    return merged
  }
}
