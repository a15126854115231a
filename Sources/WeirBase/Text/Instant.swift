/// A point in time as RFC 3339 writes it, in UTC.
package enum Instant {
  /// As in `2026-02-28T23:59:59.999Z`.
  ///
  /// - Parameter millis: since 1970; years 0 to 9,999 come out in four digits.
  package static func format(millis: Int64) -> String {
    let (days, inDay) = millis.quotientAndRemainder(dividingBy: 86_400_000)
    let (day, rest) = inDay < 0 ? (days - 1, inDay + 86_400_000) : (days, inDay)
    let (year, month, date) = civil(fromDays: day)
    let seconds = rest / 1000
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(date, 2))T\(pad(seconds / 3600, 2)):\(pad(seconds / 60 % 60, 2)):"
      + "\(pad(seconds % 60, 2)).\(pad(rest % 1000, 3))Z"
  }

  /// Days since 1970 to year, month, day of the proleptic Gregorian calendar, counted in eras of 400 years that begin
  /// on 1 March, so that leap days come last.
  private static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func pad(_ value: Int64, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
