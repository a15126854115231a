import WeirRecords

extension SplitMix64 {
  /// Records as wild as the format allows: null and empty fields, headers, timestamps that go back, a big one at times.
  mutating func records(_ count: Int) -> [Record] {
    (0..<count).map { index in
      Record(
        offset: Int64(index), timestamp: timestamp(), key: field(), value: field(),
        headers: (0..<(chance(30) ? Int.random(in: 1...4, using: &self) : 0)).map { _ in
          Record.Header(key: ["", "h", "trace-id", "ключ"].randomElement(using: &self) ?? "", value: field())
        })
    }
  }

  private mutating func timestamp() -> Int64 {
    chance(5) ? -1 : 1_700_000_000_000 + Int64.random(in: -100_000...100_000, using: &self)
  }

  private mutating func field() -> [UInt8]? {
    switch Int.random(in: 0..<100, using: &self) {
    case 0..<10: nil
    case 10..<20: []
    case 20..<97: bytes(Int.random(in: 1...200, using: &self))
    default: [UInt8](repeating: 7, count: Int.random(in: 10_000...70_000, using: &self))
    }
  }
}
