// Generated from Schemas/DescribeCluster.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DescribeCluster (key 60), versions 0 to 2. Tells the cluster's brokers (KIP-700).
package struct DescribeClusterRequest: WireRequest {
  package typealias Response = DescribeClusterResponse
  package static var api: ApiKey { .describeCluster }
  package static var versions: ClosedRange<Int16> { 0...2 }
  package static func isFlexible(_ version: Int16) -> Bool { true }

  package var includeClusterAuthorizedOperations: Bool = false
  /// 1: brokers; 2: controllers (KIP-919). From version 1.
  package var endpointType: Int8 = 1
  /// Also brokers that do not serve (KIP-1073). Version 2.
  package var includeFencedBrokers: Bool = false
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    includeClusterAuthorizedOperations: Bool = false,
    endpointType: Int8 = 1,
    includeFencedBrokers: Bool = false,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.includeClusterAuthorizedOperations = includeClusterAuthorizedOperations
    self.endpointType = endpointType
    self.includeFencedBrokers = includeFencedBrokers
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      includeClusterAuthorizedOperations = try reader.bool()
      if version >= 1 {
        endpointType = try reader.int8()
      }
      if version == 2 {
        includeFencedBrokers = try reader.bool()
      }
      unknownTaggedFields = try reader.taggedFields()
    } catch {
      throw error.within("DescribeClusterRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.bool(includeClusterAuthorizedOperations)
      if version >= 1 {
        writer.int8(endpointType)
      } else if endpointType != 1 {
        throw .fieldNotInVersion("endpointType", version)
      }
      if version == 2 {
        writer.bool(includeFencedBrokers)
      } else if includeFencedBrokers {
        throw .fieldNotInVersion("includeFencedBrokers", version)
      }
      try writer.taggedFields(unknownTaggedFields)
    } catch {
      throw error.within("DescribeClusterRequest")
    }
  }
}
