/// MurmurHash2 (Austin Appleby, public domain), 32 bits, with the seed that Kafka's default partitioner uses: equal
/// keys go to equal partitions whichever client sends them.
package enum Murmur2 {
  private static let seed: UInt32 = 0x9747_b28c
  private static let factor: UInt32 = 0x5bd1_e995

  /// The hash of `key`.
  package static func hash(_ key: UnsafeRawBufferPointer) -> UInt32 {
    var hash = seed ^ UInt32(truncatingIfNeeded: key.count)
    let wholeBytes = key.count & ~3
    var at = 0
    while at < wholeBytes {
      var word = UInt32(littleEndian: key.loadUnaligned(fromByteOffset: at, as: UInt32.self))
      word = word &* factor
      word ^= word >> 24
      word = word &* factor
      hash = (hash &* factor) ^ word
      at &+= 4
    }
    let rest = key.count & 3
    if rest >= 3 { hash ^= UInt32(key[wholeBytes &+ 2]) << 16 }
    if rest >= 2 { hash ^= UInt32(key[wholeBytes &+ 1]) << 8 }
    if rest >= 1 {
      hash ^= UInt32(key[wholeBytes])
      hash = hash &* factor
    }
    hash ^= hash >> 13
    hash = hash &* factor
    return hash ^ (hash >> 15)
  }

  /// The partition of `key` among `count` (1 or more), as Kafka's clients pick it: the hash without its sign bit.
  package static func partition(of key: UnsafeRawBufferPointer, among count: Int) -> Int {
    Int(hash(key) & 0x7fff_ffff) % max(1, count)
  }
}
