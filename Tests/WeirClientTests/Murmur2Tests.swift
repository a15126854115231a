import Testing
import WeirClient

@Suite struct Murmur2Tests {
  /// The vectors of Kafka's own tests, as signed 32-bit numbers.
  @Test(arguments: [
    ("21", Int32(-973_932_308)), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
    ("a-little-bit-longer-string", -1_486_304_829),
    ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
  ])
  func hashesAsKafkaDoes(key: String, hash: Int32) {
    let bytes = Array(key.utf8)
    #expect(Int32(bitPattern: bytes.withUnsafeBytes { Murmur2.hash($0) }) == hash)
  }

  @Test func partitionIsTheHashWithoutItsSign() {
    let key = Array("foobar".utf8)
    let expected = Int(Int32(-790_332_482) & 0x7fff_ffff) % 7
    #expect(key.withUnsafeBytes { Murmur2.partition(of: $0, among: 7) } == expected)
  }

  @Test func emptyKeyHasAPartition() {
    let key: [UInt8] = []
    #expect((0..<12).contains(key.withUnsafeBytes { Murmur2.partition(of: $0, among: 12) }))
  }
}
