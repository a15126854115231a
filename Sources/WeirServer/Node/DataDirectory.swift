import WeirBase
import WeirBroker

/// The node's directory: one process at a time, its identity, and whether it ended cleanly.
///
///     node/lock            held while a node runs
///     node/identity        cluster id, leader epoch and whether the last end was clean
///     node/objects.journal the topics that this node holds
///     node/metadata.db     what is declared, where no etcd keeps it
///     streams/             one directory a partition
struct DataDirectory {
  let path: String
  private(set) var identity: NodeIdentity
  private let files: any FileSystem
  private let lock: any FileLock

  var streams: String { path + "/streams" }
  var journal: String { path + "/node/objects.journal" }
  var metadata: String { path + "/node/metadata.db" }
  private static func identityPath(_ path: String) -> String { path + "/node/identity" }

  /// Takes the directory for this process and marks it as in use.
  static func open(
    _ path: String, files: any FileSystem, random: any RandomSource
  ) throws(BrokerStartError) -> DataDirectory {
    let lock = try take(path, files)
    do throws(IOError) {
      var identity = NodeIdentity(
        clusterID: .random(from: random), nodeKey: .random(from: random), leaderEpoch: 0, endedCleanly: true)
      if files.exists(identityPath(path)) {
        let text = String(decoding: try files.readFile(identityPath(path), limit: 4096), as: UTF8.self)
        guard let known = NodeIdentity(text, nodeKey: identity.nodeKey) else { throw unknownForm(identityPath(path)) }
        identity = known
      }
      // Records past the durable offset may be gone, so readers that saw them must be able to tell (KIP-320).
      if !identity.endedCleanly { identity.leaderEpoch &+= 1 }
      identity.endedCleanly = false
      try files.replaceFile(identityPath(path), with: Array(identity.description.utf8))
      return DataDirectory(path: path, identity: identity, files: files, lock: lock)
    } catch {
      lock.release()
      throw BrokerStartError("data directory: \(error)")
    }
  }

  private static func take(_ path: String, _ files: any FileSystem) throws(BrokerStartError) -> any FileLock {
    do throws(IOError) {
      if !files.exists(path + "/node") {
        try files.makeDirectory(path + "/node")
        try files.syncDirectory(path)
      }
      if let lock = try files.lock(path + "/node/lock") { return lock }
    } catch { throw BrokerStartError("data directory: \(error)") }
    throw BrokerStartError("another node is using the data directory \(path); stop it, or give another --data-dir")
  }

  private static func unknownForm(_ path: String) -> IOError {
    IOError(errno: 74, operation: "not in a form this version knows (was it written by a newer one?):", path: path)
  }

  /// Makes a new node part of another cluster.
  mutating func join(_ clusterID: UUID128) throws(IOError) {
    var joined = identity
    joined.clusterID = clusterID
    try files.replaceFile(Self.identityPath(path), with: Array(joined.description.utf8))
    identity = joined
  }

  /// The last thing a node does: everything else is on stable storage.
  func closeCleanly() throws(IOError) {
    var identity = identity
    identity.endedCleanly = true
    try files.replaceFile(Self.identityPath(path), with: Array(identity.description.utf8))
    lock.release()
  }

  /// Leaves the directory as a crash would: the next start counts it as an unclean end.
  func abandon() { lock.release() }
}

/// What a node remembers of itself. Text, a line a fact, the first naming the format.
struct NodeIdentity: Equatable, CustomStringConvertible {
  var clusterID: UUID128
  /// Who this node is, whatever cluster it belongs to.
  var nodeKey: UUID128
  var leaderEpoch: Int32
  var endedCleanly: Bool

  private static let format = "weir-node 1"

  init(clusterID: UUID128, nodeKey: UUID128, leaderEpoch: Int32, endedCleanly: Bool) {
    self.clusterID = clusterID
    self.nodeKey = nodeKey
    self.leaderEpoch = leaderEpoch
    self.endedCleanly = endedCleanly
  }

  /// - Parameter nodeKey: what stands for the key where an older version wrote none.
  init?(_ text: String, nodeKey: UUID128) {
    let lines = text.split(separator: "\n").map(String.init)
    guard lines.first == Self.format else { return nil }
    var facts: [Substring: Substring] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { facts[parts[0]] = parts[1] }
    }
    guard let id = facts["cluster-id"].flatMap({ UUID128(String($0)) }),
      let epoch = facts["leader-epoch"].flatMap({ Int32($0) }), epoch >= 0,
      let clean = facts["ended-cleanly"].flatMap({ Bool(String($0)) })
    else { return nil }
    let key = facts["node-key"].flatMap { UUID128(String($0)) } ?? nodeKey
    self.init(clusterID: id, nodeKey: key, leaderEpoch: epoch, endedCleanly: clean)
  }

  var description: String {
    "\(Self.format)\ncluster-id=\(clusterID)\nnode-key=\(nodeKey)\nleader-epoch=\(leaderEpoch)\n"
      + "ended-cleanly=\(endedCleanly)\n"
  }
}
