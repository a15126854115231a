import Synchronization
import WeirRecords

@testable import WeirLog

/// What a log was told and what it promised.
struct LogModel {
  struct Entry {
    var offset: Int64
    var bytes: [UInt8]
    var next: Int64
  }

  /// All that was appended and may still be there, in order.
  var entries: [Entry] = []
  /// Refused with an error: it may be there all the same.
  var doubtful: Entry?
  var start: Int64 = 0
  /// The log's start, where a deletion was asked for but answered with an error.
  var doubtfulStart: Int64 = 0
  var end: Int64 = 0
  /// Records below were acknowledged as durable.
  var durable: Int64 = 0

  /// What `log` holds against the promises; empty when all are kept.
  func violations(in log: PartitionLog) -> [String] {
    if let reason = log.offlineReason { return ["offline: \(reason)"] }
    var wrong: [String] = []
    let offsets = log.offsets
    if offsets.logEnd < durable { wrong.append("acknowledged up to \(durable), log ends at \(offsets.logEnd)") }
    if offsets.logStart < min(start, offsets.logEnd) {
      wrong.append("deleted before \(start), log begins at \(offsets.logStart)")
    }
    if offsets.logStart > max(start, doubtfulStart) {
      wrong.append("log begins at \(offsets.logStart), deleted before \(start)")
    }
    guard offsets.logStart < offsets.logEnd else { return wrong }
    do {
      return wrong + difference(try log.batches(from: offsets.logStart), offsets)
    } catch { return wrong + ["read: \(error)"] }
  }

  private func difference(_ found: [[UInt8]], _ offsets: LogOffsets) -> [String] {
    let possible = entries + (doubtful.map { [$0] } ?? [])
    var expected = possible.filter { $0.next > offsets.logStart }[...]
    var next: Int64?
    for bytes in found {
      guard let header = try? header(bytes), (try? bytes.withUnsafeBytes { try header.verify($0) }) != nil else {
        return ["unsound bytes were served"]
      }
      if let next, header.baseOffset != next { return ["gap: \(header.baseOffset) after \(next)"] }
      next = header.nextOffset
      guard let entry = expected.popFirst() else { return ["batch \(header.baseOffset) was never appended"] }
      if entry.bytes != bytes { return ["batch at \(entry.offset) is not what was appended there"] }
    }
    return next == offsets.logEnd ? [] : ["log ends at \(offsets.logEnd), its records at \(next ?? -1)"]
  }

  /// Goes on with what a restart left.
  mutating func settle(on log: PartitionLog) {
    if let entry = doubtful, log.offsets.logEnd == entry.next { entries.append(entry) }
    doubtful = nil
    entries.removeAll { $0.offset >= log.offsets.logEnd }
    end = log.offsets.logEnd
    doubtfulStart = max(start, log.offsets.logStart)
    durable = end
  }
}
