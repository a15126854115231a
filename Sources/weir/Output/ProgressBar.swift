import WeirBase
import WeirClient

/// A line on the terminal that shows how far long work is. Without a terminal it does nothing.
struct ProgressBar {
  private static let intervalNanos: UInt64 = 100_000_000
  private let clock = SystemClock()
  private let isShown: Bool
  private let started: UInt64
  private var lastDrawn: UInt64 = 0
  private var isDrawn = false

  /// - Parameter isWanted: false where the user said so, or where records go to the same terminal.
  init(isWanted: Bool) {
    isShown = isWanted && Terminal.isErrorTerminal
    started = clock.monotonicNanos()
  }

  /// - Parameters:
  ///   - share: 0 to 1; nil where the end is not known.
  ///   - records: so far.
  mutating func update(share: Double?, records: UInt64, bytes: UInt64) {
    guard isShown else { return }
    let now = clock.monotonicNanos()
    guard now &- lastDrawn >= Self.intervalNanos else { return }
    lastDrawn = now
    isDrawn = true
    let seconds = max(0.001, Double(now &- started) / 1e9)
    let rate = "\(UInt64(Double(records) / seconds)) records/s, \(ByteSize.format(Int64(Double(bytes) / seconds)))/s"
    let bar = share.map { Self.bar($0) + " " } ?? ""
    Terminal.write("\r\u{1b}[K\(bar)\(records) records, \(rate)")
  }

  private static func bar(_ share: Double) -> String {
    let width = 30
    let filled = Int((min(1, max(0, share)) * Double(width)).rounded())
    return "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: width - filled) + "]"
  }

  /// Takes the line away.
  mutating func clear() {
    guard isDrawn else { return }
    isDrawn = false
    Terminal.write("\r\u{1b}[K")
  }
}
