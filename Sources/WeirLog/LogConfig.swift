/// What a log is told to be: Kafka's topic settings, by meaning.
package struct LogConfig: Sendable, Equatable {
  /// `segment.bytes`: a segment is closed before it grows beyond this.
  package var segmentBytes = 1 << 30
  /// `segment.ms`: a segment is closed when its first append is this old.
  package var segmentMillis: Int64 = 604_800_000
  /// `retention.bytes`; -1 sets no bound.
  package var retentionBytes: Int64 = -1
  /// `retention.ms`; -1 keeps records for ever.
  package var retentionMillis: Int64 = 604_800_000
  /// `cleanup.policy` contains `delete`.
  package var deletesOldSegments = true
  /// `index.interval.bytes`: log bytes between two index entries.
  package var indexIntervalBytes = 4_096
  /// `flush.ms`: data that no acknowledgement waits for is synced after this long.
  package var flushMillis: Int64 = 1_000
  /// `flush.messages`: or after this many records.
  package var flushMessages = Int64.max
  /// `file.delete.delay.ms`
  package var fileDeleteDelayMillis: Int64 = 60_000
  /// False for memory topics: an append counts as durable at once.
  package var isDurable = true

  package init() {}

  /// `segmentBytes` within what an index can say, and Kafka's clients expect.
  var segmentBytesMax: Int { min(segmentBytes, Int(Int32.max)) }
}
