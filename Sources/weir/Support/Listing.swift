import WeirClient

/// Lists that take more than one request: what goes meanwhile is no failure, the list is made anew.
enum Listing {
  private static let attemptsMax = 10

  static func retrying<T>(_ body: () async throws -> T) async throws -> T {
    var attempt = 1
    while true {
      do { return try await body() } catch let error as ClientError {
        guard error.kind == .unknownTopic, attempt < attemptsMax else { throw error }
        attempt += 1
      }
    }
  }
}
