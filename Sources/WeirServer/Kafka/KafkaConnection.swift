import NIOCore
import WeirBase
import WeirBroker

/// One client's connection: cuts frames, hands them to the broker in order, writes the answers in order, and reads no
/// faster than the client reads.
final class KafkaConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Asks the connection to finish what it has begun and then to close.
  struct Drain: Sendable {}

  private let broker: Broker
  private let listener: KafkaListener
  private let limits: Limits
  private let client: ClientConnection
  private var frames: FrameBuffer
  private var order = ResponseOrder()
  private var frameBytesAtWork = 0
  private var isDispatching = false
  private var isFlushScheduled = false
  private var isReadPaused = false
  private var isDraining = false
  private var isClosed = false
  private var lastRequest: NIODeadline = .now()
  private var context: ChannelHandlerContext?

  init(broker: Broker, listener: KafkaListener, client: ClientConnection) {
    self.broker = broker
    self.listener = listener
    self.client = client
    limits = broker.environment.limits
    frames = FrameBuffer(frameBytesMax: limits.frameBytesMax)
  }

  // MARK: Life

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    watchIdleness()
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) { context.read() }

  func channelInactive(context: ChannelHandlerContext) {
    if !isClosed && frames.byteCount > 0 {
      broker.environment.events.info(
        "connection ended within a request", ("client", client.remoteHost),
        ("bytes", "\(frames.byteCount)"))
    }
    isClosed = true
    client.life.end()
    broker.metrics.answerBytes.subtract(order.heldBytes)
    listener.ended(client.id, heldBytes: frameBytesAtWork)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A client that vanishes is no news; the channel closes either way.
    isClosed = true
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is Drain else { return context.fireUserInboundEventTriggered(event) }
    isDraining = true
    closeIfDrained()
  }

  private func watchIdleness() {
    guard let context else { return }
    let idle = TimeAmount.milliseconds(broker.environment.config.int("connections.max.idle.ms"))
    let due = lastRequest + idle
    context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { [weak self] in
      guard let self, !isClosed else { return }
      if order.isEmpty && .now() - lastRequest >= idle { return close(because: nil) }
      if !order.isEmpty { lastRequest = .now() }
      watchIdleness()
    }
  }

  // MARK: Requests in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    frames.append(unwrapInboundIn(data))
    dispatch()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.flush()
    readMore()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    guard context.channel.isWritable else { return }
    dispatch()
    scheduleFlush()
    readMore()
  }

  /// Whether another request may be taken up: the client reads its answers, and not too much is at work.
  private var mayDispatch: Bool {
    guard let context, !isClosed, !isDraining else { return false }
    return context.channel.isWritable && order.count < limits.requestsInFlightMax
      && order.heldBytes + frameBytesAtWork < limits.connectionBytesMax
  }

  private func dispatch() {
    // Answers given at once come back into `settle` while this loop runs.
    guard !isDispatching else { return }
    isDispatching = true
    defer { isDispatching = false }
    while mayDispatch {
      do throws(FrameBuffer.Fault) {
        guard let frame = try frames.next() else { return }
        take(frame)
      } catch { return close(because: "\(error)") }
    }
  }

  private func take(_ frame: ByteBuffer) {
    lastRequest = .now()
    let bytes = frame.readableBytes
    frameBytesAtWork += bytes
    listener.memory.add(bytes)
    let ticket = order.admit()
    let me = NIOLoopBound(self, eventLoop: client.loop)
    let loop = client.loop
    broker.receive(frame, from: client) { answer in
      if loop.inEventLoop {
        me.value.settle(ticket, answer, frameBytes: bytes)
      } else {
        loop.execute { me.value.settle(ticket, answer, frameBytes: bytes) }
      }
    }
  }

  private func readMore() {
    guard mayDispatch, listener.memory.value < limits.nodeBytesMax else {
      isReadPaused = true
      // Another connection's answer frees the node's memory; nothing else would wake this one.
      if listener.memory.value >= limits.nodeBytesMax { lookAgainLater() }
      return
    }
    isReadPaused = false
    context?.read()
  }

  private func lookAgainLater() {
    client.loop.assumeIsolated().scheduleTask(in: .milliseconds(10)) { [weak self] in
      guard let self, isReadPaused, !isClosed else { return }
      readMore()
    }
  }

  // MARK: Answers out

  private func settle(_ ticket: ResponseOrder.Ticket, _ answer: Answer, frameBytes: Int) {
    guard !isClosed else { return }
    frameBytesAtWork -= frameBytes
    listener.memory.subtract(frameBytes)
    broker.metrics.answerBytes.add(answer.byteCount)
    for ready in order.settle(ticket, answer) {
      switch ready {
      case .message(let parts) where !isClosed: write(parts)
      case .message: broker.metrics.answerBytes.subtract(ready.byteCount)
      case .nothing: break
      case .close(let reason): close(because: reason)
      }
    }
    if isClosed { return }
    if !isDispatching {
      dispatch()
      scheduleFlush()
      if isReadPaused { readMore() }
    }
    closeIfDrained()
  }

  private func write(_ parts: [ByteBuffer]) {
    guard let context else { return }
    let bytes = parts.reduce(0) { $0 + $1.readableBytes }
    var length = context.channel.allocator.buffer(capacity: 4)
    length.writeInteger(Int32(clamping: bytes))
    context.write(wrapOutboundOut(length), promise: nil)
    for part in parts.dropLast() { context.write(wrapOutboundOut(part), promise: nil) }
    let answerBytes = broker.metrics.answerBytes
    let written = context.eventLoop.makePromise(of: Void.self)
    // Also when it fails: a connection that ends writes no more.
    written.futureResult.whenComplete { _ in answerBytes.subtract(bytes) }
    context.write(wrapOutboundOut(parts.last ?? ByteBuffer()), promise: written)
  }

  /// One flush for all answers that are ready in this turn of the loop.
  private func scheduleFlush() {
    guard !isFlushScheduled else { return }
    isFlushScheduled = true
    client.loop.assumeIsolated().execute { [self] in
      isFlushScheduled = false
      context?.flush()
    }
  }

  private func close(because reason: String?) {
    guard !isClosed, let context else { return }
    if let reason {
      broker.environment.events.warning("connection closed", ("client", client.remoteHost), ("cause", reason))
    }
    isClosed = true
    context.flush()
    context.close(promise: nil)
  }

  private func closeIfDrained() {
    guard isDraining, order.isEmpty, !isClosed, let context else { return }
    isClosed = true
    context.flush()
    context.close(promise: nil)
  }
}
