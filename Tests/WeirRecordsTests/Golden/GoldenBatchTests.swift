import Testing
import WeirRecords

struct GoldenBatchTests {
  @Test(arguments: goldenBatches.indices) func batchesOfRealClientsAreRead(_ index: Int) throws {
    let golden = goldenBatches[index]
    let bytes = [UInt8](hex: golden.hex)
    let header = try header(of: bytes)
    #expect(header.codec == golden.codec && header.totalBytes == bytes.count && header.recordCount == 4)
    #expect(header.producerId == 4711 && header.producerEpoch == 3 && header.baseSequence == 17)
    #expect(header.lastSequence == 20 && header.maxTimestamp == 1_700_000_070_000)
    #expect(try read(bytes).get() == goldenRecords)
    try bytes.withUnsafeBytes { bytes in
      let header = try BatchValidator.check(bytes)
      try BatchValidator.checkRecords(bytes, header, decompressedLimit: limit)
    }
  }

  /// Without compression there is one way to write a batch, leader epoch (which is the log's) apart.
  @Test func ourEncoderWritesTheSameBytes() throws {
    var builder = BatchBuilder(producerId: 4711, producerEpoch: 3, baseSequence: 17)
    for record in goldenRecords {
      #expect(append(record, to: &builder))
    }
    let ours = builder.finish()
    let theirs = goldenBatches.filter { $0.codec == .none }
    #expect(theirs.count == 2)
    for golden in theirs {
      let bytes = [UInt8](hex: golden.hex)
      #expect(ours[..<12] == bytes[..<12] && ours[16...] == bytes[16...])
    }
  }
}
