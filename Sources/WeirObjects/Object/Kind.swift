/// What can be declared.
package enum Kind: String, CaseIterable, Sendable, Hashable {
  case topic = "Topic"
  case partition = "Partition"
  case spu = "Spu"
  case smartModule = "SmartModule"
  case view = "View"
  case tableFormat = "TableFormat"

  /// The API group of every kind.
  package static let group = "weir.streaming"
  package static let version = "v1"
  package static let apiVersion = "weir.streaming/v1"
}
