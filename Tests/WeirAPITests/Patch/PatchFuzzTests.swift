import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

/// Random documents and patches: nothing traps, and a patch made from a difference undoes it.
@Suite struct PatchFuzzTests {
  private struct Generator {
    var random: ApplyHistoryTests.SplitMix
    static let names = ["a", "b/c", "d~e", "", "~1", "-", "0", "f:x", "v:1", "k:{\"a\":1}", "i:0", "."]

    mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    mutating func name() -> String { Self.names[pick(Self.names.count)] }

    mutating func value(_ depth: Int = 0) -> JSONValue {
      switch pick(depth < 4 ? 7 : 5) {
      case 0: return .null
      case 1: return .bool(pick(2) == 0)
      case 2: return .int(pick(5))
      case 3: return .string(name())
      case 4: return .number("1e\(pick(400))")
      case 5: return .array((0..<pick(4)).map { _ in value(depth + 1) })
      default:
        var object = JSONValue.object([])
        for _ in 0..<pick(5) { object[name()] = value(depth + 1) }
        return object
      }
    }

    mutating func operation() -> JSONValue {
      let names = ["add", "remove", "replace", "move", "copy", "test", "spam"]
      var json = JSONValue.members(("op", .string(names[pick(names.count)])), ("path", .string(pointer())))
      if pick(4) > 0 { json["value"] = value() }
      if pick(4) > 0 { json["from"] = .string(pointer()) }
      return json
    }

    private mutating func pointer() -> String {
      let tokens = (0..<pick(4)).map { _ in name() }
      return pick(10) == 0 ? name() : JSONPointer.spelled(tokens[...])
    }
  }

  /// A patch that makes `new` of `old`.
  private static func difference(_ old: JSONValue, _ new: JSONValue, _ path: [String] = []) -> [JSONValue] {
    guard let before = old.members, let after = new.members else {
      return old == new ? [] : [operation("replace", path, new)]
    }
    var patch: [JSONValue] = []
    for member in before where new[member.name] == nil { patch.append(operation("remove", path + [member.name], nil)) }
    for member in after {
      if let standing = old[member.name] {
        patch += difference(standing, member.value, path + [member.name])
      } else {
        patch.append(operation("add", path + [member.name], member.value))
      }
    }
    return patch
  }

  private static func operation(_ name: String, _ path: [String], _ value: JSONValue?) -> JSONValue {
    var json = JSONValue.members(("op", .string(name)), ("path", .string(JSONPointer.spelled(path[...]))))
    json["value"] = value
    return json
  }

  @Test(arguments: 0..<20) func differencesApply(seed: Int) throws {
    var generator = Generator(random: .init(state: UInt64(seed)))
    for _ in 0..<50 {
      let (old, new) = (generator.value(), generator.value())
      let patched = try JSONPatch.apply(.array(Self.difference(old, new)), to: old)
      #expect(patched.means(new), "\(old.compact) -> \(new.compact)")
      #expect(old.means(old) && patched.means(patched))
      if old != new { #expect(old.means(new) == new.means(old)) }
    }
  }

  @Test(arguments: 0..<20) func nothingTraps(seed: Int) {
    var generator = Generator(random: .init(state: UInt64(seed) &+ 1_000))
    var applied = 0
    for _ in 0..<200 {
      let document = generator.value()
      let patch = JSONValue.array((0..<4).map { _ in generator.operation() })
      if (try? JSONPatch.apply(patch, to: document)) != nil { applied += 1 }
      _ = MergePatch.apply(generator.value(), to: document)
      if let set = FieldSet(fieldsV1: document)?.withoutRoots { #expect(FieldSet(fieldsV1: set.fieldsV1) == set) }
      _ = try? OpenAPIProtobuf.encode(document)
    }
    #expect(applied < 200)
  }

  /// Whatever stands in managedFields, a write goes through and leaves entries that can be read.
  @Test(arguments: 0..<20) func hostileEntriesDoNoHarm(seed: Int) throws {
    var generator = Generator(random: .init(state: UInt64(seed) &+ 2_000))
    for _ in 0..<50 {
      var object = WeirObject(.topic, ObjectMeta(name: "t"), spec: generator.value())
      let entry = JSONValue.members(
        ("manager", .string("m")), ("operation", .string("Update")), ("fieldsV1", generator.value()))
      object.metadata.managedFields = .array([entry])
      let written = ManagedFields.recordUpdate(old: nil, new: object, manager: "ed", operation: .update, now: 0)
      #expect(written.metadata.managedFields.map { FieldOwners($0) != nil } ?? true)
      let config = JSONValue.members(
        ("apiVersion", .string(Kind.apiVersion)), ("kind", .string("Topic")), ("spec", generator.value()))
      _ = try? ServerSideApply.apply(config: config, to: written, manager: "ann", force: true, now: 0)
    }
  }
}
