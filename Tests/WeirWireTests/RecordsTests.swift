import NIOCore
import Testing
import WeirWire

@Suite("Record batches pass through")
struct RecordsTests {
  @Test("read records share the frame's memory")
  func zeroCopyRead() throws {
    let records = ByteBuffer(bytes: [UInt8](repeating: 7, count: 10_000))
    let request = ProduceRequest(topicData: [.init(name: "t", partitionData: [.init(index: 0, records: records)])])
    // A frame that is itself a slice of a larger buffer, as the server makes them.
    var received = ByteBuffer(bytes: [1, 2, 3, 4])
    received.writeBytes(try request.encoded(9))
    let frame = try #require(received.getSlice(at: 4, length: received.readableBytes - 4))
    let read = try WireReader.reading(frame) { (reader: inout WireReader) throws(WireError) in
      try ProduceRequest(from: &reader, version: 9)
    }
    let slice = try #require(read.topicData[0].partitionData[0].records)
    #expect(slice == records)
    let inside = frame.withUnsafeReadableBytes { outer in
      slice.withUnsafeReadableBytes { inner in
        guard let start = outer.baseAddress, let end = inner.baseAddress else { return false }
        return start < end && end + inner.count <= start + outer.count
      }
    }
    #expect(inside)
  }

  @Test("large written records become parts of their own, without a copy")
  func parts() throws {
    let large = ByteBuffer(bytes: [UInt8](repeating: 1, count: 4_096))
    let small = ByteBuffer(bytes: [UInt8](repeating: 2, count: 4_095))
    let response = FetchResponse(responses: [
      .init(
        topic: "t",
        partitions: [
          .init(partitionIndex: 0, records: large), .init(partitionIndex: 1, records: small),
          .init(partitionIndex: 2, records: large), .init(partitionIndex: 3, records: nil),
        ])
    ])
    var writer = WireWriter()
    writer.responseHeader(correlationId: 1, api: .fetch, version: 11)
    try response.encode(into: &writer, version: 11)
    let count = writer.count
    let parts = writer.finish()
    #expect(parts.count == 5)
    #expect(parts.reduce(0) { $0 + $1.readableBytes } == count)
    #expect(address(parts[1]) == address(large))
    #expect(address(parts[3]) == address(large))
    let body = Array(joined(parts).dropFirst(4))
    #expect(try FetchResponse.decoded(body, 11).body == response)
    #expect(writer.count == 0)
  }

  private func address(_ buffer: ByteBuffer) -> UnsafeRawPointer? {
    buffer.withUnsafeReadableBytes { $0.baseAddress }
  }
}
