// Generated from Schemas/ApiVersions.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// ApiVersions (key 18), versions 0 to 4. Tells what a broker can do. Its answer must be readable by those who do not
/// know yet (KIP-511).
package struct ApiVersionsRequest: WireRequest {
  package typealias Response = ApiVersionsResponse
  package static var api: ApiKey { .apiVersions }
  package static var versions: ClosedRange<Int16> { 0...4 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

  /// As in `librdkafka` (KIP-511). From version 3.
  package var clientSoftwareName: String = ""
  /// From version 3.
  package var clientSoftwareVersion: String = ""
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    clientSoftwareName: String = "",
    clientSoftwareVersion: String = "",
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.clientSoftwareName = clientSoftwareName
    self.clientSoftwareVersion = clientSoftwareVersion
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        clientSoftwareName = try reader.string(compact: true)
      }
      if version >= 3 {
        clientSoftwareVersion = try reader.string(compact: true)
      }
      if version >= 3 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("ApiVersionsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        try writer.string(clientSoftwareName, compact: true)
      }
      if version >= 3 {
        try writer.string(clientSoftwareVersion, compact: true)
      }
      if version >= 3 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("ApiVersionsRequest")
    }
  }
}
