import NIOCore
import Testing
import WeirWire

@Suite("Bytes of real clients")
struct GoldenTests {
  private let types = Dictionary(uniqueKeysWithValues: allBodies.map { ("\($0)", $0) })

  // MARK: Written by a client's library from known values

  @Test("are read as what the client meant and written as the client writes them")
  func written() throws {
    let goldens = WrittenGolden.all
    #expect(goldens.count > 400)
    for golden in goldens {
      let type = try #require(types[golden.message])
      try check(type, golden)
    }
  }

  private func check<Body: RandomBody>(_ type: Body.Type, _ golden: WrittenGolden) throws {
    let label = "\(golden.message) v\(golden.version)"
    let (body, left) = try Body.decoded(golden.bytes, golden.version)
    #expect(left == 0, "\(label)")
    #expect(try body.encoded(golden.version) == golden.bytes, "\(label)")
    #expect(Set(golden.facts).subtracting(Facts(body).all).isEmpty, "\(label)")
  }

  @Test("cover every message in every version")
  func coverage() {
    let covered = Set(WrittenGolden.all.map { "\($0.message) \($0.version)" })
    for type in allBodies {
      for version in type.versions { #expect(covered.contains("\(type) \(version)")) }
    }
  }

  // MARK: Recorded between clients and a broker

  @Test("recorded from kcat, confluent-kafka, aiokafka and kafka-python are read and written back")
  func recorded() throws {
    let goldens = RecordedGolden.all
    #expect(Set(goldens.map(\.client)).count == 4)
    for golden in goldens {
      let request = try #require(types["\(golden.api)Request"])
      try checkRequest(request, golden)
      let response = try #require(types["\(golden.api)Response"])
      try checkResponse(response, golden)
    }
  }

  private func checkRequest<Body: RandomBody>(_ type: Body.Type, _ golden: RecordedGolden) throws {
    let label = "\(golden.client) \(type) v\(golden.version)"
    let frame = ByteBuffer(bytes: golden.request)
    let (header, body) = try WireReader.reading(frame) { (reader: inout WireReader) throws(WireError) in
      let header = try RequestHeader(from: &reader)
      let body = try Body(from: &reader, version: header.apiVersion)
      #expect(reader.left == 0, "\(label)")
      return (header, body)
    }
    #expect(header.apiVersion == golden.version)
    var writer = WireWriter()
    try header.encode(into: &writer)
    try body.encode(into: &writer, version: header.apiVersion)
    #expect(joined(writer.finish()) == golden.request, "\(label)")
  }

  private func checkResponse<Body: RandomBody>(_ type: Body.Type, _ golden: RecordedGolden) throws {
    guard let response = golden.response else { return }
    let label = "\(golden.client) \(type) v\(golden.version)"
    let bytes = [0, 0, 0, 1] + response
    let header = try WireReader.reading(ByteBuffer(bytes: golden.request), RequestHeader.init(from:))
    let api = try #require(ApiKey(rawValue: header.apiKey))
    let body = try WireReader.reading(ByteBuffer(bytes: bytes)) { (reader: inout WireReader) throws(WireError) in
      _ = try reader.responseHeader(api: api, version: golden.version)
      let body = try Body(from: &reader, version: golden.version)
      #expect(reader.left == 0, "\(label)")
      return body
    }
    var writer = WireWriter()
    writer.responseHeader(correlationId: 1, api: api, version: golden.version)
    try body.encode(into: &writer, version: golden.version)
    #expect(joined(writer.finish()) == bytes, "\(label)")
  }
}
