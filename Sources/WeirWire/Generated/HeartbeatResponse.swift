// Generated from Schemas/Heartbeat.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// Heartbeat (key 12), versions 0 to 4. Keeps a member in its group.
package struct HeartbeatResponse: WireResponse {
  package static var api: ApiKey { .heartbeat }
  package static var versions: ClosedRange<Int16> { 0...4 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 1.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`.
  package var errorCode: Int16 = 0
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        throttleTimeMs = try reader.int32()
      }
      errorCode = try reader.int16()
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("HeartbeatResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        writer.int32(throttleTimeMs)
      }
      writer.int16(errorCode)
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("HeartbeatResponse")
    }
  }
}
