import Testing
import WeirBase
import WeirObjects

@Suite struct KindDefinitionTests {
  /// Names that kubectl knows for Kubernetes' own kinds.
  private static let taken: Set<String> = [
    "cm", "cs", "cj", "csr", "crd", "crds", "deploy", "ds", "ep", "ev", "hpa", "ing", "limits", "netpol", "no", "ns",
    "pc", "pdb", "po", "psp", "pv", "pvc", "quota", "rc", "rs", "sa", "sc", "sts", "svc", "gw", "job", "all",
  ]

  @Test func wordsAreUnambiguous() {
    var seen: Set<String> = []
    for kind in Kind.allCases {
      let definition = kind.definition
      #expect(definition.kind == kind)
      for word in Set([definition.plural, definition.singular] + definition.shortNames) {
        #expect(seen.insert(word).inserted, "\(word)")
        #expect(!Self.taken.contains(word), "\(word)")
        #expect(word == word.lowercased())
      }
    }
    #expect(Set(Kind.words) == seen)
  }

  @Test(arguments: [
    ("topic", Kind.topic), ("Topics", .topic), ("TP", .topic), ("topics.weir.streaming", .topic),
    ("topics.v1.weir.streaming", .topic), ("sm", .smartModule), ("smartmodules", .smartModule), ("tf", .tableFormat),
    ("vw", .view), ("part", .partition), ("SPU", .spu),
  ])
  func kindsByWord(word: String, kind: Kind) {
    #expect(Kind(word: word) == kind)
  }

  @Test func kindsByPluralAlone() {
    #expect(Kind(plural: "topics") == .topic)
    #expect(Kind(plural: "topic") == nil)
    #expect(Kind(word: "pods") == nil)
  }

  @Test func verbs() {
    #expect(Kind.partition.definition.verbs == [.get, .list, .watch])
    #expect(Kind.spu.definition.verbs == [.get, .list, .watch, .update, .patch])
    #expect(Kind.topic.definition.verbs == Verb.allCases)
  }

  @Test(arguments: Kind.allCases) func tablesBeginWithTheNameAndEndWithTheAge(kind: Kind) {
    let columns = kind.definition.columns
    #expect(columns.first?.format == "name")
    #expect(columns.last?.type == "date")
    #expect(columns.allSatisfy { !$0.description.isEmpty && ["string", "integer", "date"].contains($0.type) })
  }

  @Test func aTopicsRow() throws {
    let json = """
      {"apiVersion":"weir.streaming/v1","kind":"Topic",
      "metadata":{"name":"orders","creationTimestamp":"2026-02-28T00:00:00Z"},"spec":{"partitions":3},
      "status":{"topicName":"orders","conditions":[{"type":"Ready","status":"True","reason":"Provisioned",
      "lastTransitionTime":"2026-02-28T00:00:00Z"}]}}
      """
    let object = try ObjectCodec.decode(try JSONParser.parse(json), kind: nil)
    let now = try #require(Timestamp.parseMillis("2026-02-28T03:12:00Z"))
    let row = Kind.topic.definition.columns.map { "\($0.name)=\($0.value(object).text(now: now))" }
    #expect(
      row == [
        "Name=orders", "Partitions=3", "Replication=1", "Ready=True", "Reason=Provisioned", "Topic=orders", "Age=3h12m",
      ])
    let bare = WeirObject(.topic, ObjectMeta(name: "a"), spec: TopicSpec().json)
    let cells = Kind.topic.definition.columns.map { $0.value(bare).text(now: now) }
    #expect(cells == ["a", "1", "1", "", "", "", "<unknown>"])
  }

  @Test func conditionsKeepTheirTimeWhileTheyHold() {
    var conditions: [Condition] = []
    conditions.set(Condition("Ready", .no, reason: "Waiting", at: 0))
    conditions.set(Condition("Ready", .no, reason: "StillWaiting", at: 60_000, observedGeneration: 2))
    #expect(conditions.count == 1)
    #expect(conditions["Ready"]?.reason == "StillWaiting")
    #expect(conditions["Ready"]?.lastTransitionTime == "1970-01-01T00:00:00Z")
    conditions.set(Condition("Ready", .yes, reason: "Provisioned", at: 120_000))
    #expect(conditions["Ready"]?.lastTransitionTime == "1970-01-01T00:02:00Z")
    #expect(conditions["Other"] == nil)
  }

  @Test func explainTellsFieldsAndTheirFacts() throws {
    let text = try Explain.text(.topic, path: ["spec", "durability"])
    let head = "GROUP:      weir.streaming\nKIND:       Topic\nVERSION:    v1\n\nFIELD: durability <string>\n"
    #expect(text.hasPrefix(head))
    #expect(text.contains("default: disk; one of: disk, memory"))
    let whole = try Explain.text(.topic, path: [], recursive: true)
    for name in [
      "metadata <Object> -required-", "  transforms <[]Object>", "    uses <string> -required-", "observedGeneration",
    ] {
      #expect(whole.contains(name), "\(name)")
    }
    #expect(try Explain.text(.view, path: ["spec", "transforms", "lookback"]).contains("age <string>"))
    #expect(try Explain.text(.topic, path: ["spec"]).split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: [
    (["spec", "partitons"], "did you mean \"partitions\"?"), (["spec", "partitions", "x"], "has no fields"),
  ])
  func explainNamesWhatIsNear(path: [String], words: String) {
    do throws(ObjectFault) {
      _ = try Explain.text(.topic, path: path)
      Issue.record("explained")
    } catch {
      #expect(error.description.contains(words))
    }
  }
}
