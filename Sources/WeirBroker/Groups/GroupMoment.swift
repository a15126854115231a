/// A point in time on both clocks, in milliseconds.
struct GroupMoment {
  /// From an arbitrary start, never back: for time-outs.
  let steady: Int64
  /// Since 1970: for what is stored.
  let wall: Int64

  func after(_ millis: some BinaryInteger) -> Int64 {
    let (sum, overflow) = steady.addingReportingOverflow(max(0, Int64(clamping: millis)))
    return overflow ? .max : sum
  }
}
