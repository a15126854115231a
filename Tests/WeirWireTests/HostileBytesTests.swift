import NIOCore
import Testing
import WeirBase
import WeirWire

@Suite("Bytes from strangers never trap")
struct HostileBytesTests {
  @Test("every prefix of every message is refused", arguments: 0..<allBodies.count)
  func prefixes(_ index: Int) throws { try prefixes(of: allBodies[index]) }

  private func prefixes<Body: RandomBody>(of type: Body.Type) throws {
    for version in Body.versions {
      var random = RandomValues(seed: 99)
      let bytes = try Body.random(&random, version: version).encoded(version)
      for count in lengths(bytes.count) {
        #expect(throws: WireError.self, "\(type) v\(version), \(count) of \(bytes.count) bytes") {
          _ = try Body.decoded(Array(bytes.prefix(count)), version)
        }
      }
    }
  }

  /// All lengths below `count`, thinned out within large messages.
  private func lengths(_ count: Int) -> [Int] {
    count < 300 ? Array(0..<count) : Array(0..<100) + stride(from: 100, to: count, by: count / 150)
  }

  @Test("flipped bits are refused or read as something that can be written", arguments: 0..<allBodies.count)
  func flippedBits(_ index: Int) throws { try flip(allBodies[index]) }

  private func flip<Body: RandomBody>(_ type: Body.Type) throws {
    for version in Body.versions {
      var random = RandomValues(seed: UInt64(version) &+ 7)
      let bytes = try Body.random(&random, version: version).encoded(version)
      guard !bytes.isEmpty else { continue }
      for _ in 0..<50 {
        var damaged = bytes
        for _ in 0...random.below(3) { damaged[random.below(damaged.count)] ^= 1 << UInt8(random.below(8)) }
        try settles(type, damaged, version)
      }
    }
  }

  @Test("random bytes are refused or read as something that can be written", arguments: 0..<allBodies.count)
  func noise(_ index: Int) throws { try confuse(allBodies[index]) }

  private func confuse<Body: RandomBody>(_ type: Body.Type) throws {
    var random = RandomValues(seed: 5)
    for version in Body.versions {
      for _ in 0..<50 {
        // Small bytes make plausible counts and lengths.
        let ceiling = [2, 8, 256][random.below(3)]
        try settles(type, (0..<random.below(200)).map { _ in UInt8(random.below(ceiling)) }, version)
      }
    }
  }

  /// Bytes that can be read have one normal form.
  private func settles<Body: RandomBody>(_ type: Body.Type, _ bytes: [UInt8], _ version: Int16) throws {
    guard let read = try? Body.decoded(bytes, version).body else { return }
    let written = try read.encoded(version)
    let again = try Body.decoded(written, version)
    #expect(try again.body.encoded(version) == written, "\(type) v\(version) \(bytes)")
    #expect(again.left == 0)
  }

  @Test("counts far beyond the bytes cost nothing")
  func hugeCounts() {
    // topics: Int32.max elements
    #expect(throws: WireError(.badLength(2_147_483_647), path: "MetadataRequest", offset: 4)) {
      _ = try MetadataRequest.decoded([0x7f, 0xff, 0xff, 0xff], 1)
    }
    // 100,000 elements of two bytes at least, with three bytes left
    #expect(
      throws: WireError(.truncated(needed: 200_000, left: 3), path: "MetadataRequest", offset: 4)
    ) { _ = try MetadataRequest.decoded([0x00, 0x01, 0x86, 0xa0, 0, 0, 0], 1) }
    // compact count of 2^32 - 2
    #expect(throws: WireError.self) { _ = try MetadataRequest.decoded([0xff, 0xff, 0xff, 0xff, 0x0f], 9) }
    // negative count other than null
    #expect(throws: WireError(.badLength(-2), path: "MetadataRequest", offset: 4)) {
      _ = try MetadataRequest.decoded([0xff, 0xff, 0xff, 0xfe], 1)
    }
    // varint of six bytes
    #expect(throws: WireError(.badVarint, path: "MetadataRequest", offset: 5)) {
      _ = try MetadataRequest.decoded([0xff, 0xff, 0xff, 0xff, 0x7f, 0x01], 9)
    }
  }

  @Test("arrays meet the limit on elements")
  func elementLimit() throws {
    var limits = Limits()
    limits.arrayElementsMax = 3
    let three = try ListGroupsRequest(statesFilter: ["a", "b", "c"]).encoded(4)
    let four = try ListGroupsRequest(statesFilter: ["a", "b", "c", "d"]).encoded(4)
    #expect(try ListGroupsRequest.decoded(three, 4, limits: limits).body.statesFilter.count == 3)
    #expect(throws: WireError.self) { _ = try ListGroupsRequest.decoded(four, 4, limits: limits) }
  }

  @Test("a frame of empty elements cannot grow without bound")
  func memoryBound() throws {
    // Ten groups of 1,000 topics: within the limit on elements each, and three bytes a topic.
    let topics = [OffsetFetchRequest.OffsetFetchRequestTopics](repeating: .init(), count: 1_000)
    let group = OffsetFetchRequest.OffsetFetchRequestGroup(topics: topics)
    let frame = ByteBuffer(bytes: try OffsetFetchRequest(groups: .init(repeating: group, count: 10)).encoded(9))
    #expect(frame.readableBytes < 40_000)
    let bounds = [10 * 1_000 * 40, 16 << 20]
    #expect(throws: WireError.self) { try groupCount(frame, arrayBytesMax: bounds[0]) }
    #expect(try groupCount(frame, arrayBytesMax: bounds[1]) == 10)
  }

  private func groupCount(_ frame: ByteBuffer, arrayBytesMax: Int) throws(WireError) -> Int {
    try WireReader.reading(frame, arrayBytesMax: arrayBytesMax) { (reader: inout WireReader) throws(WireError) in
      try OffsetFetchRequest(from: &reader, version: 9).groups.count
    }
  }

  @Test("text that is no UTF-8 is repaired, as Kafka's broker does")
  func badText() throws {
    let read = try FindCoordinatorRequest.decoded([0x00, 0x02, 0x61, 0xff], 0).body
    #expect(read.key == "a\u{fffd}")
  }

  @Test("an error tells message, element and byte")
  func errorText() {
    let error = #expect(throws: WireError.self) {
      // One topic, its name of 5 bytes cut short.
      _ = try MetadataRequest.decoded([0, 0, 0, 1, 0, 5, 0x61], 1)
    }
    #expect(error?.description == "MetadataRequest.topics[0] at byte 6: needs 5 bytes, 1 are left")
  }
}
