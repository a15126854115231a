import WeirClient

/// A cluster with a name, and where it is reached.
struct Profile: Hashable, Sendable {
  var name: String
  /// Kafka addresses, HOST:PORT, with commas between.
  var cluster: String
  /// The admin address, HOST:PORT.
  var admin: String

  /// The admin port where nobody says another.
  static let adminPort = 9080

  /// What is wrong with a name; nil where nothing is.
  static func fault(inName name: String) -> String? {
    let allowed = name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-".unicodeScalars.contains(scalar))
    }
    if name.isEmpty || name.utf8.count > 63 || !allowed || name.hasPrefix("-") {
      return "'\(name)' is no name for a profile: 1 to 63 letters, digits, '.', '_' or '-', and no '-' first"
    }
    return nil
  }

  /// What is wrong with a list of addresses; nil where nothing is.
  static func fault(inAddresses text: String) -> String? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard let wrong = parts.first(where: { (BrokerAddress($0)?.port ?? 0) <= 0 }) else { return nil }
    return "'\(wrong)' is no address. Write it as HOST:PORT, for example 127.0.0.1:9092"
  }
}
