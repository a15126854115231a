import NIOCore
import Testing
import WeirBase
import WeirRecords

@testable import WeirClient

@Suite struct OpenBatchTests {
  private func records(_ buffer: ByteBuffer) throws -> (BatchHeader, [Record]) {
    try buffer.withUnsafeReadableBytes { bytes in
      let header = try BatchHeader.parse(bytes)
      #expect(header.totalBytes == bytes.count)
      try header.verify(bytes)
      var reader = try RecordReader(batch: bytes, header: header, decompressedLimit: 1 << 20)
      var records: [Record] = []
      while let view = try reader.next() { records.append(Record(view)) }
      return (header, records)
    }
  }

  private func append(_ batch: OpenBatch, _ key: [UInt8]?, _ value: [UInt8]?, _ headers: [RecordHeader], _ time: Int64)
    -> Bool
  {
    func borrow<T>(_ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> T) -> T {
      guard let bytes else { return body(nil) }
      return bytes.withUnsafeBytes { body($0) }
    }
    return borrow(key) { key in
      borrow(value) { batch.append(key: key, value: $0, headers: headers, timestamp: time) }
    }
  }

  @Test(arguments: Codec.allCases)
  func whatIsWrittenIsRead(codec: Codec) throws {
    let batch = OpenBatch(createdNanos: 0, bytesMax: 1 << 20)
    let long = [UInt8](repeating: 65, count: 10_000)
    #expect(append(batch, nil, [1, 2, 3], [], 1_000))
    #expect(append(batch, [], nil, [RecordHeader(key: "h", value: nil), RecordHeader(key: "ü", value: [])], 900))
    #expect(append(batch, [9], long, [], 1_100))
    let stamp = SequenceStamp(identity: ProducerIdentity(id: 5, epoch: 3), first: 77)
    let (header, read) = try records(batch.encoded(codec, level: nil, stamp: stamp))
    #expect(header.codec == codec)
    #expect(header.producerId == 5 && header.producerEpoch == 3 && header.baseSequence == 77)
    #expect(header.baseTimestamp == 1_000 && header.maxTimestamp == 1_100 && header.lastOffsetDelta == 2)
    #expect(
      read == [
        Record(offset: 0, timestamp: 1_000, key: nil, value: [1, 2, 3]),
        Record(
          offset: 1, timestamp: 900, key: [], value: nil,
          headers: [.init(key: "h", value: nil), .init(key: "ü", value: [])]),
        Record(offset: 2, timestamp: 1_100, key: [9], value: long),
      ])
  }

  @Test func aFullBatchTakesNoMore() {
    let batch = OpenBatch(createdNanos: 0, bytesMax: 200)
    var count = 0
    while append(batch, nil, [UInt8](repeating: 1, count: 20), [], 0) { count += 1 }
    #expect(count > 1 && batch.weight <= 200 && batch.count == count)
  }

  @Test func theFirstRecordMayExceedTheLimit() throws {
    let batch = OpenBatch(createdNanos: 0, bytesMax: 100)
    #expect(append(batch, nil, [UInt8](repeating: 1, count: 5_000), [], 0))
    #expect(!append(batch, nil, [1], [], 0))
    #expect(try records(batch.encoded(.none, level: nil, stamp: nil)).1.first?.value?.count == 5_000)
  }

  @Test func whatDoesNotShrinkTravelsAsItIs() throws {
    let batch = OpenBatch(createdNanos: 0, bytesMax: 1_000)
    #expect(append(batch, nil, [7], [], 0))
    let (header, read) = try records(batch.encoded(.gzip, level: nil, stamp: nil))
    #expect(header.codec == Codec.none && read.count == 1)
  }

  @Test func timesTooFarApartNeedAnotherBatch() {
    let batch = OpenBatch(createdNanos: 0, bytesMax: 1_000)
    #expect(append(batch, nil, nil, [], .max))
    #expect(!append(batch, nil, nil, [], -2))
  }
}
