import NIOCore
import Testing
import WeirWire

@Suite("Headers")
struct HeaderTests {
  private func encoded(_ header: RequestHeader) throws -> [UInt8] {
    var writer = WireWriter()
    try header.encode(into: &writer)
    return joined(writer.finish())
  }

  private func decoded(_ bytes: [UInt8]) throws -> (header: RequestHeader, left: Int) {
    try WireReader.reading(ByteBuffer(bytes: bytes)) { (reader: inout WireReader) throws(WireError) in
      (try RequestHeader(from: &reader), reader.left)
    }
  }

  @Test("the client id keeps its 16-bit length in flexible versions")
  func flexible() throws {
    let header = RequestHeader(apiKey: 1, apiVersion: 12, correlationId: 258, clientId: "ab")
    let bytes: [UInt8] = [0, 1, 0, 12, 0, 0, 1, 2, 0, 2, 0x61, 0x62, 0]
    #expect(try encoded(header) == bytes)
    #expect(try decoded(bytes) == (header, 0))
  }

  @Test("older versions have no tag buffer")
  func inflexible() throws {
    let header = RequestHeader(apiKey: 1, apiVersion: 11, correlationId: -1, clientId: nil)
    let bytes: [UInt8] = [0, 1, 0, 11, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
    #expect(try encoded(header) == bytes)
    #expect(try decoded(bytes) == (header, 0))
  }

  @Test("tagged fields are skipped")
  func tagged() throws {
    let bytes: [UInt8] = [0, 18, 0, 3, 0, 0, 0, 1, 0, 0, 2, 0, 1, 0xaa, 5, 2, 0xbb, 0xcc, 0x77]
    let (header, left) = try decoded(bytes)
    #expect(header == RequestHeader(apiKey: 18, apiVersion: 3, correlationId: 1, clientId: ""))
    #expect(left == 1)
  }

  @Test("an unknown API still tells its number")
  func unknownApi() throws {
    let (header, _) = try decoded([0x03, 0xe7, 0, 1, 0, 0, 0, 5, 0xff, 0xff])
    #expect(header.apiKey == 999)
    #expect(header.correlationId == 5)
  }

  @Test("every prefix is refused")
  func prefixes() throws {
    let bytes = try encoded(RequestHeader(apiKey: 3, apiVersion: 12, correlationId: 1, clientId: "me"))
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) { _ = try decoded(Array(bytes.prefix(count))) }
    }
  }

  @Test("ApiVersions answers without a tag buffer in every version", arguments: [0, 3, 4] as [Int16])
  func apiVersionsResponse(version: Int16) throws {
    var writer = WireWriter()
    writer.responseHeader(correlationId: 7, api: .apiVersions, version: version)
    #expect(joined(writer.finish()) == [0, 0, 0, 7])
  }

  @Test("other answers have one from the flexible version on", arguments: ApiKey.allCases)
  func response(api: ApiKey) throws {
    for version in api.versions where api != .apiVersions {
      var writer = WireWriter()
      writer.responseHeader(correlationId: 7, api: api, version: version)
      let bytes = joined(writer.finish())
      #expect(bytes == [0, 0, 0, 7] + (version >= api.flexibleFrom ? [0] : []))
      let read = try WireReader.reading(ByteBuffer(bytes: bytes)) { (reader: inout WireReader) throws(WireError) in
        (id: try reader.responseHeader(api: api, version: version), left: reader.left)
      }
      #expect(read == (7, 0))
    }
  }
}
