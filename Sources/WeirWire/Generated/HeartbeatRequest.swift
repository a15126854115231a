// Generated from Schemas/Heartbeat.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// Heartbeat (key 12), versions 0 to 4. Keeps a member in its group.
package struct HeartbeatRequest: WireRequest {
  package typealias Response = HeartbeatResponse
  package static var api: ApiKey { .heartbeat }
  package static var versions: ClosedRange<Int16> { 0...4 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  package var groupId: String = ""
  /// -1 outside a generation.
  package var generationId: Int32 = 0
  /// Given by the coordinator; empty before.
  package var memberId: String = ""
  /// Set by static members (KIP-345), else null. From version 3.
  package var groupInstanceId: String? = nil
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    groupId: String = "",
    generationId: Int32 = 0,
    memberId: String = "",
    groupInstanceId: String? = nil,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.groupId = groupId
    self.generationId = generationId
    self.memberId = memberId
    self.groupInstanceId = groupInstanceId
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      groupId = try reader.string(compact: version >= 4)
      generationId = try reader.int32()
      memberId = try reader.string(compact: version >= 4)
      if version >= 3 {
        groupInstanceId = try reader.optionalString(compact: version >= 4)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("HeartbeatRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.string(groupId, compact: version >= 4)
      writer.int32(generationId)
      try writer.string(memberId, compact: version >= 4)
      if version >= 3 {
        try writer.optionalString(groupInstanceId, compact: version >= 4)
      } else if groupInstanceId != nil {
        throw .fieldNotInVersion("groupInstanceId", version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("HeartbeatRequest")
    }
  }
}
