import Testing
import WeirWire

@Suite("Consumer protocol blobs")
struct BlobTests {
  private let subscription = ConsumerProtocolSubscription(
    topics: ["orders"], userData: nil, ownedPartitions: [.init(topic: "orders", partitions: [1])], generationId: 3,
    rackId: "east")

  @Test("carry their version in front")
  func versionInFront() throws {
    let blob = try subscription.blob(version: 1)
    #expect(
      blob == [
        0, 1,  // version
        0, 0, 0, 1, 0, 6, 0x6f, 0x72, 0x64, 0x65, 0x72, 0x73,  // topics
        0xff, 0xff, 0xff, 0xff,  // no user data
        0, 0, 0, 1, 0, 6, 0x6f, 0x72, 0x64, 0x65, 0x72, 0x73, 0, 0, 0, 1, 0, 0, 0, 1,  // owned partitions
      ])
    let read = try ConsumerProtocolSubscription(blob: blob)
    #expect(read.ownedPartitions == subscription.ownedPartitions)
    #expect(read.generationId == -1)
  }

  @Test("of a later version are read as the latest we know")
  func laterVersion() throws {
    var blob = try subscription.blob(version: 3)
    blob[1] = 9
    #expect(try ConsumerProtocolSubscription(blob: blob + [1, 2, 3]) == subscription)
  }

  @Test("cut short are refused")
  func prefixes() throws {
    let blob = try subscription.blob(version: 3)
    for count in 0..<blob.count {
      #expect(throws: WireError.self) { _ = try ConsumerProtocolSubscription(blob: Array(blob.prefix(count))) }
    }
    #expect(throws: WireError.self) { _ = try ConsumerProtocolAssignment(blob: [0xff, 0xff, 0, 0, 0, 0]) }
  }
}
