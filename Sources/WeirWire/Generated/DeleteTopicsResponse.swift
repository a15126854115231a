// Generated from Schemas/DeleteTopics.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// DeleteTopics (key 20), versions 0 to 6. Removes topics.
package struct DeleteTopicsResponse: WireResponse {
  package static var api: ApiKey { .deleteTopics }
  package static var versions: ClosedRange<Int16> { 0...6 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 1.
  package var throttleTimeMs: Int32 = 0
  package var responses: [DeletableTopicResult] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    responses: [DeletableTopicResult] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.responses = responses
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        throttleTimeMs = try reader.int32()
      }
      responses = try reader.array("responses", compact: version >= 4, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try DeletableTopicResult(from: &reader, version: version)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DeleteTopicsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        writer.int32(throttleTimeMs)
      }
      try writer.array("responses", responses, compact: version >= 4) {
        (writer: inout WireWriter, element: DeletableTopicResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DeleteTopicsResponse")
    }
  }

  /// What `responses` holds.
  package struct DeletableTopicResult: Equatable, Sendable {
    /// Null when named by id.
    package var name: String? = ""
    /// Names the topic in place of its name. Version 6.
    package var topicId: UUID128 = .zero
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Words for the error, or null. From version 5.
    package var errorMessage: String? = nil
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String? = "",
      topicId: UUID128 = .zero,
      errorCode: Int16 = 0,
      errorMessage: String? = nil,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.topicId = topicId
      self.errorCode = errorCode
      self.errorMessage = errorMessage
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.optionalString(nullable: version == 6, compact: version >= 4)
      if version == 6 {
        topicId = try reader.uuid()
      }
      errorCode = try reader.int16()
      if version >= 5 {
        errorMessage = try reader.optionalString(compact: true)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.optionalString(name, nullable: version == 6, compact: version >= 4)
      if version == 6 {
        writer.uuid(topicId)
      }
      writer.int16(errorCode)
      if version >= 5 {
        try writer.optionalString(errorMessage, compact: true)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
