import NIOCore
import Testing
import WeirWire

@Suite("What is encoded is read back")
struct RoundTripTests {
  @Test("every message, every version, random values", arguments: 0..<allBodies.count)
  func random(_ index: Int) throws { try roundTrip(allBodies[index]) }

  private func roundTrip<Body: RandomBody>(_ type: Body.Type) throws {
    for version in Body.versions {
      for seed in 0..<15 {
        var random = RandomValues(seed: UInt64(seed) &* 1_000 &+ UInt64(version))
        let value = Body.random(&random, version: version)
        var writer = WireWriter()
        try value.encode(into: &writer, version: version)
        let count = writer.count
        let bytes = joined(writer.finish())
        #expect(bytes.count == count, "\(type) v\(version) seed \(seed)")
        let (read, left) = try Body.decoded(bytes, version)
        #expect(read == value, "\(type) v\(version) seed \(seed)")
        #expect(left == 0, "\(type) v\(version) seed \(seed)")
      }
    }
  }

  @Test("versions outside the range are refused", arguments: 0..<allBodies.count)
  func unknownVersions(_ index: Int) { refuse(allBodies[index]) }

  private func refuse<Body: RandomBody>(_ type: Body.Type) {
    var random = RandomValues(seed: 1)
    let value = Body.random(&random, version: Body.versions.upperBound)
    for version in [Body.versions.upperBound + 1, Body.versions.lowerBound - 1, .max, .min] {
      #expect(throws: WireError(.unsupportedVersion(version))) { try value.encoded(version) }
      #expect(throws: WireError(.unsupportedVersion(version))) { _ = try Body.decoded([], version) }
    }
  }

  @Test("a field the version lacks is an error, unless it may be left out")
  func fieldsOutsideTheirVersions() throws {
    var request = FetchRequest(rackId: "east")
    #expect(try FetchRequest.decoded(request.encoded(10), 10).body.rackId == "")
    request.topics = [.init(partitions: [.init(lastFetchedEpoch: 3)])]
    #expect(try FetchRequest.decoded(request.encoded(12), 12).body.topics[0].partitions[0].lastFetchedEpoch == 3)
    #expect(throws: WireError(.fieldNotInVersion(11), path: "FetchRequest.topics[0].partitions[0].lastFetchedEpoch")) {
      try request.encoded(11)
    }
    #expect(throws: WireError(.fieldNotInVersion(9), path: "ProduceResponse.nodeEndpoints")) {
      try ProduceResponse(nodeEndpoints: [.init()]).encoded(9)
    }
  }

  @Test("null where the version has none is an error")
  func nullOutsideItsVersions() throws {
    let all = MetadataRequest(topics: nil)
    #expect(try MetadataRequest.decoded(all.encoded(1), 1).body.topics == nil)
    #expect(throws: WireError(.unexpectedNull, path: "MetadataRequest.topics")) { try all.encoded(0) }
    #expect(throws: WireError.self) { try MetadataRequest.decoded([0xff, 0xff, 0xff, 0xff], 0) }
  }

  @Test("strings and arrays too long for the protocol are refused")
  func tooLong() throws {
    let longest = String(repeating: "x", count: 32_767)
    #expect(try HeartbeatRequest.decoded(HeartbeatRequest(groupId: longest).encoded(4), 4).body.groupId == longest)
    for version: Int16 in [0, 4] {
      #expect(throws: WireError.self) { try HeartbeatRequest(groupId: longest + "x").encoded(version) }
    }
  }
}
