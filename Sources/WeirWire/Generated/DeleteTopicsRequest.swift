// Generated from Schemas/DeleteTopics.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// DeleteTopics (key 20), versions 0 to 6. Removes topics.
package struct DeleteTopicsRequest: WireRequest {
  package typealias Response = DeleteTopicsResponse
  package static var api: ApiKey { .deleteTopics }
  package static var versions: ClosedRange<Int16> { 0...6 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  /// By name or by id (KIP-516). Version 6.
  package var topics: [DeleteTopicState] = []
  /// Versions before 6. Versions 0 to 5.
  package var topicNames: [String] = []
  /// Milliseconds until the broker gives up.
  package var timeoutMs: Int32 = 0
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    topics: [DeleteTopicState] = [],
    topicNames: [String] = [],
    timeoutMs: Int32 = 0,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.topics = topics
    self.topicNames = topicNames
    self.timeoutMs = timeoutMs
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version == 6 {
        topics = try reader.array("topics", compact: true, minimum: 18) {
          (reader: inout WireReader) throws(WireError) in
          try DeleteTopicState(from: &reader, version: version)
        }
      }
      if version <= 5 {
        topicNames = try reader.array("topicNames", compact: version >= 4, minimum: 1) {
          (reader: inout WireReader) throws(WireError) in
          try reader.string(compact: version >= 4)
        }
      }
      timeoutMs = try reader.int32()
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DeleteTopicsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version == 6 {
        try writer.array("topics", topics, compact: true) {
          (writer: inout WireWriter, element: DeleteTopicState) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if !topics.isEmpty {
        throw .fieldNotInVersion("topics", version)
      }
      if version <= 5 {
        try writer.array("topicNames", topicNames, compact: version >= 4) {
          (writer: inout WireWriter, element: String) throws(WireError) in
          try writer.string(element, compact: version >= 4)
        }
      }
      writer.int32(timeoutMs)
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DeleteTopicsRequest")
    }
  }

  /// What `topics` holds.
  package struct DeleteTopicState: Equatable, Sendable {
    /// Null when named by id.
    package var name: String? = nil
    /// Names the topic in place of its name.
    package var topicId: UUID128 = .zero
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String? = nil,
      topicId: UUID128 = .zero,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.topicId = topicId
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.optionalString(compact: true)
      topicId = try reader.uuid()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.optionalString(name, compact: true)
      writer.uuid(topicId)
      try writer.taggedFields(unknownTaggedFields)
    }
  }
}
