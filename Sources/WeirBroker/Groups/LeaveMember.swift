import WeirWire

/// One member that leaves (LeaveGroup; versions before 3 name one alone).
package struct LeaveMember: Sendable {
  /// Empty: by instance id (an administrator's removal).
  package var memberID: String
  package var instanceID: String?

  package init(memberID: String, instanceID: String? = nil) {
    self.memberID = memberID
    self.instanceID = instanceID
  }
}

/// The answer to a leave: `members` in the order asked, empty if `error` refuses them all.
package struct LeaveResult: Sendable {
  package struct Member: Sendable {
    package var memberID: String
    package var instanceID: String?
    package var error: ErrorCode
  }

  package var error: ErrorCode
  package var members: [Member]
}
