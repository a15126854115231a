import WeirBase
import WeirRecords
import WeirSim

/// A batch as a producer makes it.
func makeBatch(
  _ timestamps: [Int64] = [1_000], codec: Codec = .none, valueBytes: Int = 10, producer: Int64 = -1, epoch: Int16 = 0,
  sequence: Int32 = 0, salt: UInt64 = 0
) -> [UInt8] {
  var random = SeededRandom(seed: salt &+ 77)
  var builder = BatchBuilder(
    codec: codec, producerId: producer, producerEpoch: producer < 0 ? -1 : epoch,
    baseSequence: producer < 0 ? -1 : sequence)
  for timestamp in timestamps {
    _ = builder.append(key: random.bytes(4), value: random.bytes(valueBytes), timestamp: timestamp)
  }
  return builder.finish()
}

extension SeededRandom {
  /// A batch of one to `recordsMax` records, any codec, times that wander.
  mutating func batch(recordsMax: Int = 6, valueMax: Int = 300, around time: Int64 = 1_000_000) -> [UInt8] {
    let times = (0..<int(1...recordsMax)).map { _ in time + Int64(int(-500...500)) }
    let codecs: [Codec] = [.none, .none, .none, .lz4, .zstd, .gzip, .snappy]
    return makeBatch(times, codec: codecs[int(0...6)], valueBytes: int(0...valueMax), salt: next())
  }
}

/// A batch with offset and epoch as the log stamps them.
func stamped(_ batch: [UInt8], offset: Int64, epoch: Int32 = 0, logAppendTime: Int64? = nil) -> [UInt8] {
  var bytes = batch
  bytes.withUnsafeMutableBytes { buffer in
    BatchStamp.place(buffer, baseOffset: offset, leaderEpoch: epoch)
    if let logAppendTime {
      let body = Array(buffer[BatchHeader.size...])
      body.withUnsafeBytes { BatchStamp.setLogAppendTime(buffer, body: $0, millis: logAppendTime) }
    }
  }
  return bytes
}

func header(_ batch: [UInt8]) throws -> BatchHeader { try batch.withUnsafeBytes { try BatchHeader.parse($0) } }
