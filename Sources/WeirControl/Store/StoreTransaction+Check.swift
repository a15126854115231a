extension StoreTransaction {
  /// Largest transaction, keys and values, below etcd's default request limit of 1.5 MiB.
  static let bytesMax = 1_400_000

  /// What any store refuses.
  func check() throws(StoreError) {
    guard operations.count <= Self.operationsMax, comparisons.count <= Self.operationsMax else {
      throw .tooLarge("a transaction has at most \(Self.operationsMax) operations")
    }
    guard operations.allSatisfy({ !$0.key.isEmpty }), comparisons.allSatisfy({ !$0.key.isEmpty }) else {
      throw .invalid("a key is not empty")
    }
    guard Set(operations.map { Array($0.key.utf8) }).count == operations.count else {
      throw .invalid("a transaction writes each key once")
    }
    for case .put(let key, let value, _) in operations where value.count > Self.valueBytesMax {
      throw .tooLarge("\(key): \(value.count) bytes; at most \(Self.valueBytesMax) are kept in one entry")
    }
    guard bytes <= Self.bytesMax else {
      throw .tooLarge("a transaction of \(bytes) bytes; at most \(Self.bytesMax) are written at once")
    }
  }

  /// Keys and values.
  var bytes: Int {
    operations.reduce(comparisons.reduce(0) { $0 + $1.key.utf8.count }) { sum, operation in
      if case .put(let key, let value, _) = operation {
        sum + key.utf8.count + value.count
      } else {
        sum + operation.key.utf8.count
      }
    }
  }

  /// The lease of its entries, 0 for none: what an error about a lease is about.
  var lease: Int64 {
    for case .put(_, _, let lease) in operations where lease != 0 { return lease }
    return 0
  }
}
