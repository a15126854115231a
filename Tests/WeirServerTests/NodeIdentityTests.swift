import Testing
import WeirBase

@testable import WeirServer

struct NodeIdentityTests {
  @Test func itReadsWhatItWrites() {
    let identity = NodeIdentity(
      clusterID: .random(from: SystemRandom()), nodeKey: .random(from: SystemRandom()), leaderEpoch: 7,
      endedCleanly: true)
    #expect(NodeIdentity(identity.description, nodeKey: .zero) == identity)
  }

  @Test(arguments: ["", "weir-node 2\ncluster-id=x\n", "weir-node 1\nleader-epoch=1\nended-cleanly=true\n"])
  func otherFormsAreRefused(text: String) {
    #expect(NodeIdentity(text, nodeKey: .zero) == nil)
  }

  @Test func anUncleanEndRaisesTheEpochAndACleanOneDoesNot() throws {
    let files = RealFileSystem()
    let path = "/tmp/weir-directory-\(UUID128.random(from: SystemRandom()))"
    defer { try? files.removeTree(path) }
    var directory = try DataDirectory.open(path, files: files, random: SystemRandom())
    let cluster = directory.identity.clusterID
    #expect(directory.identity.leaderEpoch == 0)
    try directory.closeCleanly()
    directory = try DataDirectory.open(path, files: files, random: SystemRandom())
    #expect(directory.identity.leaderEpoch == 0 && directory.identity.clusterID == cluster)
    #expect(throws: (any Error).self) { try DataDirectory.open(path, files: files, random: SystemRandom()) }
    directory.abandon()
    directory = try DataDirectory.open(path, files: files, random: SystemRandom())
    #expect(directory.identity.leaderEpoch == 1)
    directory.abandon()
  }
}
