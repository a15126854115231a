// Generated from Schemas/InitProducerId.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// InitProducerId (key 22), versions 0 to 5. Gives a producer its id and epoch (KIP-98).
package struct InitProducerIdRequest: WireRequest {
  package typealias Response = InitProducerIdResponse
  package static var api: ApiKey { .initProducerId }
  package static var versions: ClosedRange<Int16> { 0...5 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

  /// Null outside transactions.
  package var transactionalId: String? = ""
  /// Milliseconds a transaction may stay open.
  package var transactionTimeoutMs: Int32 = 0
  /// Requests: the id to go on with, -1 for a new one (KIP-360). From version 3.
  package var producerId: Int64 = -1
  /// -1 for none. From version 3.
  package var producerEpoch: Int16 = -1
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    transactionalId: String? = "",
    transactionTimeoutMs: Int32 = 0,
    producerId: Int64 = -1,
    producerEpoch: Int16 = -1,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.transactionalId = transactionalId
    self.transactionTimeoutMs = transactionTimeoutMs
    self.producerId = producerId
    self.producerEpoch = producerEpoch
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      transactionalId = try reader.optionalString(compact: version >= 2)
      transactionTimeoutMs = try reader.int32()
      if version >= 3 {
        producerId = try reader.int64()
      }
      if version >= 3 {
        producerEpoch = try reader.int16()
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("InitProducerIdRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.optionalString(transactionalId, compact: version >= 2)
      writer.int32(transactionTimeoutMs)
      if version >= 3 {
        writer.int64(producerId)
      } else if producerId != -1 {
        throw .fieldNotInVersion("producerId", version)
      }
      if version >= 3 {
        writer.int16(producerEpoch)
      } else if producerEpoch != -1 {
        throw .fieldNotInVersion("producerEpoch", version)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("InitProducerIdRequest")
    }
  }
}
