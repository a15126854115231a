// Generated from Schemas/InitProducerId.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// InitProducerId (key 22), versions 0 to 5. Gives a producer its id and epoch (KIP-98).
package struct InitProducerIdResponse: WireResponse {
  package static var api: ApiKey { .initProducerId }
  package static var versions: ClosedRange<Int16> { 0...5 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`.
  package var errorCode: Int16 = 0
  /// Requests: the id to go on with, -1 for a new one (KIP-360).
  package var producerId: Int64 = -1
  /// -1 for none.
  package var producerEpoch: Int16 = 0
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    producerId: Int64 = -1,
    producerEpoch: Int16 = 0,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.producerId = producerId
    self.producerEpoch = producerEpoch
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      throttleTimeMs = try reader.int32()
      errorCode = try reader.int16()
      producerId = try reader.int64()
      producerEpoch = try reader.int16()
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("InitProducerIdResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(throttleTimeMs)
      writer.int16(errorCode)
      writer.int64(producerId)
      writer.int16(producerEpoch)
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("InitProducerIdResponse")
    }
  }
}
