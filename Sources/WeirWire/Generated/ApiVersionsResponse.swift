// Generated from Schemas/ApiVersions.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// ApiVersions (key 18), versions 0 to 4. Tells what a broker can do. Its answer must be readable by those who do not
/// know yet (KIP-511).
package struct ApiVersionsResponse: WireResponse {
  package static var api: ApiKey { .apiVersions }
  package static var versions: ClosedRange<Int16> { 0...4 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

  /// An `ErrorCode`.
  package var errorCode: Int16 = 0
  package var apiKeys: [ApiVersion] = []
  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 1.
  package var throttleTimeMs: Int32 = 0
  /// What this broker could do (KIP-584). From version 3. Tag 0.
  package var supportedFeatures: [SupportedFeatureKey] = []
  /// -1 when unknown. From version 3. Tag 1.
  package var finalizedFeaturesEpoch: Int64 = -1
  /// What the cluster has agreed on (KIP-584). From version 3. Tag 2.
  package var finalizedFeatures: [FinalizedFeatureKey] = []
  /// Of the cluster's history; false here. From version 3. Tag 3.
  package var zkMigrationReady: Bool = false
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    errorCode: Int16 = 0,
    apiKeys: [ApiVersion] = [],
    throttleTimeMs: Int32 = 0,
    supportedFeatures: [SupportedFeatureKey] = [],
    finalizedFeaturesEpoch: Int64 = -1,
    finalizedFeatures: [FinalizedFeatureKey] = [],
    zkMigrationReady: Bool = false,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.errorCode = errorCode
    self.apiKeys = apiKeys
    self.throttleTimeMs = throttleTimeMs
    self.supportedFeatures = supportedFeatures
    self.finalizedFeaturesEpoch = finalizedFeaturesEpoch
    self.finalizedFeatures = finalizedFeatures
    self.zkMigrationReady = zkMigrationReady
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      errorCode = try reader.int16()
      apiKeys = try reader.array("apiKeys", compact: version >= 3, minimum: 6) {
        (reader: inout WireReader) throws(WireError) in
        try ApiVersion(from: &reader, version: version)
      }
      if version >= 1 {
        throttleTimeMs = try reader.int32()
      }
      if version >= 3 {
        for _ in 0..<(try reader.tagCount()) {
          let (tag, outerEnd) = try reader.enterTag()
          switch tag {
          case 0:
            supportedFeatures = try reader.array("supportedFeatures", compact: true, minimum: 6) {
              (reader: inout WireReader) throws(WireError) in
              try SupportedFeatureKey(from: &reader, version: version)
            }
          case 1:
            finalizedFeaturesEpoch = try reader.int64()
          case 2:
            finalizedFeatures = try reader.array("finalizedFeatures", compact: true, minimum: 6) {
              (reader: inout WireReader) throws(WireError) in
              try FinalizedFeatureKey(from: &reader, version: version)
            }
          case 3:
            zkMigrationReady = try reader.bool()
          default:
            unknownTaggedFields.append(try reader.unknownField(tag))
          }
          reader.leaveTag(outerEnd)
        }
      }
    } catch {
      throw error.within("ApiVersionsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int16(errorCode)
      try writer.array("apiKeys", apiKeys, compact: version >= 3) {
        (writer: inout WireWriter, element: ApiVersion) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 1 {
        writer.int32(throttleTimeMs)
      }
      if version >= 3 {
        var taggedFields = unknownTaggedFields
        if !supportedFeatures.isEmpty {
          let taggedField = try TaggedField(0) { (writer: inout WireWriter) throws(WireError) in
            try writer.array("supportedFeatures", supportedFeatures, compact: true) {
              (writer: inout WireWriter, element: SupportedFeatureKey) throws(WireError) in
              try element.encode(into: &writer, version: version)
            }
          }
          taggedFields.append(taggedField)
        }
        if finalizedFeaturesEpoch != -1 {
          let taggedField = try TaggedField(1) { (writer: inout WireWriter) throws(WireError) in
            writer.int64(finalizedFeaturesEpoch)
          }
          taggedFields.append(taggedField)
        }
        if !finalizedFeatures.isEmpty {
          let taggedField = try TaggedField(2) { (writer: inout WireWriter) throws(WireError) in
            try writer.array("finalizedFeatures", finalizedFeatures, compact: true) {
              (writer: inout WireWriter, element: FinalizedFeatureKey) throws(WireError) in
              try element.encode(into: &writer, version: version)
            }
          }
          taggedFields.append(taggedField)
        }
        if zkMigrationReady {
          let taggedField = try TaggedField(3) { (writer: inout WireWriter) throws(WireError) in
            writer.bool(zkMigrationReady)
          }
          taggedFields.append(taggedField)
        }
        try writer.taggedFields(taggedFields)
      }
    } catch {
      throw error.within("ApiVersionsResponse")
    }
  }

  /// What `apiKeys` holds.
  package struct ApiVersion: Equatable, Sendable {
    package var apiKey: Int16 = 0
    package var minVersion: Int16 = 0
    package var maxVersion: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      apiKey: Int16 = 0,
      minVersion: Int16 = 0,
      maxVersion: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.apiKey = apiKey
      self.minVersion = minVersion
      self.maxVersion = maxVersion
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      apiKey = try reader.int16()
      minVersion = try reader.int16()
      maxVersion = try reader.int16()
      if version >= 3 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int16(apiKey)
      writer.int16(minVersion)
      writer.int16(maxVersion)
      if version >= 3 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `supportedFeatures` holds.
  package struct SupportedFeatureKey: Equatable, Sendable {
    package var name: String = ""
    package var minVersion: Int16 = 0
    package var maxVersion: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      minVersion: Int16 = 0,
      maxVersion: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.minVersion = minVersion
      self.maxVersion = maxVersion
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: true)
      minVersion = try reader.int16()
      maxVersion = try reader.int16()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: true)
      writer.int16(minVersion)
      writer.int16(maxVersion)
      try writer.taggedFields(unknownTaggedFields)
    }
  }

  /// What `finalizedFeatures` holds.
  package struct FinalizedFeatureKey: Equatable, Sendable {
    package var name: String = ""
    package var maxVersionLevel: Int16 = 0
    package var minVersionLevel: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      maxVersionLevel: Int16 = 0,
      minVersionLevel: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.maxVersionLevel = maxVersionLevel
      self.minVersionLevel = minVersionLevel
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: true)
      maxVersionLevel = try reader.int16()
      minVersionLevel = try reader.int16()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: true)
      writer.int16(maxVersionLevel)
      writer.int16(minVersionLevel)
      try writer.taggedFields(unknownTaggedFields)
    }
  }
}
