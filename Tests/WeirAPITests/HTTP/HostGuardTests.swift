import NIOHTTP1
import Testing

@testable import WeirAPI

struct HostGuardTests {
  private func isRefused(
    _ method: String = "GET", host: String? = "127.0.0.1:9080", origin: String? = nil, remote: Bool = false
  ) -> Bool {
    var headers = HTTPHeaders()
    if let host { headers.add(name: "Host", value: host) }
    if let origin { headers.add(name: "Origin", value: origin) }
    return HostGuard(allowsRemote: remote).refusal(method: method, headers) != nil
  }

  @Test(arguments: ["127.0.0.1", "127.0.0.1:9080", "localhost", "LocalHost:1", "[::1]:9080", "127.8.9.10"])
  func loopbacksNamesAreKnown(_ host: String) {
    #expect(!isRefused(host: host))
  }

  /// Names that an attacker may own, though they begin like an address.
  @Test(arguments: [
    "evil.example", "127.evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.1.", "10.0.0.1",
    "[::2]", "", "127.0.0", "127.0.0.256", "0.0.0.0",
  ])
  func otherNamesAreNot(_ host: String) {
    #expect(isRefused(host: host))
  }

  @Test func originsAreHeldAgainstLoopback() {
    #expect(!isRefused(origin: "http://localhost:9080"))
    #expect(!isRefused(origin: "https://[::1]:1"))
    #expect(isRefused(origin: "http://evil.example"))
    #expect(isRefused(origin: "http://127.0.0.1.evil.example:9080"))
    #expect(isRefused(origin: "null"))
  }

  @Test func moreThanOneIsRefused() {
    let headers = HTTPHeaders([("host", "localhost"), ("host", "evil.example")])
    #expect(HostGuard(allowsRemote: false).refusal(method: "GET", headers) != nil)
    #expect(HostGuard(allowsRemote: true).refusal(method: "GET", headers) != nil)
  }

  @Test func aNodeOpenToAllLetsPagesOfItsOwnWrite() {
    #expect(!isRefused("GET", host: "node.example:9080", origin: "http://evil.example", remote: true))
    #expect(isRefused("POST", host: "node.example:9080", origin: "http://evil.example", remote: true))
    #expect(!isRefused("POST", host: "node.example:9080", origin: "http://node.example:9080", remote: true))
    #expect(!isRefused("POST", host: "node.example:9080", remote: true))
  }
}
