import WeirObjects

/// A long list, written page by page as the client takes it.
actor ListBody {
  private var pages: ObjectPages
  private let head: String
  private let separator: String
  private let end: String
  private let write: @Sendable (WeirObject) -> String
  private var isBegun = false
  private var isOver = false
  private var hasItems = false

  init(
    _ pages: ObjectPages, head: String, separator: String, end: String,
    write: @escaping @Sendable (WeirObject) -> String
  ) {
    self.pages = pages
    self.head = head
    self.separator = separator
    self.end = end
    self.write = write
  }

  nonisolated var bytes: AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { try await self.next() }
  }

  private func next() async throws -> [UInt8]? {
    if isOver { return nil }
    var text = isBegun ? "" : head
    isBegun = true
    var pages = pages
    let items = try await pages.next()
    self.pages = pages
    for item in items ?? [] {
      if hasItems { text += separator }
      hasItems = true
      text += write(item)
    }
    if items == nil {
      isOver = true
      text += end
    }
    return Array(text.utf8)
  }
}
