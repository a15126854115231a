import Testing
import WeirWire

@Suite("Tagged fields")
struct TaggedFieldTests {
  @Test("known and unknown ones stand in the order of their numbers")
  func order() throws {
    let message = ApiVersionsResponse(
      finalizedFeaturesEpoch: 7,
      unknownTaggedFields: [TaggedField(tag: 10_000, data: [9]), TaggedField(tag: 0xffff_ffff, data: [])])
    let expected: [UInt8] = [
      0, 0,  // error code
      1,  // no APIs
      0, 0, 0, 0,  // throttle time
      3,  // three tagged fields
      1, 8, 0, 0, 0, 0, 0, 0, 0, 7,
      0x90, 0x4e, 1, 9,
      0xff, 0xff, 0xff, 0xff, 0x0f, 0,
    ]
    #expect(try message.encoded(3) == expected)
    #expect(try ApiVersionsResponse.decoded(expected, 3).body == message)
  }

  @Test("a known one may hold more than we know")
  func longerThanKnown() throws {
    // Tag 1, the epoch, followed by two bytes of a later day.
    let bytes: [UInt8] = [0, 0, 1, 0, 0, 0, 0, 1, 1, 10, 0, 0, 0, 0, 0, 0, 0, 7, 0xaa, 0xbb]
    let (message, left) = try ApiVersionsResponse.decoded(bytes, 3)
    #expect(message.finalizedFeaturesEpoch == 7)
    #expect(left == 0)
  }

  @Test("reading stops at the field's end")
  func shorterThanKnown() {
    // The epoch needs eight bytes; its field has two, and more follows behind it.
    let bytes: [UInt8] = [0, 0, 1, 0, 0, 0, 0, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 7]
    #expect(throws: WireError(.truncated(needed: 8, left: 2), path: "ApiVersionsResponse", offset: 10)) {
      _ = try ApiVersionsResponse.decoded(bytes, 3)
    }
  }

  @Test("a number known later is kept in versions that do not know it")
  func notYetKnown() throws {
    let bytes: [UInt8] = [1, 0, 0, 0, 0, 1, 0, 2, 0xaa, 0xbb]
    let message = try ProduceResponse.decoded(bytes, 9).body
    #expect(message.nodeEndpoints.isEmpty)
    #expect(message.unknownTaggedFields == [TaggedField(tag: 0, data: [0xaa, 0xbb])])
    #expect(try message.encoded(9) == bytes)
  }

  @Test("defaults take no bytes")
  func defaults() throws {
    let plain = try FetchRequest(replicaState: .init()).encoded(15)
    #expect(plain.last == 0)
    #expect(try FetchRequest(replicaState: .init(replicaId: 3)).encoded(15).count == plain.count + 2 + 13)
  }
}
