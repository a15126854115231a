import Testing
import WeirBase
import WeirObjects

@Suite struct ObjectRulesTests {
  private func object(_ kind: Kind, _ spec: String, name: String = "orders") throws -> WeirObject {
    let json = """
      {"apiVersion":"weir.streaming/v1","kind":"\(kind.rawValue)","metadata":{"name":"\(name)"},"spec":\(spec)}
      """
    return try ObjectCodec.decode(try JSONParser.parse(json), kind: kind)
  }

  private func fields(_ kind: Kind, _ spec: String, old: String? = nil, name: String = "orders") throws -> [String] {
    let before = try old.map { try object(kind, $0, name: name) }
    let causes = ObjectRules.check(try object(kind, spec, name: name), old: before) { config in
      config.keys.filter { $0 == "bad" }.map { (key: $0, fault: "no such config") }
    }
    #expect(causes.allSatisfy { !$0.message.isEmpty })
    return causes.map(\.field)
  }

  @Test(arguments: [
    ("{}", []), (#"{"config":{"bad":"1","retention.ms":"5"}}"#, ["spec.config[bad]"]),
    (#"{"onError":"deadLetter"}"#, ["spec.deadLetterTopic"]),
    (#"{"onError":"deadLetter","deadLetterTopic":"orders"}"#, ["spec.deadLetterTopic"]),
    (#"{"onError":"deadLetter","topicName":"x","deadLetterTopic":"x"}"#, ["spec.deadLetterTopic"]),
    (#"{"onError":"deadLetter","deadLetterTopic":"dead"}"#, []),
    (#"{"deadLetterTopic":"dead"}"#, ["spec.deadLetterTopic"]),
    (#"{"transforms":[{"uses":"a","lookback":{}}]}"#, ["spec.transforms[0].lookback"]),
    (#"{"transforms":[{"uses":"a","lookback":{"last":5}},{"uses":"b","lookback":{"age":"1h"}}]}"#, []),
  ])
  func topics(spec: String, expected: [String]) throws {
    #expect(try fields(.topic, spec) == expected)
  }

  @Test(arguments: [
    (#"{"partitions":3}"#, #"{"partitions":2}"#, ["spec.partitions"]),
    (#"{"partitions":3}"#, #"{"partitions":4}"#, []),
    ("{}", #"{"topicName":"orders"}"#, []), (#"{"topicName":"orders"}"#, "{}", []),
    ("{}", #"{"topicName":"other"}"#, ["spec.topicName"]),
    (#"{"topicName":"other"}"#, "{}", ["spec.topicName"]),
    ("{}", #"{"durability":"memory","config":{"a":"b"}}"#, []),
  ])
  func changesOfTopics(old: String, new: String, expected: [String]) throws {
    #expect(try fields(.topic, new, old: old) == expected)
  }

  @Test func anotherIdentityIsRefused() throws {
    var (old, new) = (try object(.topic, "{}"), try object(.topic, "{}"))
    old.metadata.uid = UUID128(high: 1, low: 2)
    new.metadata.uid = UUID128(high: 1, low: 3)
    #expect(ObjectRules.check(new, old: old) { _ in [] }.map(\.field) == ["metadata.uid"])
  }

  @Test(arguments: [
    (#"{"topic":"orders","transforms":[{"uses":"builtin/filter"}]}"#, []),
    (#"{"topic":"eu"}"#, ["spec.topic"]),
    (
      #"{"topic":"orders","transforms":[{"uses":"a"},{"uses":"b","lookback":{"last":1}}]}"#,
      ["spec.transforms[1].lookback"]
    ),
  ])
  func views(spec: String, expected: [String]) throws {
    #expect(try fields(.view, spec, name: "eu") == expected)
  }

  private static let wasm = "AGFzbQEAAAA="
  /// Of the eight bytes above.
  private static let digest = "sha256:93a44bbb96c751218e4c00d479e4c14358122a389acca16205b1e4d0dc5f9476"

  @Test(arguments: [
    ("{}", ["spec.digest"]), (#"{"digest":"\#(digest)"}"#, []), (#"{"wasm":"\#(wasm)"}"#, []),
    (#"{"wasm":"\#(wasm)","digest":"\#(digest)"}"#, []),
    (#"{"wasm":"\#(wasm)","digest":"sha256:\#(String(repeating: "0", count: 64))"}"#, ["spec.digest"]),
    (#"{"wasm":"!"}"#, ["spec.wasm"]), (#"{"wasm":"AAAA"}"#, ["spec.wasm"]),
    (#"{"wasm":"\#(wasm)","limits":{"time":"20m","memory":"1k"}}"#, ["spec.limits.time", "spec.limits.memory"]),
    (#"{"wasm":"\#(wasm)","limits":{"time":"50ms","memory":"32Mi"}}"#, []),
  ])
  func smartModules(spec: String, expected: [String]) throws {
    #expect(try fields(.smartModule, spec) == expected)
  }

  @Test func anInlineModuleHasALimit() throws {
    let header: [UInt8] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
    let largest = Base64.encode(header + [UInt8](repeating: 0, count: (1 << 20) - 8))
    #expect(try fields(.smartModule, #"{"wasm":"\#(largest)"}"#) == [])
    let larger = Base64.encode(header + [UInt8](repeating: 0, count: (1 << 20) - 7))
    #expect(try fields(.smartModule, #"{"wasm":"\#(larger)"}"#) == ["spec.wasm"])
  }

  @Test(arguments: [
    ("{}", []), (#"{"columns":[{"keyPath":"a..b"}]}"#, ["spec.columns[0].keyPath"]),
    (#"{"columns":[{"keyPath":"a"},{"keyPath":"a"}]}"#, ["spec.columns[1].headerLabel"]),
    (#"{"columns":[{"keyPath":"a"},{"keyPath":"a","headerLabel":"B"}]}"#, []),
    (#"{"columns":[{"keyPath":"a","display":false}]}"#, ["spec.columns"]),
  ])
  func tableFormats(spec: String, expected: [String]) throws {
    #expect(try fields(.tableFormat, spec) == expected)
  }

  @Test(arguments: [
    (#"{"id":1,"publicEndpoint":"127.0.0.1:9092"}"#, []), (#"{"id":1,"publicEndpoint":"[::1]:9092"}"#, []),
    (#"{"id":1,"publicEndpoint":"host"}"#, ["spec.publicEndpoint"]),
    (#"{"id":1,"publicEndpoint":"::1:9092"}"#, ["spec.publicEndpoint"]),
    (#"{"id":1,"publicEndpoint":"h:0","adminEndpoint":"h:99999"}"#, ["spec.publicEndpoint", "spec.adminEndpoint"]),
  ])
  func spus(spec: String, expected: [String]) throws {
    #expect(try fields(.spu, spec) == expected)
  }

  @Test func anSpuKeepsItsID() throws {
    let (one, two) = (#"{"id":1,"publicEndpoint":"h:1"}"#, #"{"id":2,"publicEndpoint":"h:1"}"#)
    #expect(try fields(.spu, two, old: one) == ["spec.id"])
  }

  @Test(arguments: [
    (#"{"topic":"t","partition":0,"leader":1,"replicas":[1,2]}"#, []),
    (#"{"topic":"t","partition":0,"leader":3,"replicas":[1,1]}"#, ["spec.replicas", "spec.leader"]),
  ])
  func partitions(spec: String, expected: [String]) throws {
    #expect(try fields(.partition, spec) == expected)
  }
}
