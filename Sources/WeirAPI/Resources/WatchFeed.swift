import WeirBase
import WeirControl
import WeirObjects

/// The lines of a watch: what stands already, each change that concerns the client, bookmarks, and an error where it
/// cannot go on. Nothing is read ahead of the client: how far one may fall behind is the store's to bound.
actor WatchFeed {
  private enum Message: Sendable {
    case told(ObjectEvents)
    case tick
    case failed(ObjectError)
    case ended
  }

  private let mailbox = Mailbox<Message>()
  private let wantsBookmarks: Bool
  private let marksInitialEnd: Bool
  private let rendering: @Sendable () -> ObjectRendering
  private let pump: Task<Void, Never>
  private let timer: Task<Void, Never>
  private var writer: LineWriter
  private var first: ObjectPages?
  private var isOver = false

  /// - Parameters:
  ///   - changes: everything after the revision `after`.
  ///   - first: what stands already, told as added.
  ///   - rendering: made anew for each piece, for ages.
  init(
    _ changes: ObjectWatch, after: Int64, first: ObjectPages?, lifeSeconds: Int64, _ request: ResourceRequest,
    rendering: @escaping @Sendable () -> ObjectRendering
  ) {
    wantsBookmarks = request.wantsBookmarks
    marksInitialEnd = request.marksInitialEnd
    self.rendering = rendering
    self.first = first
    writer = LineWriter(selector: request.selector, revision: after)
    pump = Self.pump(changes, into: mailbox)
    timer = Self.timer(lifeSeconds, into: mailbox)
  }

  deinit { stop() }

  private nonisolated func stop() {
    pump.cancel()
    timer.cancel()
    mailbox.close()
  }

  private static func pump(_ changes: ObjectWatch, into mailbox: Mailbox<Message>) -> Task<Void, Never> {
    Task {
      do {
        for try await told in changes { await mailbox.put(.told(told)) }
        await mailbox.put(.ended)
      } catch let error as ObjectError {
        await mailbox.put(.failed(error))
      } catch { await mailbox.put(.failed(.internalFault("\(error)"))) }
    }
  }

  private static func timer(_ seconds: Int64, into mailbox: Mailbox<Message>) -> Task<Void, Never> {
    Task {
      var left = seconds
      while left > 0 {
        let nap = min(left, ResourceAPI.bookmarkSeconds)
        guard await Pause.nanos(UInt64(nap) * 1_000_000_000) else { return }
        left -= nap
        await mailbox.put(left > 0 ? .tick : .ended)
      }
    }
  }

  // MARK: Telling

  /// One piece for each time the client took what there was. The watch ends when this is let go.
  nonisolated var bytes: AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { await self.next() }
  }

  private func next() async -> [UInt8]? {
    while !isOver {
      let text = first == nil ? await change() : await initial()
      if !text.isEmpty { return Array(text.utf8) }
    }
    stop()
    return nil
  }

  private func initial() async -> String {
    var pages = first
    do throws(ObjectError) {
      if let known = try await pages?.next() {
        first = pages
        return writer.added(known, rendering())
      }
      first = nil
      return marksInitialEnd ? writer.bookmark(rendering(), isInitialEnd: true) : ""
    } catch { return failed(error) }
  }

  private func failed(_ error: ObjectError) -> String {
    isOver = true
    return writer.error(error, ObjectKey(rendering().kind, ""))
  }

  private func change() async -> String {
    let message = await withTaskCancellationHandler {
      await mailbox.take()
    } onCancel: {
      stop()
    }
    switch message {
    case .told(let events): return writer.lines(events, rendering())
    case .tick: return wantsBookmarks ? writer.bookmark(rendering()) : ""
    case .failed(let error): return failed(error)
    case .ended:
      isOver = true
      return wantsBookmarks ? writer.bookmark(rendering()) : ""
    case nil:
      isOver = true
      return ""
    }
  }
}
