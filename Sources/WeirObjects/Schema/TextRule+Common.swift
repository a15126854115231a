import WeirBase

/// The rules of texts that more than one kind has.
extension TextRule {
  /// A name as Kafka allows for topics: 1 to 249 of `[a-zA-Z0-9._-]`, neither `.` nor `..`.
  package static let kafkaName = TextRule(
    lengthMin: 1, lengthMax: 249, pattern: #"^([a-zA-Z0-9_-]|\.[a-zA-Z0-9_-]|\.\.[a-zA-Z0-9._-])[a-zA-Z0-9._-]*$"#,
    fault: kafkaNameFault)

  /// What is wrong with a Kafka name, or nil.
  package static let kafkaNameFault: @Sendable (String) -> String? = { name in
    if name.isEmpty { return "must not be empty" }
    if name.utf8.count > 249 { return "is \(name.utf8.count) bytes long; 249 are allowed" }
    if name == "." || name == ".." { return "must not be \".\" or \"..\"" }
    return name.utf8.allSatisfy(isNameByte) ? nil : "may hold only letters, digits, '.', '_' and '-'"
  }

  /// What a transform may name: a SmartModule, or `builtin/NAME`.
  package static let uses = TextRule(
    lengthMin: 1, lengthMax: 257, pattern: #"^(builtin/)?[a-zA-Z0-9_-][a-zA-Z0-9._-]*$"#,
    fault: { text in
      let name = text.hasPrefix("builtin/") ? text.dropFirst(8) : text[...]
      let isName = !name.isEmpty && name.first != "." && name.utf8.allSatisfy(isNameByte)
      return isName ? nil : "must be the name of a SmartModule, or builtin/NAME"
    })

  /// A length of time such as `50ms`, `1h30m` or `7d`: numbers of at most 9 digits, each with its unit.
  package static let timeSpan = TextRule(
    lengthMin: 2, lengthMax: 32, pattern: "^([0-9]{1,9}(\(timeUnits.joined(separator: "|"))) ?)+$",
    fault: { text in
      isTimeSpan(text[...]) ? nil : "must be a length of time with its unit, such as 50ms, 5s, 1h30m or 7d"
    })

  private static let timeUnits = [
    "ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr", "hour", "hours",
    "d", "day", "days", "w", "week", "weeks",
  ]

  private static func isTimeSpan(_ text: Substring) -> Bool {
    var rest = text
    repeat {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let unit = rest[digits.endIndex...].prefix { $0.isASCII && $0.isLetter }
      guard (1...9).contains(digits.count), timeUnits.contains(String(unit)) else { return false }
      rest = rest[unit.endIndex...]
      if rest.first == " " { rest = rest.dropFirst() }
    } while !rest.isEmpty
    return true
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension TextRule {
  /// A number of bytes as Kubernetes writes quantities: `32Mi`, `1G`, `65536`.
  package static let byteQuantity = TextRule(
    lengthMin: 1, lengthMax: 12, pattern: "^[1-9][0-9]{0,8}(Ki|Mi|Gi|Ti|k|M|G|T)?$",
    fault: { text in
      let number = text.prefix { $0.isASCII && $0.isNumber }
      let units: [Substring] = ["", "Ki", "Mi", "Gi", "Ti", "k", "M", "G", "T"]
      let isSize = (1...9).contains(number.count) && number.first != "0" && units.contains(text[number.endIndex...])
      return isSize ? nil : "must be a number of bytes such as 32Mi, 64k or 1048576"
    })

  /// A width: characters, or a share in percent.
  static let columnWidth = TextRule(
    lengthMin: 1, lengthMax: 5, pattern: "^[1-9][0-9]{0,3}%?$",
    fault: { text in
      let number = text.prefix { $0.isASCII && $0.isNumber }
      let isNumber = (1...4).contains(number.count) && number.first != "0"
      return isNumber && ["", "%"].contains(text[number.endIndex...])
        ? nil : "must be a number of characters such as 20, or a share such as 15%"
    })

  /// A colour by name or as `#rrggbb`.
  static let colour = TextRule(
    lengthMin: 1, lengthMax: 32, pattern: "^([a-zA-Z]+|#[0-9a-fA-F]{6})$",
    fault: { text in
      let isName = !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isLetter }
      let digits = text.dropFirst()
      let isCode = text.first == "#" && digits.utf8.count == 6 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
      return isName || isCode ? nil : "must be a colour's name such as red, or #rrggbb"
    })
}
