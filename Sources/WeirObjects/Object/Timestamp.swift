import WeirBase

/// Points in time as objects write them: RFC 3339 in UTC with whole seconds.
package enum Timestamp {
  /// - Parameter millis: since 1970.
  package static func format(millis: Int64) -> String { String(Instant.format(millis: millis).dropLast(5)) + "Z" }

  /// Milliseconds since 1970 of an RFC 3339 text (any offset, any fraction; what is finer than a millisecond is cut);
  /// nil for anything else.
  package static func parseMillis(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 40, bytes[4] == dash, bytes[7] == dash, bytes[13] == colon,
      bytes[16] == colon, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
      let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
      (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    var rest = bytes[19...]
    guard let fraction = takeFraction(&rest), let offset = offsetMinutes(rest) else { return nil }
    let days = days(year, month, day)
    let minutes = days * 1440 + hour * 60 + minute - offset
    return (minutes * 60 + second) * 1000 + fraction
  }

  private static let dash = UInt8(ascii: "-")
  private static let colon = UInt8(ascii: ":")

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return bytes.isEmpty ? nil : value
  }

  /// The milliseconds that follow a point; 0 where there is no point.
  private static func takeFraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    guard rest.first == UInt8(ascii: ".") else { return 0 }
    let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest[digits.endIndex...]
    let millis = Array(digits.prefix(3)) + [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count))
    return digits.isEmpty ? nil : number(millis[...])
  }

  private static func offsetMinutes(_ rest: ArraySlice<UInt8>) -> Int64? {
    let bytes = Array(rest)
    if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
    guard bytes.count == 6, bytes[3] == colon, bytes[0] == dash || bytes[0] == UInt8(ascii: "+"),
      let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6]), hours < 24, minutes < 60
    else { return nil }
    return (bytes[0] == dash ? -1 : 1) * (hours * 60 + minutes)
  }

  private static func daysIn(_ month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970 of a date, counted in years that begin on 1 March.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
