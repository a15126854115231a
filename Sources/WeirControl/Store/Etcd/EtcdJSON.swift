import NIOCore
import WeirBase
import WeirObjects

/// The gateway's JSON: bytes are Base64, 64-bit numbers are texts, what is zero or false is left out.
enum EtcdJSON {
  static func parse(_ buffer: ByteBuffer) throws(EtcdFault) -> JSONValue {
    let result = buffer.withUnsafeReadableBytes { bytes -> Result<JSONValue, JSONParser.Failure> in
      do throws(JSONParser.Failure) { return .success(try JSONParser.parse(bytes)) } catch { return .failure(error) }
    }
    switch result {
    case .success(let json): return json
    case .failure(let failure): throw EtcdFault("an answer that is no JSON: \(failure)")
    }
  }

  /// A 64-bit number; 0 where it is absent.
  static func number(_ json: JSONValue?) -> Int64 {
    switch json {
    case .string(let text)?: Int64(text) ?? 0
    case .some(let value): value.integer ?? 0
    case nil: 0
    }
  }

  static func number(_ value: Int64) -> JSONValue { .string(String(value)) }

  static func bytes(_ json: JSONValue?) throws(StoreError) -> [UInt8] {
    guard let text = json?.text else { return [] }
    guard let bytes = Base64.decode(text) else { throw .damaged("etcd sent bytes that are no Base64") }
    return bytes
  }

  static func bytes(_ value: [UInt8]) -> JSONValue { .string(Base64.encode(value)) }

  static func revision(_ reply: JSONValue) -> Int64 { number(reply.at("header", "revision")) }
}

/// Names of keys below the prefix that all keys of this store begin with.
struct EtcdKeys: Sendable {
  let prefix: [UInt8]

  init(_ prefix: String) { self.prefix = Array(prefix.utf8) }

  func bytes(_ key: String) -> [UInt8] { prefix + Array(key.utf8) }

  func json(_ key: String) -> JSONValue { EtcdJSON.bytes(bytes(key)) }

  /// The first and the end of what begins with `prefix`, after `after`. A single zero as the end means all keys.
  func range(_ prefix: String, after: String? = nil) -> (first: JSONValue, end: JSONValue) {
    let all = bytes(prefix)
    let next = after.map { bytes($0) + [0] } ?? all
    let from = next.lexicographicallyPrecedes(all) ? all : next
    // Keys are UTF-8, where 0xff never stands: the last byte can always be raised.
    let end: [UInt8] = all.last.map { last -> [UInt8] in Array(all.dropLast()) + [last &+ 1] } ?? [0]
    return (EtcdJSON.bytes(from.isEmpty ? [0] : from), EtcdJSON.bytes(end))
  }

  /// The key without the prefix.
  func key(_ json: JSONValue?) throws(StoreError) -> String {
    let bytes = try EtcdJSON.bytes(json)
    guard bytes.starts(with: prefix), let key = String(validating: bytes.dropFirst(prefix.count), as: UTF8.self) else {
      throw .damaged(
        "etcd holds a key that is no UTF-8: delete it with etcdctl (\(String(decoding: bytes, as: UTF8.self)))")
    }
    return key
  }

  func entry(_ json: JSONValue) throws(StoreError) -> StoreEntry {
    StoreEntry(
      key: try key(json["key"]), value: try EtcdJSON.bytes(json["value"]),
      createRevision: EtcdJSON.number(json["create_revision"]), modRevision: EtcdJSON.number(json["mod_revision"]),
      lease: EtcdJSON.number(json["lease"]))
  }

  func change(_ json: JSONValue) throws(StoreError) -> StoreChange {
    guard let kv = json["kv"] else { throw .damaged("etcd sent a change without its key") }
    let previous = json["prev_kv"]
    let before = previous == nil ? nil : try EtcdJSON.bytes(previous?["value"])
    if json["type"]?.text == "DELETE" {
      return .delete(key: try key(kv["key"]), revision: EtcdJSON.number(kv["mod_revision"]), previous: before)
    }
    return .put(try entry(kv), previous: before)
  }

  func comparison(_ comparison: StoreComparison) -> JSONValue {
    switch comparison {
    case .absent(let key):
      .members(
        ("key", json(key)), ("target", .string("CREATE")), ("result", .string("EQUAL")),
        ("create_revision", EtcdJSON.number(0)))
    case .modRevision(let key, let revision):
      .members(
        ("key", json(key)), ("target", .string("MOD")), ("result", .string("EQUAL")),
        ("mod_revision", EtcdJSON.number(revision)))
    }
  }

  func operation(_ operation: StoreOperation) -> JSONValue {
    switch operation {
    case .put(let key, let value, let lease):
      .members(
        (
          "requestPut",
          .members(("key", json(key)), ("value", EtcdJSON.bytes(value)), ("lease", EtcdJSON.number(lease)))
        ))
    case .delete(let key): .members(("requestDeleteRange", .members(("key", json(key)))))
    }
  }
}
