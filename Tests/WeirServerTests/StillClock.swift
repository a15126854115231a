import WeirBase

/// A clock that stands still.
struct StillClock: Clock {
  var millis: Int64 = 1_767_225_599_999
  func wallMillis() -> Int64 { millis }
  func monotonicNanos() -> UInt64 { 0 }
}
