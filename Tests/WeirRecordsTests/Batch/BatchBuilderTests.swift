import Testing
import WeirBase
import WeirRecords

struct BatchBuilderTests {
  @Test(arguments: Codec.allCases) func whatIsBuiltIsReadAgain(_ codec: Codec) throws {
    var random = SplitMix64(seed: 0x5eed + UInt64(codec.rawValue))
    for _ in 0..<40 {
      let records = random.records(Int.random(in: 1...60, using: &random))
      let bytes = build(records, codec: codec)
      let header = try header(of: bytes)
      #expect(header.totalBytes == bytes.count && Int(header.recordCount) == records.count)
      #expect(header.codec == codec && header.lastOffset == Int64(records.count - 1))
      #expect(header.baseTimestamp == records[0].timestamp)
      #expect(header.maxTimestamp == records.map(\.timestamp).max())
      #expect(try read(bytes).get() == records)
    }
  }

  @Test(arguments: Codec.allCases) func aCopyOfViewsIsTheSameBatch(_ codec: Codec) throws {
    var random = SplitMix64(seed: 99)
    let original = build(random.records(50), codec: codec)
    let copy = try original.withUnsafeBytes { bytes in
      var builder = BatchBuilder(codec: codec, maxBytes: limit)
      var reader = try RecordReader(batch: bytes, header: try BatchHeader.parse(bytes), decompressedLimit: limit)
      while let view = try reader.next() { _ = builder.append(view) }
      return builder.finish()
    }
    #expect(copy == original)
  }

  @Test func emptyAndNullStayApart() throws {
    let records = [
      Record(offset: 0, timestamp: 5, key: nil, value: []), Record(offset: 1, timestamp: 5, key: [], value: nil),
    ]
    #expect(try read(build(records)).get() == records)
  }

  @Test func producerAndFlagsStandInTheHeader() throws {
    var builder = BatchBuilder(producerId: 7, producerEpoch: 2, isTransactional: true, isControl: true)
    builder.baseSequence = 40
    #expect(append(Record(timestamp: -1, value: [1]), to: &builder))
    let header = try header(of: builder.finish(baseOffset: 90))
    #expect(header.producerId == 7 && header.producerEpoch == 2 && header.baseSequence == 40)
    #expect(header.isTransactional && header.isControl && header.baseOffset == 90)
    #expect(builder.isEmpty && builder.sizeBytes == 61)
  }

  @Test func aFinishedBuilderStartsAnew() throws {
    var builder = BatchBuilder()
    for timestamp in [Int64(100), 200] {
      #expect(append(Record(timestamp: timestamp, value: [1]), to: &builder))
      #expect(try read(builder.finish()).get() == [Record(offset: 0, timestamp: timestamp, value: [1])])
    }
  }

  @Test(arguments: Codec.allCases) func noBatchOutgrowsItsBound(_ codec: Codec) throws {
    var random = SplitMix64(seed: 3)
    var builder = BatchBuilder(codec: codec, maxBytes: 4_000)
    var taken = 0
    // Random bytes do not compress, so that the codecs would add to them.
    while builder.append(key: nil, value: random.bytes(37), timestamp: 0) { taken += 1 }
    #expect(builder.recordCount == taken && taken > 80)
    let size = builder.sizeBytes
    #expect(!append(Record(timestamp: 0, value: random.bytes(37)), to: &builder) && builder.sizeBytes == size)
    let bytes = builder.finish()
    #expect(bytes.count <= 4_000)
    #expect(try read(bytes).get().count == taken)
  }

  @Test func aTimestampTooFarFromTheFirstGoesElsewhere() throws {
    var builder = BatchBuilder()
    #expect(append(Record(timestamp: .min, value: nil), to: &builder))
    #expect(!append(Record(timestamp: .max, value: nil), to: &builder))
    #expect(try read(builder.finish()).get().map(\.timestamp) == [.min])
  }

  @Test func anEmptyBatchIsWhole() throws {
    var builder = BatchBuilder(codec: .zstd)
    let bytes = builder.finish()
    #expect(bytes.count == 61)
    #expect(try read(bytes).get().isEmpty)
  }

  @Test func bytesMaxIsABound() {
    var random = SplitMix64(seed: 21)
    for record in random.records(300) {
      let bound = BatchBuilder.bytesMax(key: record.key?.count, value: record.value?.count, headers: record.headers)
      let actual = build([record]).count
      #expect(actual <= bound && bound <= actual + 40 + 10 * record.headers.count)
    }
  }

  @Test func sizesAreCountedToTheByte() {
    var random = SplitMix64(seed: 8)
    var builder = BatchBuilder(maxBytes: limit)
    for record in random.records(200) {
      #expect(append(record, to: &builder))
    }
    let expected = builder.sizeBytes
    #expect(builder.finish().count == expected)
  }
}
