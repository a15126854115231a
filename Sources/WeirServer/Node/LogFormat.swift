/// How lines of the node's log are written.
package enum LogFormat: String, Sendable, CaseIterable {
  /// `time=… level=… msg="…" key=value …`
  case logfmt
  /// One JSON object a line, its members in the same order.
  case json
}
