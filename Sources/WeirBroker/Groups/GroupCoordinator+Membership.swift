import WeirBase
import WeirWire

/// Members come, stay and go.
extension GroupCoordinator {
  /// Answers when the next generation begins, or at once if there is nothing to wait for.
  package func join(_ request: JoinRequest, reply: @escaping @Sendable (JoinResult) -> Void) {
    let freshID = request.memberID.isEmpty ? freshMemberID(request.clientID) : ""
    change { table, now in
      let ticket = table.number()
      table.joins[ticket] = reply
      let fault = admit(request, &table, now)
      if fault != .none {
        return table.answer(join: ticket, JoinResult(error: fault, memberID: request.memberID))
      }
      let actions = table.groups[request.groupID]?.classic.join(request, ticket: ticket, freshID: freshID, now: now)
      perform(actions ?? [], of: request.groupID, &table, now)
    }
  }

  private func admit(_ request: JoinRequest, _ table: inout GroupTable, _ now: GroupMoment) -> ErrorCode {
    if table.refusal != .none { return table.refusal }
    if request.groupID.isEmpty || !fits(request.groupID) { return .invalidGroupId }
    if !settings.sessionTimeoutMillis.contains(Int64(request.sessionTimeout)) { return .invalidSessionTimeout }
    let texts = [request.clientID, request.clientHost, request.instanceID ?? "", request.protocolType]
    guard texts.allSatisfy(fits), request.protocols.allSatisfy({ fits($0.name) }) else { return .invalidRequest }
    if table.groups[request.groupID] != nil { return .none }
    if !request.memberID.isEmpty { return .unknownMemberId }
    return table.make(request.groupID, settings, now) ? .none : .coordinatorNotAvailable
  }

  func fits(_ text: String) -> Bool { text.utf8.count <= OffsetsRecordCodec.textBytesMax }

  /// `<client id>-<uuid>`, as Kafka's.
  private func freshMemberID(_ clientID: String) -> String {
    let high = (random.next() & ~0xf000) | 0x4000
    let low = (random.next() & ~(0xc0 << 56)) | (0x80 << 56)
    let digits = [high, low].map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: max(0, 16 - text.count)) + text
    }.joined()
    var uuid = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { uuid.append("-") }
      uuid.append(digit)
    }
    return String(decoding: clientID.utf8.prefix(1_024), as: UTF8.self) + "-" + uuid
  }

  /// Answers when the leader has said who gets what and that is durable.
  package func sync(_ request: SyncRequest, reply: @escaping @Sendable (SyncResult) -> Void) {
    change { table, now in
      let ticket = table.number()
      table.syncs[ticket] = reply
      let fault = fault(in: table, request.groupID)
      if fault != .none { return table.answer(sync: ticket, SyncResult(error: fault)) }
      let actions = table.groups[request.groupID]?.classic.sync(request, ticket: ticket, now: now)
      perform(actions ?? [], of: request.groupID, &table, now)
    }
  }

  /// REBALANCE_IN_PROGRESS asks the member to join again.
  package func heartbeat(
    groupID: String, generation: Int32, memberID: String, instanceID: String? = nil
  ) -> ErrorCode {
    change { table, now in
      let fault = fault(in: table, groupID)
      if fault != .none { return fault }
      let answer = table.groups[groupID]?.classic.heartbeat(
        generation: generation, memberID: memberID, instanceID: instanceID, now: now)
      table.note(groupID)
      return answer ?? .unknownMemberId
    }
  }

  /// Versions before 3 name one member, and take its error for the whole.
  package func leave(groupID: String, members: [LeaveMember]) -> LeaveResult {
    change { table, now in
      let fault = fault(in: table, groupID)
      if fault != .none && fault != .unknownMemberId { return LeaveResult(error: fault, members: []) }
      guard let (result, actions) = table.groups[groupID]?.classic.leave(members, now: now) else {
        let unknown = members.map {
          LeaveResult.Member(memberID: $0.memberID, instanceID: $0.instanceID, error: .unknownMemberId)
        }
        return LeaveResult(error: .none, members: unknown)
      }
      perform(actions, of: groupID, &table, now)
      return result
    }
  }

  private func fault(in table: borrowing GroupTable, _ groupID: String) -> ErrorCode {
    if table.refusal != .none { return table.refusal }
    if groupID.isEmpty { return .invalidGroupId }
    return table.groups[groupID] == nil ? .unknownMemberId : .none
  }
}
