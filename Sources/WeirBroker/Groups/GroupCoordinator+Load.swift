import WeirBase
import WeirWire

/// What outlives a restart.
extension GroupCoordinator {
  /// Replays one record of the offsets topic; before `loaded`, in the topic's order. A damaged one is reported and
  /// skipped.
  package func load(_ record: OffsetsEntry) {
    do throws(OffsetsRecordCodec.Fault) {
      switch try OffsetsRecordCodec.decodeKey(record.key) {
      case .offset(let group, let topic, let partition):
        var value: CommittedOffset?
        if let bytes = record.value { value = try OffsetsRecordCodec.decodeOffset(bytes) }
        load(group, topic, partition, value)
      case .group(let group):
        var metadata: GroupMetadata?
        if let bytes = record.value { metadata = try OffsetsRecordCodec.decodeGroup(bytes) }
        load(group, metadata)
      }
    } catch {
      events.warning("a record of the offsets topic cannot be read and is skipped: \(error)")
    }
  }

  private func load(_ group: String, _ topic: String, _ partition: Int32, _ value: CommittedOffset?) {
    change { table, now in
      guard table.phase == .loading else { return }
      if value == nil, table.groups[group] == nil { return }
      guard table.make(group, settings, now) else { return }
      table.groups[group]?.offsets.load(topic, partition, value)
      forgetIfNothing(group, &table)
    }
  }

  private func load(_ group: String, _ metadata: GroupMetadata?) {
    change { table, now in
      guard table.phase == .loading else { return }
      if metadata == nil, table.groups[group] == nil { return }
      guard table.make(group, settings, now) else { return }
      table.groups[group]?.record.stored = metadata
      table.groups[group]?.classic =
        metadata.map { ClassicGroup(id: group, settings: settings, metadata: $0, now: now) }
        ?? ClassicGroup(id: group, settings: settings, now: now)
      forgetIfNothing(group, &table)
    }
  }

  private func forgetIfNothing(_ group: String, _ table: inout GroupTable) {
    if let entry = table.groups[group], entry.offsets.isEmpty, entry.record.stored == nil { table.groups[group] = nil }
  }

  /// All records have been replayed: serving begins, and members have a whole session to be heard of.
  package func loaded() {
    change { table, now in
      guard table.phase == .loading else { return }
      table.phase = .serving
      for id in table.groups.keys {
        table.groups[id]?.classic.beginSessions(now)
        table.groups[id]?.retireDeadline = now.steady
        table.note(id)
      }
    }
  }

  /// All live state as records, commits on their way included: what a compacted offsets topic holds.
  package func snapshot() -> [OffsetsEntry] {
    let groups = look { $0.groups }
    return groups.keys.sorted().flatMap { id -> [OffsetsEntry] in
      guard let entry = groups[id], entry.classic.state != .dead else { return [] }
      var records = entry.offsets.all.compactMap { topic, partition, slot in
        slot.latest.map {
          OffsetsEntry(
            key: OffsetsRecordCodec.encode(.offset(group: id, topic: topic, partition: partition)),
            value: OffsetsRecordCodec.encode($0))
        }
      }
      if let stored = entry.record.latest {
        records.append(
          OffsetsEntry(key: OffsetsRecordCodec.encode(.group(id)), value: OffsetsRecordCodec.encode(stored)))
      }
      return records
    }
  }
}
