import Synchronization
import Testing
import WeirBase

@testable import WeirServer

/// The node's log, in both forms.
@Suite struct StderrLogTests {
  private final class Lines: Sendable {
    let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private func lines(
    _ format: LogFormat, level: EventLevel = .info, _ body: (StderrLog) -> Void
  ) -> [String] {
    let lines = Lines()
    body(StderrLog(level: level, format: format, clock: StillClock()) { lines.add($0) })
    return lines.lines.withLock { $0 }
  }

  @Test func logfmt() {
    let written = lines(.logfmt) { log in
      log.info("two words", ("client", "127.0.0.1"), ("why", "a=\"b\"\n\u{1b}[31m\u{9b}"))
    }
    #expect(
      written == [
        "time=2025-12-31T23:59:59.999Z level=info msg=\"two words\" client=127.0.0.1 "
          + "why=\"a=\\\"b\\\"\\n\\x1b[31m\\x9b\"\n"
      ])
  }

  @Test func json() throws {
    let written = lines(.json) { log in
      log.error("two \"words\"", ("cause", "x\ny\u{9b}"), ("msg", "own"), ("n", "1"))
    }
    #expect(
      written == [
        #"{"time":"2025-12-31T23:59:59.999Z","level":"error","msg":"two \"words\"","cause":"x\ny"# + "\u{fffd}"
          + #"","msg_2":"own","n":"1"}"# + "\n"
      ])
  }

  @Test(arguments: LogFormat.allCases) func longValuesAreCut(format: LogFormat) {
    let written = lines(format) { $0.info("m", ("long", String(repeating: "x", count: 100_000))) }
    #expect(written.count == 1 && (written.first?.utf8.count ?? 0) < 4_300)
  }

  @Test func quieterLevelsAreLeftOut() {
    #expect(lines(.logfmt, level: .warning) { $0.info("m") }.isEmpty)
    #expect(lines(.logfmt, level: .warning) { $0.warning("m") }.count == 1)
  }
}
