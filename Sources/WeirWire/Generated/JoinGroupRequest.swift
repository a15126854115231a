// Generated from Schemas/JoinGroup.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// JoinGroup (key 11), versions 0 to 9. Enters a group, or enters it again when it rebalances.
package struct JoinGroupRequest: WireRequest {
  package typealias Response = JoinGroupResponse
  package static var api: ApiKey { .joinGroup }
  package static var versions: ClosedRange<Int16> { 0...9 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

  package var groupId: String = ""
  /// Milliseconds without a heartbeat until the member is dropped.
  package var sessionTimeoutMs: Int32 = 0
  /// Milliseconds to join again when the group rebalances; -1: the session timeout. From version 1.
  package var rebalanceTimeoutMs: Int32 = -1
  /// Given by the coordinator; empty before.
  package var memberId: String = ""
  /// Set by static members (KIP-345), else null. From version 5.
  package var groupInstanceId: String? = nil
  /// "consumer" for consumers.
  package var protocolType: String = ""
  /// In order of preference.
  package var protocols: [JoinGroupRequestProtocol] = []
  /// Why it joins, for the log (KIP-800). From version 8.
  package var reason: String? = nil
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    groupId: String = "",
    sessionTimeoutMs: Int32 = 0,
    rebalanceTimeoutMs: Int32 = -1,
    memberId: String = "",
    groupInstanceId: String? = nil,
    protocolType: String = "",
    protocols: [JoinGroupRequestProtocol] = [],
    reason: String? = nil,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.groupId = groupId
    self.sessionTimeoutMs = sessionTimeoutMs
    self.rebalanceTimeoutMs = rebalanceTimeoutMs
    self.memberId = memberId
    self.groupInstanceId = groupInstanceId
    self.protocolType = protocolType
    self.protocols = protocols
    self.reason = reason
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      groupId = try reader.string(compact: version >= 6)
      sessionTimeoutMs = try reader.int32()
      if version >= 1 {
        rebalanceTimeoutMs = try reader.int32()
      }
      memberId = try reader.string(compact: version >= 6)
      if version >= 5 {
        groupInstanceId = try reader.optionalString(compact: version >= 6)
      }
      protocolType = try reader.string(compact: version >= 6)
      protocols = try reader.array("protocols", compact: version >= 6, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try JoinGroupRequestProtocol(from: &reader, version: version)
      }
      if version >= 8 {
        reason = try reader.optionalString(compact: true)
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("JoinGroupRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.string(groupId, compact: version >= 6)
      writer.int32(sessionTimeoutMs)
      if version >= 1 {
        writer.int32(rebalanceTimeoutMs)
      }
      try writer.string(memberId, compact: version >= 6)
      if version >= 5 {
        try writer.optionalString(groupInstanceId, compact: version >= 6)
      } else if groupInstanceId != nil {
        throw .fieldNotInVersion("groupInstanceId", version)
      }
      try writer.string(protocolType, compact: version >= 6)
      try writer.array("protocols", protocols, compact: version >= 6) {
        (writer: inout WireWriter, element: JoinGroupRequestProtocol) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 8 {
        try writer.optionalString(reason, compact: true)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("JoinGroupRequest")
    }
  }

  /// What `protocols` holds.
  package struct JoinGroupRequestProtocol: Equatable, Sendable {
    package var name: String = ""
    /// Opaque: a subscription, for consumers.
    package var metadata: [UInt8] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      metadata: [UInt8] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.metadata = metadata
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 6)
      metadata = try reader.bytes(compact: version >= 6)
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 6)
      try writer.bytes(metadata, compact: version >= 6)
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
