import Synchronization

/// Hands out producer ids (KIP-98), each once for all time: they are reserved durably in blocks.
final class ProducerIDs: Sendable {
  static let block: Int64 = 1000
  private let inventory: any TopicInventory
  private let free = Mutex<Range<Int64>>(0..<0)

  init(inventory: any TopicInventory) { self.inventory = inventory }

  /// One from the block at hand, or nil when a new block must be reserved first.
  func takeReserved() -> Int64? {
    free.withLock { free in
      guard let id = free.first else { return nil }
      free = id &+ 1..<free.upperBound
      return id
    }
  }

  /// Reserves a block if none is left, and takes from it. Blocks; on the control thread.
  func take() throws(RegistryError) -> Int64 {
    while true {
      if let id = takeReserved() { return id }
      let reserved = try inventory.reserveProducerIDs(count: Self.block)
      free.withLock { $0 = reserved }
    }
  }
}
