import Testing
import WeirRecords

struct BatchValidatorTests {
  private func check(_ batch: [UInt8]) -> BatchRejection? {
    batch.withUnsafeBytes { bytes in
      do throws(BatchRejection) {
        _ = try BatchValidator.check(bytes)
        return nil
      } catch { return error }
    }
  }

  private func checkRecords(
    _ batch: [UInt8], rules: BatchValidator.Rules = .init()
  ) throws -> Result<BatchValidator.Summary, BatchRejection> {
    let header = try header(of: batch)
    return batch.withUnsafeBytes { bytes in
      Result { () throws(BatchRejection) in
        try BatchValidator.checkRecords(bytes, header, rules: rules, decompressedLimit: limit)
      }
    }
  }

  private func rejection(
    _ batch: [UInt8], rules: BatchValidator.Rules = .init()
  ) throws -> BatchRejection? {
    if case .failure(let rejection) = try checkRecords(batch, rules: rules) { return rejection }
    return nil
  }

  @Test(arguments: Codec.allCases) func whatTheBuilderMakesPasses(_ codec: Codec) throws {
    let bytes = build(goldenRecords, codec: codec)
    #expect(check(bytes) == nil)
    let summary = try checkRecords(bytes).get()
    #expect(summary.maxTimestamp == 1_700_000_070_000)
    #expect(summary.recordBytes == build(goldenRecords).count - 61)
  }

  @Test func theCheapLookFindsWhatAHeaderCanTell() {
    let section = record()
    let cases: [(BatchRejection.Reason, (inout BatchHeader) -> Void)] = [
      (.invalidRecord, { $0.magic = 1 }),
      (.invalidRecord, { $0.recordCount = 0 }),
      (.invalidRecord, { $0.lastOffsetDelta = 1 }),
      (.invalidRecord, { $0.attributes = 0x20 }),
      (.invalidRecord, { $0.producerId = 5 }),
      (.invalidTimestamp, { $0.attributes = 0x08 }),
      (.unsupportedCompression, { $0.attributes = 0x05 }),
      (.corrupt, { $0.length += 1 }),
    ]
    for (reason, change) in cases {
      let found = check(batch(section, count: 1, change: change))
      #expect(found?.reason == reason)
      #expect(found?.message.isEmpty == false)
    }
    #expect(check(batch(section, count: 1)) == nil)
    #expect(check(batch(section, count: 1) + [0])?.reason == .invalidRecord)
    #expect(check([])?.reason == .corrupt)
    var damaged = batch(section, count: 1)
    damaged[63] ^= 1
    #expect(check(damaged)?.reason == .corrupt)
  }

  @Test func deltasThatSkipAreNamedByRecord() throws {
    let skipping = batch(record(offsetDelta: 0) + record(offsetDelta: 2), count: 2) { $0.lastOffsetDelta = 2 }
    let found = try #require(try rejection(skipping))
    #expect(found.reason == .invalidRecord && found.records.map(\.index) == [1])
    let repeating = batch(record(offsetDelta: 0) + record(offsetDelta: 0), count: 2)
    #expect(try rejection(repeating)?.records.map(\.index) == [1])
  }

  @Test func countsAndLengthsMustAgree() throws {
    let one = record()
    #expect(try rejection(batch(one, count: 2))?.reason == .invalidRecord)
    #expect(try rejection(batch(one + one, count: 1))?.reason == .invalidRecord)
    #expect(try rejection(batch(record(stated: 7, rest: [0]), count: 1)) != nil)
    #expect(try rejection(batch([1, 2, 3], codec: 4, count: 1))?.reason == .corrupt)
  }

  @Test func recordsWithoutKeysAreNamedWhereKeysAreAsked() throws {
    let records = (0..<5).map { Record(timestamp: 1, key: $0 % 2 == 0 ? [] : nil, value: [1]) }
    for codec in Codec.allCases {
      let bytes = build(records, codec: codec)
      #expect(try rejection(bytes) == nil)
      let found = try #require(try rejection(bytes, rules: .init(requiresKey: true)))
      #expect(found.reason == .invalidRecord && found.records.map(\.index) == [1, 3])
    }
  }

  @Test func timestampsOutsideTheRangeAreNamed() throws {
    let bytes = build([99, 100, -1, 200, 201].map { Record(timestamp: $0, value: [1]) })
    let found = try #require(try rejection(bytes, rules: .init(timestamps: 100...200)))
    #expect(found.reason == .invalidTimestamp && found.records.map(\.index) == [0, 4])
    #expect(try rejection(bytes, rules: .init(timestamps: 99...201)) == nil)
  }

  @Test func anAnswerDoesNotOutgrowItsRequest() throws {
    let bytes = build((0..<5_000).map { _ in Record(timestamp: 1, value: [1]) }, codec: .zstd)
    let found = try #require(try rejection(bytes, rules: .init(requiresKey: true)))
    #expect(found.records.count == BatchValidator.recordErrorsMax)
  }
}
