import WeirWire

/// Which versions of each request a broker speaks, from its answer to ApiVersions (KIP-35).
struct VersionTable: Sendable {
  private var ranges: [Int16: ClosedRange<Int16>] = [:]

  init(_ keys: [(key: Int16, min: Int16, max: Int16)]) {
    for (key, min, max) in keys where min <= max { ranges[key] = min...max }
  }

  func range(_ api: ApiKey) -> ClosedRange<Int16>? { ranges[api.rawValue] }

  /// The newest version that both sides speak.
  ///
  /// - Parameter wanted: the versions whose fields the caller fills in.
  func newest(_ api: ApiKey, in wanted: ClosedRange<Int16>, place: String) throws(ClientError) -> Int16 {
    guard let theirs = ranges[api.rawValue] else {
      throw ClientError(.unsupported, "the broker does not offer \(api)", at: place)
    }
    let newest = min(theirs.upperBound, wanted.upperBound)
    guard newest >= max(theirs.lowerBound, wanted.lowerBound) else {
      throw ClientError(
        .unsupported,
        "the broker speaks \(api) \(theirs.lowerBound) to \(theirs.upperBound), this client "
          + "\(wanted.lowerBound) to \(wanted.upperBound)", at: place, next: "Use releases that are closer together")
    }
    return newest
  }
}
