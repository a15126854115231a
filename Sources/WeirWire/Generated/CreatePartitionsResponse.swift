// Generated from Schemas/CreatePartitions.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// CreatePartitions (key 37), versions 0 to 3. Adds partitions to topics.
package struct CreatePartitionsResponse: WireResponse {
  package static var api: ApiKey { .createPartitions }
  package static var versions: ClosedRange<Int16> { 0...3 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  package var results: [CreatePartitionsTopicResult] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    results: [CreatePartitionsTopicResult] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.results = results
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      throttleTimeMs = try reader.int32()
      results = try reader.array("results", compact: version >= 2, minimum: 5) {
        (reader: inout WireReader) throws(WireError) in
        try CreatePartitionsTopicResult(from: &reader, version: version)
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("CreatePartitionsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(throttleTimeMs)
      try writer.array("results", results, compact: version >= 2) {
        (writer: inout WireWriter, element: CreatePartitionsTopicResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("CreatePartitionsResponse")
    }
  }

  /// What `results` holds.
  package struct CreatePartitionsTopicResult: Equatable, Sendable {
    package var name: String = ""
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Words for the error, or null.
    package var errorMessage: String? = nil
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      errorCode: Int16 = 0,
      errorMessage: String? = nil,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.errorCode = errorCode
      self.errorMessage = errorMessage
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 2)
      errorCode = try reader.int16()
      errorMessage = try reader.optionalString(compact: version >= 2)
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 2)
      writer.int16(errorCode)
      try writer.optionalString(errorMessage, compact: version >= 2)
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
