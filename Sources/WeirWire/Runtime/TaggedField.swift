/// An optional field at the end of a structure, told apart by its number (KIP-482). Kept as it came when this code does
/// not know the number.
package struct TaggedField: Equatable, Sendable {
  package var tag: UInt32
  package var data: [UInt8]

  package init(tag: UInt32, data: [UInt8]) {
    self.tag = tag
    self.data = data
  }

  init(_ tag: UInt32, _ body: (inout WireWriter) throws(WireError) -> Void) throws(WireError) {
    var writer = WireWriter(capacityHint: 64)
    try body(&writer)
    self.init(tag: tag, data: writer.joined())
  }
}
