import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

/// Random histories of appliers and updaters on one object, against what must hold whatever they do.
@Suite struct ApplyHistoryTests {
  struct Generator {
    var random: SplitMix

    mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    mutating func isChosen() -> Bool { pick(2) == 0 }
    mutating func word() -> JSONValue { .string(["a", "b", "c"][pick(3)]) }

    /// A random subset of the fields of a sheet with random values.
    mutating func spec() -> JSONValue {
      var spec = JSONValue.object([])
      if isChosen() { spec["number"] = .int(pick(3)) }
      if isChosen() { spec["text"] = word() }
      if isChosen() { spec["pair"] = some(["left", "right"]) }
      if isChosen() { spec["map"] = some(["a", "b", "c"]) }
      if isChosen() { spec["set"] = .array(shuffled(["x", "y", "z"]).map(JSONValue.string)) }
      if isChosen() { spec["list"] = .array(shuffled(["k", "l", "m"]).map { item($0) }) }
      if isChosen() { spec["ordered"] = .array((0..<pick(3)).map { _ in word() }) }
      if isChosen() { spec["any"] = isChosen() ? word() : .members(("deep", some(["p", "q"]))) }
      return spec
    }

    private mutating func some(_ names: [String]) -> JSONValue {
      var members: [JSONValue.Member] = []
      for name in names where isChosen() { members.append(JSONValue.Member(name, word())) }
      return .object(members)
    }

    private mutating func item(_ name: String) -> JSONValue {
      var item = some(["a", "b"])
      item["name"] = .string(name)
      return item
    }

    private mutating func shuffled(_ names: [String]) -> [String] {
      var rest = names.filter { _ in isChosen() }
      if rest.count > 1, isChosen() { rest.swapAt(0, rest.count - 1) }
      return rest
    }
  }

  struct SplitMix {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }

  @Test(arguments: 0..<200) func holds(seed: Int) throws {
    var generator = Generator(random: SplitMix(state: UInt64(seed)))
    var sheet = OwnedSheet()
    for _ in 0..<25 {
      if generator.pick(3) == 0 {
        let spec = generator.spec().compact
        try sheet.update(spec, by: ["ed", "fay"][generator.pick(2)])
        #expect(sheet.spec == spec)
      } else {
        try applyRandomly(&generator, &sheet)
      }
      try checkOwners(sheet)
    }
  }

  private func applyRandomly(_ generator: inout Generator, _ sheet: inout OwnedSheet) throws {
    let (spec, manager) = (generator.spec(), ["ann", "bob"][generator.pick(2)])
    let before = sheet
    do {
      try sheet.apply(spec.compact, by: manager, force: generator.isChosen())
    } catch let fault as ApplyFault {
      guard case .conflicts(let conflicts) = fault else { throw fault }
      #expect(!conflicts.isEmpty)
      #expect(sheet.document == before.document)
      return
    }
    // All that was asked for is there.
    let standing = try #require(sheet.document?["spec"])
    let wanted = FieldTree(FieldTree(spec, OwnedSheet.spec).withoutNulls, OwnedSheet.spec)
    #expect(FieldMerge.merge(standing, wanted.value, OwnedSheet.spec).compact == standing.compact)
    // The same once more is no change at all.
    let once = sheet.document
    try sheet.apply(spec.compact, by: manager)
    #expect(sheet.document?.compact == once?.compact)
  }

  /// Every leaf has an owner, and nobody owns what is not there.
  private func checkOwners(_ sheet: OwnedSheet) throws {
    let part = OwnedObject.part(of: try #require(sheet.document), subresource: nil)
    let owned = sheet.owners.union
    let leaves = Self.leaves(FieldTree(part, OwnedSheet.schema).fieldSet).withoutRoots
    #expect(leaves.subtracting(owned).shownPaths == [])
    let everything = FieldComparison(nil, part, OwnedSheet.schema).added
    #expect(owned.subtracting(everything).shownPaths == [])
    // What is written can be read.
    let written = sheet.owners.json
    #expect(written.map { FieldOwners($0) } ?? FieldOwners() == sheet.owners)
  }

  private static func leaves(_ set: FieldSet) -> FieldSet {
    set.children.isEmpty ? set : FieldSet(children: set.children.mapValues(leaves))
  }
}
