import Testing
import WeirBase
import WeirObjects

@Suite struct ObjectCodecTests {
  static let topic = """
    {"apiVersion":"weir.streaming/v1","kind":"Topic","metadata":{"name":"orders"},"spec":{"partitions":3}}
    """

  @Test func defaultsAreFilledIn() throws {
    let object = try ObjectCodec.decode(try JSONParser.parse(Self.topic), kind: nil)
    #expect(object.key == ObjectKey(.topic, "orders"))
    let spec = try TopicSpec(object.spec)
    #expect(spec.partitions == 3)
    #expect(spec.replication == 1)
    #expect(spec.durability == .disk)
    #expect(try ObjectCodec.decode(object.json, kind: .topic) == object)
  }
}
