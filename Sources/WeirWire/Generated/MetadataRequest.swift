// Generated from Schemas/Metadata.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// Metadata (key 3), versions 0 to 13. Tells brokers, topics and leaders.
package struct MetadataRequest: WireRequest {
  package typealias Response = MetadataResponse
  package static var api: ApiKey { .metadata }
  package static var versions: ClosedRange<Int16> { 0...13 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

  /// Null for all, from version 1 on; in version 0 none for all.
  package var topics: [MetadataRequestTopic]? = []
  /// Whether unknown topics may be made. From version 4.
  package var allowAutoTopicCreation: Bool = true
  /// Versions 8 to 10.
  package var includeClusterAuthorizedOperations: Bool = false
  /// From version 8.
  package var includeTopicAuthorizedOperations: Bool = false
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    topics: [MetadataRequestTopic]? = [],
    allowAutoTopicCreation: Bool = true,
    includeClusterAuthorizedOperations: Bool = false,
    includeTopicAuthorizedOperations: Bool = false,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.topics = topics
    self.allowAutoTopicCreation = allowAutoTopicCreation
    self.includeClusterAuthorizedOperations = includeClusterAuthorizedOperations
    self.includeTopicAuthorizedOperations = includeTopicAuthorizedOperations
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      topics = try reader.optionalArray("topics", nullable: version >= 1, compact: version >= 9, minimum: 2) {
        (reader: inout WireReader) throws(WireError) in
        try MetadataRequestTopic(from: &reader, version: version)
      }
      if version >= 4 {
        allowAutoTopicCreation = try reader.bool()
      }
      if version >= 8 && version <= 10 {
        includeClusterAuthorizedOperations = try reader.bool()
      }
      if version >= 8 {
        includeTopicAuthorizedOperations = try reader.bool()
      }
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("MetadataRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.optionalArray("topics", topics, nullable: version >= 1, compact: version >= 9) {
        (writer: inout WireWriter, element: MetadataRequestTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        writer.bool(allowAutoTopicCreation)
      } else if !allowAutoTopicCreation {
        throw .fieldNotInVersion("allowAutoTopicCreation", version)
      }
      if version >= 8 && version <= 10 {
        writer.bool(includeClusterAuthorizedOperations)
      } else if includeClusterAuthorizedOperations {
        throw .fieldNotInVersion("includeClusterAuthorizedOperations", version)
      }
      if version >= 8 {
        writer.bool(includeTopicAuthorizedOperations)
      } else if includeTopicAuthorizedOperations {
        throw .fieldNotInVersion("includeTopicAuthorizedOperations", version)
      }
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("MetadataRequest")
    }
  }

  /// What `topics` holds.
  package struct MetadataRequestTopic: Equatable, Sendable {
    /// Names the topic in place of its name. From version 10.
    package var topicId: UUID128 = .zero
    /// Null when the topic is named by id alone.
    package var name: String? = ""
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      topicId: UUID128 = .zero,
      name: String? = "",
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.topicId = topicId
      self.name = name
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      if version >= 10 {
        topicId = try reader.uuid()
      }
      name = try reader.optionalString(nullable: version >= 10, compact: version >= 9)
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      if version >= 10 {
        writer.uuid(topicId)
      }
      try writer.optionalString(name, nullable: version >= 10, compact: version >= 9)
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
