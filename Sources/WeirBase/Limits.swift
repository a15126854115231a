/// Every bound of the node, with where it comes from. A length from outside meets one of these before memory is
/// reserved for it.
package struct Limits: Sendable {
  /// A request frame. Kafka's `socket.request.max.bytes` default (100 MiB).
  package var frameBytesMax = 100 << 20
  /// Connections on the Kafka listener; one more is closed at once.
  package var connectionsMax = 20_000
  /// Requests of one connection that may be at work or waiting for their turn to be answered; then reading pauses.
  package var requestsInFlightMax = 512
  /// Bytes of requests and answers of one connection in memory; then reading pauses. One frame may exceed it alone.
  package var connectionBytesMax = 128 << 20
  /// Memory for all requests at work, over all connections; then reading pauses everywhere. And for all answers that
  /// wait for their clients; as it fills, fetches return less.
  package var nodeBytesMax = 1 << 30
  /// What a fetch may return however full that memory is (and one batch in any case).
  package var fetchBytesLeast = 64 << 10
  /// One fetch answer, whatever the client asks for: Kafka's `fetch.max.bytes` default (55 MiB).
  package var fetchBytesMax = 55 << 20
  /// A batch decompressed. Kafka's clients make batches of 1 MiB; this allows a ratio of 1:128.
  package var decompressedBytesMax = 128 << 20
  /// Elements of one array on the wire; each takes a byte or more of the frame, so the frame bounds it as well.
  package var arrayElementsMax = 1_000_000
  /// Partitions of one topic.
  package var partitionsPerTopicMax = 10_000
  /// Partitions of the node.
  package var partitionsMax = 200_000
  /// Fetch sessions (KIP-227): Kafka's `max.incremental.fetch.session.cache.slots`.
  package var fetchSessionsMax = 1_000
  /// History of committed offsets that is kept before what still counts is written anew; a replay at start reads a few
  /// times this.
  package var offsetsHistoryBytes = 32 << 20

  package init() {}
}
