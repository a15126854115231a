import Synchronization
import WeirBase
import WeirObjects

extension ControlPlane {
  func run(_ node: NodeFacts) async {
    let claim = declared.isShared ? NodeClaim(store: declared.base, spuID: node.spuID, owner: node.owner) : nil
    guard await waitForStore(node, claim) else { return }
    await withDiscardingTaskGroup { group in
      group.addTask { await self.topics.run() }
      group.addTask { await self.definitions.run() }
      group.addTask { await self.janitor.run() }
      group.addTask { await self.followTopics() }
      for kind in [Kind.smartModule, .view, .tableFormat] { group.addTask { await self.follow(kind) } }
      group.addTask { await self.register(node) }
      group.addTask { await self.poll() }
      group.addTask { await self.resync() }
      if let claim { group.addTask { await self.keep(claim) } }
    }
    await farewell(node)
    await claim?.letGo()
  }

  private func sleep(seconds: UInt64) async -> Bool {
    await Pause.nanos(seconds * 1_000_000_000)
  }

  /// - Returns: false when the node ends before the store was there.
  private func waitForStore(_ node: NodeFacts, _ claim: NodeClaim?) async -> Bool {
    var wait: UInt64 = 1
    while !Task.isCancelled {
      if await isReachable(node, claim) { return true }
      guard await sleep(seconds: wait) else { return false }
      wait = min(wait * 2, 15)
    }
    return false
  }

  private func isReachable(_ node: NodeFacts, _ claim: NodeClaim?) async -> Bool {
    do throws(ObjectError) {
      if let claim {
        let holder: String?
        do throws(StoreError) { holder = try await claim.hold() } catch { throw ObjectError(error) }
        if let holder { throw .notAllowed(Self.taken(holder)) }
      }
      let held = Array(await host.hosted().values)
      if let other = try await declared.bind(node.clusterID, held: held) {
        throw .notAllowed("the store of declarations belongs to cluster \(other); restart the node, and it joins")
      }
      return true
    } catch {
      declared.bound.close(because: "declarations are not available: \(error)")
      events.warning("declarations not available; what the node holds is served", ("cause", "\(error)"))
      return false
    }
  }

  private static func taken(_ holder: String) -> String {
    "another node (\(holder)) serves these declarations; stop it, or wait \(NodeClaim.leaseSeconds) s after its end"
  }

  /// Renews the claim of the node's place; while another has it, declarations are refused here.
  private func keep(_ claim: NodeClaim) async {
    while await sleep(seconds: NodeClaim.renewSeconds) {
      do throws(StoreError) {
        if let holder = try await claim.hold() {
          declared.bound.close(because: Self.taken(holder))
          events.error("the node's place is taken", ("by", holder))
        } else {
          declared.bound.open()
        }
      } catch {
        // The store is away: every call says so itself.
        events.warning("the claim of the node's place was not renewed", ("cause", "\(error)"))
      }
    }
  }

  // MARK: Following changes

  /// Gives every object to `take`, then every change, and begins again when the store was away.
  private func follow(
    _ kind: Kind, begin: @escaping @Sendable () async -> Void = {},
    _ take: @escaping @Sendable (ObjectEvent) -> Void
  ) async {
    var wait: UInt64 = 50_000_000
    while !Task.isCancelled {
      do {
        let revision = try await declared.repository.forEach(kind) { take(.added($0)) }
        await begin()
        for try await told in try await declared.repository.watch(kind, namespace: nil, after: revision) {
          wait = 50_000_000
          for event in told.events { take(event) }
        }
      } catch {
        if Task.isCancelled { return }
        events.warning("changes are not told for a while", ("kind", kind.rawValue), ("cause", "\(error)"))
      }
      guard await Pause.nanos(wait) else { return }
      wait = min(wait * 2, 5_000_000_000)
    }
  }

  private func followTopics() async {
    await follow(
      .topic,
      // What is held and no longer declared goes as well.
      begin: { [self] in
        topics.add(await host.hosted().keys)
        janitor.add(Self.houseKey)
      },
      { [self] event in
        if case .modified(let new, let old?) = event, new.metadata.generation == old.metadata.generation { return }
        topics.add(event.object.topicName)
        definitions.add(views.withLock { $0.looking(at: event.object.topicName) })
      })
  }

  private func follow(_ kind: Kind) async {
    await follow(
      kind,
      { [self] event in
        if case .modified(let new, let old?) = event, new.metadata.generation == old.metadata.generation { return }
        let object = event.object
        definitions.add(object.key)
        switch kind {
        case .view: views.withLock { $0.note(event) }
        case .smartModule: definitions.add(views.withLock { $0.using(object.metadata.name) })
        default: break
        }
      })
  }

  private func resync() async {
    while await sleep(seconds: Self.resyncSeconds) {
      do throws(ObjectError) {
        let revision = try await declared.repository.forEach(.topic) { topics.add($0.topicName) }
        topics.add(await host.hosted().keys)
        for kind in [Kind.smartModule, .view, .tableFormat] {
          try await declared.repository.forEach(kind) { definitions.add($0.key) }
        }
        janitor.add(Self.houseKey)
        await forget(before: revision)
      } catch { events.warning("not everything was looked at again", ("cause", "\(error)")) }
    }
  }

  /// The history of a shared store is kept for watches of the last minutes only; a local one looks after itself.
  private func forget(before revision: Int64) async {
    let keep: Int64 = 10_000
    guard declared.isShared, revision > keep else { return }
    do throws(StoreError) { try await declared.base.compact(before: revision - keep) } catch {
      if case .compacted = error { return }
      events.warning("old revisions were not forgotten", ("cause", "\(error)"))
    }
  }

  /// Topics whose partitions failed or came back tell so without anybody's change.
  private func poll() async {
    var impaired: Set<String> = []
    while await sleep(seconds: Self.pollSeconds) {
      let now = await host.impaired()
      topics.add(now.symmetricDifference(impaired))
      impaired = now
    }
  }

  // MARK: The node's own object

  private func register(_ node: NodeFacts) async {
    var wait: UInt64 = 1
    while !Task.isCancelled {
      do throws(ObjectError) { return try await tell(node, .online) } catch {
        events.warning("the node's object is not written yet", ("cause", "\(error)"))
      }
      guard await sleep(seconds: wait) else { return }
      wait = min(wait * 2, 60)
    }
  }

  private func farewell(_ node: NodeFacts) async {
    // Best effort: a node may end because its store is gone.
    try? await tell(node, .offline)
  }

  private func tell(_ node: NodeFacts, _ state: SpuStatus.State) async throws(ObjectError) {
    let key = ObjectKey(.spu, "spu-\(node.spuID)")
    let now = clock.wallMillis()
    let object = WeirObject(.spu, ObjectMeta(name: key.name), spec: node.spec(rack: node.rack).json)
    do throws(ObjectError) { _ = try await declared.repository.create(object) } catch {
      guard case .alreadyExists = error else { throw error }
      _ = try await declared.repository.update(key) { current throws(ObjectError) in
        var new = current
        // What people set stays, unless the node was told otherwise.
        new.spec = node.spec(rack: node.rack ?? current.spec["rack"]?.text).json
        return new
      }
    }
    _ = try await declared.repository.update(key, part: .status) { current in
      var status = SpuStatus()
      status.conditions = current.conditions
      status.state = state
      status.version = node.version
      status.startedAt = state == .online ? Timestamp.format(millis: now) : current.status?["startedAt"]?.text
      status.conditions.set(
        Condition(
          "Ready", state == .online ? .yes : .no, reason: state == .online ? "Serving" : "Stopped", at: now,
          observedGeneration: current.metadata.generation))
      var new = current
      new.status = status.json
      return new
    }
  }
}

extension NodeFacts {
  fileprivate func spec(rack: String?) -> SpuSpec {
    var spec = SpuSpec()
    spec.id = spuID
    spec.rack = rack
    spec.publicEndpoint = publicEndpoint
    spec.adminEndpoint = adminEndpoint
    return spec
  }
}
