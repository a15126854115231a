import Foundation

extension StringProtocol {
  /// Whether `word` stands here without a letter, a digit or one of `characters` right before it, which would make it
  /// the tail of something longer.
  func holds(_ word: String, notAfter characters: String) -> Bool {
    var rest = self[startIndex...]
    while let range = rest.range(of: word) {
      let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
      if !(before.map { $0.isLetter || $0.isNumber || characters.contains($0) } ?? false) { return true }
      rest = self[range.upperBound...]
    }
    return false
  }
}
