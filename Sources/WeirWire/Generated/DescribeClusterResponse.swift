// Generated from Schemas/DescribeCluster.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DescribeCluster (key 60), versions 0 to 2. Tells the cluster's brokers (KIP-700).
package struct DescribeClusterResponse: WireResponse {
  package static var api: ApiKey { .describeCluster }
  package static var versions: ClosedRange<Int16> { 0...2 }
  package static func isFlexible(_ version: Int16) -> Bool { true }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`.
  package var errorCode: Int16 = 0
  /// Words for the error, or null.
  package var errorMessage: String? = nil
  /// 1: brokers; 2: controllers (KIP-919). From version 1.
  package var endpointType: Int8 = 1
  package var clusterId: String = ""
  /// -1 when unknown.
  package var controllerId: Int32 = -1
  package var brokers: [DescribeClusterBroker] = []
  /// A bit per operation; the lowest number when not asked for.
  package var clusterAuthorizedOperations: Int32 = -2147483648
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    errorMessage: String? = nil,
    endpointType: Int8 = 1,
    clusterId: String = "",
    controllerId: Int32 = -1,
    brokers: [DescribeClusterBroker] = [],
    clusterAuthorizedOperations: Int32 = -2147483648,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.errorMessage = errorMessage
    self.endpointType = endpointType
    self.clusterId = clusterId
    self.controllerId = controllerId
    self.brokers = brokers
    self.clusterAuthorizedOperations = clusterAuthorizedOperations
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      throttleTimeMs = try reader.int32()
      errorCode = try reader.int16()
      errorMessage = try reader.optionalString(compact: true)
      if version >= 1 {
        endpointType = try reader.int8()
      }
      clusterId = try reader.string(compact: true)
      controllerId = try reader.int32()
      brokers = try reader.array("brokers", compact: true, minimum: 11) {
        (reader: inout WireReader) throws(WireError) in
        try DescribeClusterBroker(from: &reader, version: version)
      }
      clusterAuthorizedOperations = try reader.int32()
      unknownTaggedFields = try reader.taggedFields()
    } catch {
      throw error.within("DescribeClusterResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(throttleTimeMs)
      writer.int16(errorCode)
      try writer.optionalString(errorMessage, compact: true)
      if version >= 1 {
        writer.int8(endpointType)
      } else if endpointType != 1 {
        throw .fieldNotInVersion("endpointType", version)
      }
      try writer.string(clusterId, compact: true)
      writer.int32(controllerId)
      try writer.array("brokers", brokers, compact: true) {
        (writer: inout WireWriter, element: DescribeClusterBroker) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      writer.int32(clusterAuthorizedOperations)
      try writer.taggedFields(unknownTaggedFields)
    } catch {
      throw error.within("DescribeClusterResponse")
    }
  }

  /// What `brokers` holds.
  package struct DescribeClusterBroker: Equatable, Sendable {
    package var brokerId: Int32 = 0
    /// As clients dial it.
    package var host: String = ""
    package var port: Int32 = 0
    /// Null when the broker has none.
    package var rack: String? = nil
    /// Not serving (KIP-1073). Version 2.
    package var isFenced: Bool = false
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      brokerId: Int32 = 0,
      host: String = "",
      port: Int32 = 0,
      rack: String? = nil,
      isFenced: Bool = false,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.brokerId = brokerId
      self.host = host
      self.port = port
      self.rack = rack
      self.isFenced = isFenced
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      brokerId = try reader.int32()
      host = try reader.string(compact: true)
      port = try reader.int32()
      rack = try reader.optionalString(compact: true)
      if version == 2 {
        isFenced = try reader.bool()
      }
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(brokerId)
      try writer.string(host, compact: true)
      writer.int32(port)
      try writer.optionalString(rack, compact: true)
      if version == 2 {
        writer.bool(isFenced)
      } else if isFenced {
        throw .fieldNotInVersion("isFenced", version)
      }
      try writer.taggedFields(unknownTaggedFields)
    }
  }
}
