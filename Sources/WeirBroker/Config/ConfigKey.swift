import WeirBase

/// A setting's type, as DescribeConfigs numbers them (KIP-569).
package enum ConfigType: Int8, Sendable {
  case boolean = 1
  case string = 2
  case int = 3
  case long = 5
  case list = 7
}

/// One setting: its name, default and meaning, and which texts it takes.
package struct ConfigKey: Sendable {
  package let name: String
  package let type: ConfigType
  package let defaultValue: String
  package let documentation: String
  /// What a value must be, or nil when it is fine.
  package let fault: @Sendable (String) -> String?

  static func int(_ name: String, _ value: Int64, _ range: ClosedRange<Int64>, _ documentation: String) -> ConfigKey {
    let type: ConfigType = range.upperBound > Int64(Int32.max) ? .long : .int
    return ConfigKey(name: name, type: type, defaultValue: String(value), documentation: documentation) { text in
      guard let number = Int64(text), range.contains(number) else {
        return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
      return nil
    }
  }

  static func bool(_ name: String, _ value: Bool, _ documentation: String) -> ConfigKey {
    ConfigKey(name: name, type: .boolean, defaultValue: String(value), documentation: documentation) { text in
      text == "true" || text == "false" ? nil : "must be true or false"
    }
  }

  static func choice(_ name: String, _ value: String, _ choices: [String], _ documentation: String) -> ConfigKey {
    ConfigKey(name: name, type: .string, defaultValue: value, documentation: documentation) { text in
      choices.contains(text) ? nil : "must be one of \(choices.joined(separator: ", "))"
    }
  }
}

/// A setting that was refused: which, and why, in words for whoever set it.
package struct ConfigFault: Error, Sendable, CustomStringConvertible {
  package let description: String

  static func unknown(_ name: String, among keys: [ConfigKey]) -> ConfigFault {
    let near = Spelling.nearest(to: name, among: keys.map(\.name)).first
    return ConfigFault(description: "unknown setting \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
  }

  static func check(_ value: String, of key: ConfigKey) throws(ConfigFault) {
    if let fault = key.fault(value) {
      throw ConfigFault(description: "setting \"\(key.name)\" \(fault), not \"\(value.prefix(100))\"")
    }
  }
}
