// Generated from Schemas/FindCoordinator.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// FindCoordinator (key 10), versions 0 to 6. Tells which broker looks after a group or transaction.
package struct FindCoordinatorRequest: WireRequest {
  package typealias Response = FindCoordinatorResponse
  package static var api: ApiKey { .findCoordinator }
  package static var versions: ClosedRange<Int16> { 0...6 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

  /// Versions before 4 ask for one. Versions 0 to 3.
  package var key: String = ""
  /// 0: group; 1: transaction; 2: share group. From version 1.
  package var keyType: Int8 = 0
  /// Versions from 4 on ask for many (KIP-699). From version 4.
  package var coordinatorKeys: [String] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    key: String = "",
    keyType: Int8 = 0,
    coordinatorKeys: [String] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.key = key
    self.keyType = keyType
    self.coordinatorKeys = coordinatorKeys
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version <= 3 {
        key = try reader.string(compact: version >= 3)
      }
      if version >= 1 {
        keyType = try reader.int8()
      }
      if version >= 4 {
        coordinatorKeys = try reader.array("coordinatorKeys", compact: true, minimum: 1) {
          (reader: inout WireReader) throws(WireError) in
          try reader.string(compact: true)
        }
      }
      if version >= 3 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("FindCoordinatorRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version <= 3 {
        try writer.string(key, compact: version >= 3)
      } else if !key.isEmpty {
        throw .fieldNotInVersion("key", version)
      }
      if version >= 1 {
        writer.int8(keyType)
      } else if keyType != 0 {
        throw .fieldNotInVersion("keyType", version)
      }
      if version >= 4 {
        try writer.array("coordinatorKeys", coordinatorKeys, compact: true) {
          (writer: inout WireWriter, element: String) throws(WireError) in
          try writer.string(element, compact: true)
        }
      } else if !coordinatorKeys.isEmpty {
        throw .fieldNotInVersion("coordinatorKeys", version)
      }
      if version >= 3 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("FindCoordinatorRequest")
    }
  }
}
