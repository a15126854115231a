import Testing
import WeirBase
import WeirBroker

@testable import WeirServer

struct TopicJournalTests {
  private let files = RealFileSystem()
  private let events = SilentLog()

  private struct SilentLog: EventLog {
    func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)]) {}
  }

  private func withJournal(_ body: (String) throws -> Void) throws {
    let directory = "/tmp/weir-journal-\(UUID128.random(from: SystemRandom()))"
    try files.makeDirectory(directory)
    defer { try? files.removeTree(directory) }
    try body(directory + "/objects.journal")
  }

  private func topic(_ name: String, partitions: Int32 = 1, config: [String: String] = [:]) -> TopicDeclaration {
    TopicDeclaration(name: name, id: .random(from: SystemRandom()), partitions: partitions, config: config)
  }

  @Test func whatIsDeclaredIsThereAgain() throws {
    try withJournal { path in
      let first = topic("orders", partitions: 3, config: ["retention.ms": "1000"])
      let second = topic("payments")
      var registry = try TopicJournal.open(path, files: files, events: events)
      try registry.put([first, second])
      var grown = first
      grown.partitions = 5
      try registry.put([grown])
      try registry.remove(["payments"])
      #expect(try registry.reserveProducerIDs(count: 1000) == 0..<1000)
      registry = try TopicJournal.open(path, files: files, events: events)
      #expect(registry.topics() == [grown])
      #expect(try registry.reserveProducerIDs(count: 10) == 1000..<1010)
    }
  }

  @Test func aPipelineIsKept() throws {
    try withJournal { path in
      var topic = topic("a")
      try TopicJournal.open(path, files: files, events: events).put([topic])
      topic.pipeline = #"{"transforms":[{"uses":"mask"}]}"#
      try TopicJournal.open(path, files: files, events: events).put([topic])
      #expect(try TopicJournal.open(path, files: files, events: events).topics() == [topic])
    }
  }

  @Test func anUnfinishedLastEntryGoesAndTheRestStays() throws {
    try withJournal { path in
      let registry = try TopicJournal.open(path, files: files, events: events)
      try registry.put([topic("a")])
      let whole = try files.readFile(path, limit: 1 << 20)
      try registry.put([topic("b")])
      let both = try files.readFile(path, limit: 1 << 20)
      for cut in whole.count..<both.count {
        try files.replaceFile(path, with: Array(both[..<cut]))
        #expect(try TopicJournal.open(path, files: files, events: events).topics().map(\.name) == ["a"])
      }
    }
  }

  @Test func damageBeforeSoundEntriesIsNamedAndNothingIsForgotten() throws {
    try withJournal { path in
      let registry = try TopicJournal.open(path, files: files, events: events)
      try registry.put([topic("a")])
      let end = try files.readFile(path, limit: 1 << 20).count
      try registry.put([topic("b")])
      let sound = try files.readFile(path, limit: 1 << 20)
      for position in TopicJournal.magic.count..<end {
        var damaged = sound
        damaged[position] ^= 0x10
        try files.replaceFile(path, with: damaged)
        #expect(throws: BrokerStartError.self) { try TopicJournal.open(path, files: files, events: events) }
        #expect(try files.readFile(path, limit: 1 << 20) == damaged)
      }
    }
  }

  @Test func entriesSurviveTheirCodec() throws {
    let entries: [JournalEntry] = [
      .put(topic("täst", partitions: 7, config: ["a": "", "b": "ü"])), .remove("x"), .producerIDsReserved(upTo: .max),
    ]
    for entry in entries {
      let bytes = JournalCodec.encode(entry)
      let (decoded, left) = bytes.withUnsafeBytes { buffer -> (JournalEntry?, Int) in
        var reader = ByteReader(buffer)
        return (try? JournalCodec.decode(&reader), reader.left)
      }
      #expect(decoded == entry && left == 0)
      for cut in 0..<bytes.count {
        let partial = bytes[..<cut].withUnsafeBytes { buffer -> JournalEntry? in
          var reader = ByteReader(buffer)
          return try? JournalCodec.decode(&reader)
        }
        #expect(partial == nil)
      }
    }
  }
}
