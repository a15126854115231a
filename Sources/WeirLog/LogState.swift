import WeirBase

/// Where a log stands.
package struct LogOffsets: Sendable, Equatable {
  /// The first record that may be read.
  package var logStart: Int64
  /// The next record's offset; on one node also the high watermark.
  package var logEnd: Int64
  /// Records below are on stable storage (or, for a memory topic, below `logEnd`).
  package var durable: Int64
}

package enum LogState: Sendable, Equatable {
  case online
  /// Out of service until the node starts again; the reason names file and offset.
  case offline(reason: String)
}

/// Why a log cannot be made or changed.
package enum LogError: Error, Sendable, Equatable, CustomStringConvertible {
  case io(IOError)
  case offline(String)

  package var description: String {
    switch self {
    case .io(let error): error.description
    case .offline(let reason): reason
    }
  }
}

/// Why records cannot be read.
package enum ReadError: Error, Sendable, Equatable {
  case offsetOutOfRange(LogOffsets)
  /// The first batch has this many bytes; the buffer is smaller.
  case needsBytes(Int)
  /// The page cache does not have it.
  case wouldBlock
  /// What is on disk is not what was written; named by file and position.
  case damaged(String)
  case offline(String)
  case io(IOError)
}

/// Whole batches, as they lie in the caller's buffer.
package struct ReadRange: Sendable, Equatable {
  /// The first byte in the buffer that counts.
  package var lowerBound: Int
  /// 0: nothing is there yet.
  package var count: Int
  /// Where the next read goes on.
  package var nextOffset: Int64

  package init(lowerBound: Int, count: Int, nextOffset: Int64) {
    self.lowerBound = lowerBound
    self.count = count
    self.nextOffset = nextOffset
  }
}
