// Generated from Schemas/SyncGroup.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// SyncGroup (key 14), versions 0 to 5. Hands out the leader's assignment.
package struct SyncGroupResponse: WireResponse {
  package static var api: ApiKey { .syncGroup }
  package static var versions: ClosedRange<Int16> { 0...5 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 1.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`.
  package var errorCode: Int16 = 0
  /// "consumer" for consumers. Version 5.
  package var protocolType: String? = nil
  /// Checked against the group's choice (KIP-559). Version 5.
  package var protocolName: String? = nil
  /// Opaque: an assignment, for consumers.
  package var assignment: [UInt8] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    protocolType: String? = nil,
    protocolName: String? = nil,
    assignment: [UInt8] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.protocolType = protocolType
    self.protocolName = protocolName
    self.assignment = assignment
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        throttleTimeMs = try reader.int32()
      }
      errorCode = try reader.int16()
      if version == 5 {
        protocolType = try reader.optionalString(compact: true)
      }
      if version == 5 {
        protocolName = try reader.optionalString(compact: true)
      }
      assignment = try reader.bytes(compact: version >= 4)
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("SyncGroupResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        writer.int32(throttleTimeMs)
      }
      writer.int16(errorCode)
      if version == 5 {
        try writer.optionalString(protocolType, compact: true)
      }
      if version == 5 {
        try writer.optionalString(protocolName, compact: true)
      }
      try writer.bytes(assignment, compact: version >= 4)
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("SyncGroupResponse")
    }
  }
}
