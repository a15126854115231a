import CYAML

/// One event of the parser, in Swift's terms.
struct YAMLEvent {
  enum Content {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(text: String, isPlain: Bool)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
  }

  var content: Content
  var anchor: String?
  var tag: String?
  /// From 1.
  var line: Int
  var column: Int

  /// nil for an event without content.
  init?(_ event: yaml_event_t) {
    line = Int(clamping: event.start_mark.line) + 1
    column = Int(clamping: event.start_mark.column) + 1
    switch event.type {
    case YAML_STREAM_START_EVENT: content = .streamStart
    case YAML_STREAM_END_EVENT: content = .streamEnd
    case YAML_DOCUMENT_START_EVENT: content = .documentStart
    case YAML_DOCUMENT_END_EVENT: content = .documentEnd
    case YAML_ALIAS_EVENT: content = .alias(Self.text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: Int(clamping: scalar.length))
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      content = .scalar(text: String(decoding: bytes, as: UTF8.self), isPlain: isPlain)
      (anchor, tag) = (Self.text(scalar.anchor), Self.text(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      content = .sequenceStart
      (anchor, tag) = (Self.text(event.data.sequence_start.anchor), Self.text(event.data.sequence_start.tag))
    case YAML_SEQUENCE_END_EVENT: content = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      content = .mappingStart
      (anchor, tag) = (Self.text(event.data.mapping_start.anchor), Self.text(event.data.mapping_start.tag))
    case YAML_MAPPING_END_EVENT: content = .mappingEnd
    default: return nil
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  func fault(_ message: String) -> YAMLFault { YAMLFault(message, line: line, column: column) }
}
