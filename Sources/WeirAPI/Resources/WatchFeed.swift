import WeirBase
import WeirControl
import WeirObjects

/// The lines of a watch: each change that concerns the client, bookmarks, and an error where it cannot go on.
final class WatchFeed: Sendable {
  private let mailbox = Mailbox<Message>()
  private let selector: Selector
  private let wantsBookmarks: Bool
  private let lifeSeconds: Int64
  private let clock: any Clock
  private let rendering: @Sendable () -> ObjectRendering
  private let pump: Task<Void, Never>
  private let timer: Task<Void, Never>

  private enum Message: Sendable {
    case told(ObjectEvents)
    case tick
    case failed(ObjectError)
    case ended
  }

  /// - Parameter rendering: made anew for each change, for ages.
  init(
    _ changes: ObjectWatch, selector: Selector, wantsBookmarks: Bool, lifeSeconds: Int64, clock: any Clock,
    rendering: @escaping @Sendable () -> ObjectRendering
  ) {
    self.selector = selector
    self.wantsBookmarks = wantsBookmarks
    self.lifeSeconds = lifeSeconds
    self.clock = clock
    self.rendering = rendering
    let mailbox = mailbox
    pump = Task {
      do {
        for try await told in changes { await mailbox.put(.told(told)) }
        await mailbox.put(.ended)
      } catch let error as ObjectError {
        await mailbox.put(.failed(error))
      } catch { await mailbox.put(.failed(.internalFault("\(error)"))) }
    }
    let bookmarks = ResourceAPI.bookmarkSeconds
    timer = Task {
      var left = lifeSeconds
      while left > 0 {
        let nap = min(left, bookmarks)
        guard (try? await Task.sleep(nanoseconds: UInt64(nap) * 1_000_000_000)) != nil else { return }
        left -= nap
        await mailbox.put(left > 0 ? .tick : .ended)
      }
      if lifeSeconds <= 0 { await mailbox.put(.ended) }
    }
  }

  deinit { stop() }

  private func stop() {
    pump.cancel()
    timer.cancel()
    mailbox.close()
  }

  /// One piece for each time the client took what there was.
  func bytes(first: [WeirObject]) -> AsyncThrowingStream<[UInt8], any Error> {
    var writer = LineWriter(selector: selector)
    var first: [WeirObject]? = first
    var isOver = false
    return AsyncThrowingStream { [self] in
      while !isOver {
        if let known = first {
          first = nil
          let text = writer.added(known, rendering())
          if !text.isEmpty { return Array(text.utf8) }
        }
        let message = await withTaskCancellationHandler {
          await mailbox.take()
        } onCancel: { stop() }
        var text = ""
        switch message {
        case .told(let events): text = writer.lines(events, rendering())
        case .tick: if wantsBookmarks { text = writer.bookmark(rendering()) }
        case .failed(let error):
          isOver = true
          text = writer.error(error, ObjectKey(rendering().kind, ""))
        case .ended, nil:
          isOver = true
          if wantsBookmarks && message != nil { text = writer.bookmark(rendering()) }
        }
        if !text.isEmpty { return Array(text.utf8) }
      }
      stop()
      return nil
    }
  }
}

/// Writes events as lines, each a JSON object with type and object.
private struct LineWriter {
  let selector: Selector
  private var revision: Int64 = 0
  private var isFirst = true

  init(selector: Selector) { self.selector = selector }

  mutating func added(_ objects: [WeirObject], _ rendering: ObjectRendering) -> String {
    objects.reduce(into: "") { $0 += line("ADDED", $1, rendering) }
  }

  mutating func lines(_ events: ObjectEvents, _ rendering: ObjectRendering) -> String {
    var text = ""
    for event in events.events {
      switch event {
      case .added(let object): if selector.matches(object) { text += line("ADDED", object, rendering) }
      case .deleted(let object): if selector.matches(object) { text += line("DELETED", object, rendering) }
      case .modified(let object, let old):
        // Whoever selects sees objects come and go as they begin and cease to match.
        let matched = old.map { selector.matches($0) } ?? true
        switch (matched, selector.matches(object)) {
        case (true, true): text += line("MODIFIED", object, rendering)
        case (false, true): text += line("ADDED", object, rendering)
        case (true, false): text += line("DELETED", object, rendering)
        case (false, false): break
        }
      }
    }
    revision = max(revision, events.revision)
    return text
  }

  private mutating func line(_ type: String, _ object: WeirObject, _ rendering: ObjectRendering) -> String {
    defer { isFirst = false }
    revision = max(revision, object.metadata.resourceVersion)
    return Self.line(type, rendering.event(object, isFirst: isFirst))
  }

  func bookmark(_ rendering: ObjectRendering) -> String {
    revision > 0 ? Self.line("BOOKMARK", rendering.bookmark(revision: revision)) : ""
  }

  func error(_ error: ObjectError, _ key: ObjectKey) -> String {
    Self.line("ERROR", StatusFault(error, key).json)
  }

  private static func line(_ type: String, _ object: JSONValue) -> String {
    "{\"type\":\"\(type)\",\"object\":\(object.compact)}\n"
  }
}
