import Synchronization
import WeirBase

/// Keeps what was said, for tests to read.
package final class RecordingEventLog: EventLog {
  package struct Event: Sendable {
    package var level: EventLevel
    package var message: String
    package var fields: [(String, String)]

    package var text: String { ([message] + fields.map { "\($0.0)=\($0.1)" }).joined(separator: " ") }
  }

  private let recorded = Mutex<[Event]>([])

  package init() {}

  package var events: [Event] { recorded.withLock { $0 } }

  package func events(_ level: EventLevel) -> [Event] { events.filter { $0.level == level } }

  package func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)]) {
    let event = Event(level: level, message: message(), fields: fields)
    recorded.withLock { $0.append(event) }
  }
}
