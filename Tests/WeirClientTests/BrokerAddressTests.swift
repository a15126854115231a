import Testing

@testable import WeirClient

@Suite struct BrokerAddressTests {
  @Test(arguments: [
    ("127.0.0.1:9093", "127.0.0.1", 9093), ("localhost", "localhost", 9092), ("[::1]:19092", "::1", 19092),
    ("::1", "::1", 9092), ("h:0", "h", 0),
  ])
  func reads(text: String, host: String, port: Int) {
    #expect(BrokerAddress(text) == BrokerAddress(host: host, port: port))
  }

  @Test(arguments: ["", ":9092", "h:", "h:x", "h:65536", "h:-1", "[::1", "[::1]9092", "a b:1"])
  func refuses(text: String) { #expect(BrokerAddress(text) == nil) }

  @Test func ipv6IsWrittenInBrackets() { #expect(BrokerAddress(host: "::1", port: 1).description == "[::1]:1") }
}
