// Generated from Schemas/FindCoordinator.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// FindCoordinator (key 10), versions 0 to 6. Tells which broker looks after a group or transaction.
package struct FindCoordinatorResponse: WireResponse {
  package static var api: ApiKey { .findCoordinator }
  package static var versions: ClosedRange<Int16> { 0...6 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 1.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`. Versions 0 to 3.
  package var errorCode: Int16 = 0
  /// Words for the error, or null. Versions 1 to 3.
  package var errorMessage: String? = ""
  /// -1 with an error. Versions 0 to 3.
  package var nodeId: Int32 = 0
  /// As clients dial it. Versions 0 to 3.
  package var host: String = ""
  /// Versions 0 to 3.
  package var port: Int32 = 0
  /// From version 4.
  package var coordinators: [Coordinator] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    errorMessage: String? = "",
    nodeId: Int32 = 0,
    host: String = "",
    port: Int32 = 0,
    coordinators: [Coordinator] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.errorMessage = errorMessage
    self.nodeId = nodeId
    self.host = host
    self.port = port
    self.coordinators = coordinators
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        throttleTimeMs = try reader.int32()
      }
      if version <= 3 {
        errorCode = try reader.int16()
      }
      if version >= 1 && version <= 3 {
        errorMessage = try reader.optionalString(compact: version >= 3)
      }
      if version <= 3 {
        nodeId = try reader.int32()
      }
      if version <= 3 {
        host = try reader.string(compact: version >= 3)
      }
      if version <= 3 {
        port = try reader.int32()
      }
      if version >= 4 {
        coordinators = try reader.array("coordinators", compact: true, minimum: 14) {
          (reader: inout WireReader) throws(WireError) in
          try Coordinator(from: &reader, version: version)
        }
      }
      if version >= 3 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("FindCoordinatorResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        writer.int32(throttleTimeMs)
      }
      if version <= 3 {
        writer.int16(errorCode)
      } else if errorCode != 0 {
        throw .fieldNotInVersion("errorCode", version)
      }
      if version >= 1 && version <= 3 {
        try writer.optionalString(errorMessage, compact: version >= 3)
      }
      if version <= 3 {
        writer.int32(nodeId)
      } else if nodeId != 0 {
        throw .fieldNotInVersion("nodeId", version)
      }
      if version <= 3 {
        try writer.string(host, compact: version >= 3)
      } else if !host.isEmpty {
        throw .fieldNotInVersion("host", version)
      }
      if version <= 3 {
        writer.int32(port)
      } else if port != 0 {
        throw .fieldNotInVersion("port", version)
      }
      if version >= 4 {
        try writer.array("coordinators", coordinators, compact: true) {
          (writer: inout WireWriter, element: Coordinator) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if !coordinators.isEmpty {
        throw .fieldNotInVersion("coordinators", version)
      }
      if version >= 3 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("FindCoordinatorResponse")
    }
  }

  /// What `coordinators` holds.
  package struct Coordinator: Equatable, Sendable {
    /// Versions before 4 ask for one.
    package var key: String = ""
    /// -1 with an error.
    package var nodeId: Int32 = 0
    /// As clients dial it.
    package var host: String = ""
    package var port: Int32 = 0
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Words for the error, or null.
    package var errorMessage: String? = ""
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      key: String = "",
      nodeId: Int32 = 0,
      host: String = "",
      port: Int32 = 0,
      errorCode: Int16 = 0,
      errorMessage: String? = "",
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.key = key
      self.nodeId = nodeId
      self.host = host
      self.port = port
      self.errorCode = errorCode
      self.errorMessage = errorMessage
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      key = try reader.string(compact: true)
      nodeId = try reader.int32()
      host = try reader.string(compact: true)
      port = try reader.int32()
      errorCode = try reader.int16()
      errorMessage = try reader.optionalString(compact: true)
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(key, compact: true)
      writer.int32(nodeId)
      try writer.string(host, compact: true)
      writer.int32(port)
      writer.int16(errorCode)
      try writer.optionalString(errorMessage, compact: true)
      try writer.taggedFields(unknownTaggedFields)
    }
  }
}
