import WeirBase
import WeirWire

/// What groups want done.
extension GroupCoordinator {
  func perform(_ actions: [GroupAction], of id: String, _ table: inout GroupTable, _ now: GroupMoment) {
    for action in actions {
      switch action {
      case .answerJoin(let ticket, let result): table.answer(join: ticket, result)
      case .answerSync(let ticket, let result): table.answer(sync: ticket, result)
      case .store(let metadata, let purpose): store(metadata, purpose, id, &table, now)
      case .report(let level, let text): table.effects.append(.report(level, text))
      }
    }
    table.note(id)
  }

  private func store(
    _ metadata: GroupMetadata, _ purpose: StorePurpose, _ id: String, _ table: inout GroupTable, _ now: GroupMoment
  ) {
    guard let incarnation = table.groups[id]?.incarnation else { return }
    let sequence = table.number()
    table.groups[id]?.record.begin(metadata, sequence: sequence)
    if purpose == .emptied { table.groups[id]?.retireDeadline = now.after(settings.emptyGroupMillis) }
    let entry = OffsetsEntry(
      key: OffsetsRecordCodec.encode(.group(id)), value: OffsetsRecordCodec.encode(metadata))
    table.outbox.append(
      GroupTable.Append(entries: [entry]) { [weak self] error in
        self?.stored(sequence, purpose, id, incarnation, error)
      })
  }

  private func stored(
    _ sequence: UInt64, _ purpose: StorePurpose, _ id: String, _ incarnation: UInt64, _ error: ErrorCode
  ) {
    change { table, now in
      if error != .none {
        table.effects.append(.report(.warning, "group \(id): its state could not be stored: \(error.message)"))
      }
      guard table.groups[id]?.incarnation == incarnation else { return }
      table.groups[id]?.record.settle(sequence: sequence, isDurable: error == .none)
      let actions: [GroupAction]? =
        switch purpose {
        case .assignment(let generation):
          table.groups[id]?.classic.assignmentStored(generation: generation, error, now)
        case .replacement(let replacement): table.groups[id]?.classic.replacementStored(replacement, error, now)
        case .emptied: nil
        }
      perform(actions ?? [], of: id, &table, now)
    }
  }
}
