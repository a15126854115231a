import Testing
import WeirBase

struct ByteReaderTests {
  /// What `body` reads, or the error it ends in, and the bytes left then.
  private func read<T>(
    _ bytes: [UInt8], _ body: (inout ByteReader) throws(ByteError) -> T
  ) -> (result: Result<T, ByteError>, left: Int) {
    bytes.withUnsafeBytes { buffer in
      var reader = ByteReader(buffer)
      let result = Result { () throws(ByteError) in try body(&reader) }
      return (result, reader.left)
    }
  }

  @Test func integersAreBigEndian() throws {
    let bytes: [UInt8] = [0x01, 0xff, 0xfe, 0x80, 0, 0, 1, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
    let read = read(bytes) { reader throws(ByteError) in
      let a: Int8 = try reader.integer()
      let b: Int16 = try reader.integer()
      let c: Int32 = try reader.integer()
      let d: Int64 = try reader.integer()
      return [Int64(a), Int64(b), Int64(c), d]
    }
    #expect(try read.result.get() == [1, -2, -0x7fff_ffff, .max] && read.left == 0)
  }

  @Test func nothingIsReadPastTheEnd() {
    let short = read([1, 2, 3]) { reader throws(ByteError) -> Int32 in try reader.integer() }
    #expect(short.result == .failure(.truncated(needed: 4, left: 3)) && short.left == 3)
    #expect(
      read([]) { reader throws(ByteError) in try reader.varint() }.result == .failure(.truncated(needed: 1, left: 0)))
    for count in [-1, .min] {
      let negative = read([1]) { reader throws(ByteError) -> Int in try reader.slice(count).count }
      #expect(negative.result == .failure(.badLength(count)))
    }
    let huge = read([1]) { reader throws(ByteError) -> Int in try reader.slice(.max).count }
    #expect(huge.result == .failure(.truncated(needed: .max, left: 1)))
  }

  @Test func slicesBorrow() throws {
    let read = read([1, 2, 3, 4]) { reader throws(ByteError) -> [UInt8] in
      try reader.skip(1)
      return Array(try reader.slice(2))
    }
    #expect(try read.result.get() == [2, 3] && read.left == 1)
  }

  @Test func varintsGoBothWays() throws {
    var values: [Int64] = [0, -1, 1, .min, .max, Int64(Int32.min), Int64(Int32.max)]
    for shift in 0..<63 { for near in Int64(-2)...2 { values += [(1 << shift) + near, -(1 << shift) + near] } }
    for value in values {
      var writer = ByteWriter()
      writer.varint(value)
      #expect(writer.count == varintSize(value))
      let long = read(writer.bytes) { reader throws(ByteError) in try reader.varlong() }
      #expect(try long.result.get() == value && long.left == 0)
      let narrow = read(writer.bytes) { reader throws(ByteError) in try reader.varint() }
      if let fits = Int32(exactly: value) {
        #expect(try narrow.result.get() == fits)
      } else {
        #expect(narrow.result == .failure(.badVarint))
      }
    }
  }

  @Test func unsignedVarintsGoBothWays() throws {
    for value in [0, 1, 127, 128, 16_383, 16_384, UInt64(UInt32.max), UInt64(UInt32.max) + 1, .max] {
      var writer = ByteWriter()
      writer.unsignedVarint(value)
      #expect(try read(writer.bytes) { reader throws(ByteError) in try reader.unsignedVarlong() }.result.get() == value)
    }
  }

  @Test func varintsTooLongAreErrors() {
    let endless = [UInt8](repeating: 0x80, count: 20)
    #expect(read(endless) { reader throws(ByteError) in try reader.unsignedVarint() }.result == .failure(.badVarint))
    #expect(read(endless) { reader throws(ByteError) in try reader.unsignedVarlong() }.result == .failure(.badVarint))
    let tooWide: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0x1f]
    #expect(read(tooWide) { reader throws(ByteError) in try reader.unsignedVarint() }.result == .failure(.badVarint))
    let tooWideLong = [UInt8](repeating: 0xff, count: 9) + [2]
    #expect(
      read(tooWideLong) { reader throws(ByteError) in try reader.unsignedVarlong() }.result == .failure(.badVarint))
  }
}

struct ByteWriterTests {
  @Test func patchingOverwritesInPlace() {
    var writer = ByteWriter()
    writer.integer(Int32(0))
    writer.raw([9, 8])
    writer.patch(Int32(-2), at: 0)
    writer.patch(UInt8(7), at: 5)
    #expect(writer.bytes == [0xff, 0xff, 0xff, 0xfe, 9, 7])
  }
}
