/// Where the last batches of a log lie, exactly: readers at the tail need no index.
struct RecentBatches: Sendable {
  struct Place: Equatable, Sendable {
    var baseOffset: Int64
    var lastOffset: Int64
    var segment: Int64
    var position: Int
  }

  private static let kept = 64
  private var ring: [Place] = []
  private var next = 0

  mutating func add(_ place: Place) {
    if ring.count < Self.kept {
      ring.append(place)
    } else {
      ring[next] = place
      next = (next + 1) % Self.kept
    }
  }

  func find(_ offset: Int64) -> Place? {
    // Newest first: that is where readers are.
    for step in 1...max(1, ring.count) where !ring.isEmpty {
      let place = ring[(next - step + 2 * ring.count) % ring.count]
      if place.baseOffset <= offset { return offset <= place.lastOffset ? place : nil }
    }
    return nil
  }

  mutating func removeAll() {
    ring = []
    next = 0
  }
}
