import WeirBase
import WeirWire

/// What administrators ask, and what the node forgets by itself.
extension GroupCoordinator {
  /// Nil: there is no such group (Kafka then says GROUP_ID_NOT_FOUND from version 6 on, else a Dead group).
  package func describe(_ groupID: String) -> (error: ErrorCode, group: GroupDescription?) {
    look { table in
      if table.refusal != .none { return (table.refusal, nil) }
      guard let group = table.groups[groupID]?.classic, group.state != .dead else { return (.none, nil) }
      return (.none, group.describe())
    }
  }

  /// Groups in one of `states` and of one of `types`, whatever their case; empty: any.
  package func list(states: [String] = [], types: [String] = []) -> (error: ErrorCode, groups: [GroupListing]) {
    let states = Set(states.map { $0.lowercased() })
    let types = Set(types.map { $0.lowercased() })
    return look { table in
      if table.refusal != .none { return (table.refusal, []) }
      if !types.isEmpty && !types.contains("classic") { return (.none, []) }
      let groups = table.groups.values.map(\.classic).filter {
        states.isEmpty || states.contains($0.state.rawValue.lowercased())
      }
      return (
        .none,
        groups.sorted { $0.id < $1.id }.map {
          GroupListing(groupID: $0.id, protocolType: $0.protocolType ?? "", state: $0.state, type: "classic")
        }
      )
    }
  }

  /// Deletes groups without members, with their offsets; answers when that is durable, in the order asked.
  package func delete(
    _ groupIDs: [String], reply: @escaping @Sendable ([(groupID: String, error: ErrorCode)]) -> Void
  ) {
    change { table, now in
      var results = groupIDs.map { (groupID: $0, error: table.refusal) }
      var doomed: [String: UInt64] = [:]
      var entries: [OffsetsEntry] = []
      for index in results.indices where results[index].error == .none {
        let id = results[index].groupID
        results[index].error = condemn(id, &table, now, &entries)
        if results[index].error == .none { doomed[id] = table.groups[id]?.incarnation }
      }
      if doomed.isEmpty { return table.effects.append(.call { [results] in reply(results) }) }
      table.outbox.append(
        GroupTable.Append(entries: entries) { [weak self, doomed, results] error in
          self?.deleted(doomed, error)
          let answer = ClassicGroup.answer(toStorageError: error)
          reply(results.map { ($0.groupID, $0.error == .none ? answer : $0.error) })
        })
    }
  }

  private func condemn(
    _ id: String, _ table: inout GroupTable, _ now: GroupMoment, _ entries: inout [OffsetsEntry]
  ) -> ErrorCode {
    guard let entry = table.groups[id], entry.classic.state != .dead else { return .groupIdNotFound }
    guard entry.classic.state == .empty else { return .nonEmptyGroup }
    table.groups[id]?.classic.enter(.dead, now)
    entries += tombstones(of: id, entry)
    return .none
  }

  private func deleted(_ doomed: [String: UInt64], _ error: ErrorCode) {
    change { table, now in
      for (id, incarnation) in doomed where table.groups[id]?.incarnation == incarnation {
        if error == .none {
          table.groups[id] = nil
          table.effects.append(.report(.info, "group \(id) is deleted"))
        } else {
          table.groups[id]?.classic.enter(.empty, now)
          table.groups[id]?.retireDeadline = now.after(settings.emptyGroupMillis)
          table.note(id)
        }
      }
    }
  }

  /// Drops offsets that nobody used for too long, then the group if nothing is left of it.
  func retire(_ id: String, _ table: inout GroupTable, _ now: GroupMoment) {
    guard let entry = table.groups[id], entry.classic.state == .empty else {
      table.groups[id]?.retireDeadline = .max
      return
    }
    let expiry = { (value: CommittedOffset) in self.expiry(of: value, in: entry.classic) }
    let expired = entry.offsets.all.filter { $0.slot.committed.map { expiry($0) <= now.wall } ?? false }
      .filter { $0.slot.inFlight.isEmpty }
    drop(expired.map { ($0.topic, $0.partition) }, of: id, &table)
    guard let rest = table.groups[id] else { return }
    let isForgotten = entry.classic.stateTimestamp &+ settings.emptyGroupMillis <= now.wall
    if rest.offsets.isEmpty, rest.classic.pending.isEmpty, isForgotten {
      table.groups[id] = nil
      if entry.record.latest != nil {
        append([OffsetsEntry(key: OffsetsRecordCodec.encode(.group(id)), value: nil)], of: id, &table)
      }
      return
    }
    let next = rest.offsets.all.map { expiry($0.slot.latest ?? .unknown) }.min() ?? 0
    // Not sooner than the shorter period: commits that come meanwhile last longer than that.
    let wait = max(next &- now.wall, min(settings.emptyGroupMillis, settings.offsetsRetentionMillis))
    table.groups[id]?.retireDeadline = now.after(wait)
  }

  /// Wall clock, milliseconds. Offsets of a group that had members age from when it lost the last.
  private func expiry(of value: CommittedOffset, in group: ClassicGroup) -> Int64 {
    let since = group.protocolType == nil ? value.commitTimestamp : max(value.commitTimestamp, group.stateTimestamp)
    let (sum, overflow) = max(0, since).addingReportingOverflow(settings.offsetsRetentionMillis)
    return overflow ? .max : sum
  }
}
