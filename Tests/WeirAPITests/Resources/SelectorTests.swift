import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

struct SelectorTests {
  private static let object: WeirObject = {
    var meta = ObjectMeta(name: "orders")
    meta.labels = ["team": "shop", "tier": "", "weir.example/zone": "eu"]
    let spec = JSONValue.members(
      ("partitions", .int(3)), ("durability", .string("disk")),
      ("config", .members(("retention.ms", .string("60000")))))
    return WeirObject(.topic, meta, spec: spec, status: .members(("partitions", .int(2))))
  }()

  private func matches(labels: String? = nil, fields: String? = nil) throws -> Bool {
    try Selector(labels: labels, fields: fields, of: .topic).matches(Self.object)
  }

  @Test(arguments: [
    "", "team", "team=shop", "team==shop", "team!=bank", "team in (shop)", "team in (bank, shop)", "team notin (bank)",
    "!nobody", "nobody!=x", "nobody notin (x)", "tier", "tier=", "weir.example/zone=eu", "team=shop,tier,!nobody",
    " team = shop , tier in (,x) ",
  ])
  func labelsThatMatch(_ text: String) throws {
    #expect(try matches(labels: text))
  }

  @Test(arguments: [
    "nobody", "team=bank", "team!=shop", "team in (bank,till)", "team notin (shop)", "!team", "team=",
    "team=shop,nobody",
    "nobody in (x)",
  ])
  func labelsThatDoNot(_ text: String) throws {
    #expect(try !matches(labels: text))
  }

  @Test(arguments: [
    "a in (b", "=x", "a,,b", "a=b,", "a in b", "a b", "a=(b)", "a in", "(a)", "!", "a=b=c", "a\u{0}", "é",
    "a=\(String(repeating: "x", count: 64))", (0..<101).map { "a\($0)" }.joined(separator: ","),
  ])
  func labelsThatAreNoSelector(_ text: String) {
    #expect(throws: SelectorFault.self) { try matches(labels: text) }
  }

  @Test(arguments: [
    "", "metadata.name=orders", "metadata.name==orders", "metadata.name!=x", "metadata.namespace=default",
    "spec.partitions=3", "spec.durability!=memory", "spec.config.retention.ms=60000", "status.partitions=2",
    "spec.topicName=", "metadata.name=orders,spec.partitions=3",
  ])
  func fieldsThatMatch(_ text: String) throws {
    #expect(try matches(fields: text))
  }

  @Test(arguments: [
    "metadata.name=x", "metadata.name!=orders", "spec.partitions=03", "metadata.name=orders,spec.partitions=1",
  ])
  func fieldsThatDoNot(_ text: String) throws {
    #expect(try !matches(fields: text))
  }

  @Test(arguments: [
    "spec.nonsense=1", "metadata.labels=x", "spec=1", "spec.=1", "name=x", "spec.partitions", "spec.transforms=x",
    "spec.partitions.x=1", "spec.config.=1", "=",
  ])
  func fieldsThatAreNone(_ text: String) {
    #expect(throws: SelectorFault.self) { try matches(fields: text) }
  }

  @Test func aNameIsKnown() throws {
    #expect(try Selector(labels: nil, fields: "metadata.name=a", of: .topic).name == "a")
    #expect(try Selector(labels: nil, fields: "metadata.name!=a", of: .topic).name == nil)
  }
}
