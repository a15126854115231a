import WeirBase

/// What must hold across a table format's fields.
enum TableFormatRules {
  static func check(_ spec: TableFormatSpec) -> [Cause] {
    var causes: [Cause] = []
    var heads: Set<String> = []
    for (place, column) in spec.columns.enumerated() {
      let path = "spec.columns[\(place)]"
      let names = column.keyPath.split(separator: ".", omittingEmptySubsequences: false)
      if names.contains(where: \.isEmpty) {
        let message = "\"\(column.keyPath)\" has an empty name; write names with points between, such as user.name"
        causes.append(Cause(path + ".keyPath", .invalid, message))
      }
      let head = column.headerLabel ?? column.keyPath
      if column.display, !heads.insert(head).inserted {
        causes.append(Cause(path + ".headerLabel", .duplicate, "\"\(head)\" heads another column too"))
      }
    }
    if !spec.columns.isEmpty, !spec.columns.contains(where: \.display) {
      causes.append(Cause("spec.columns", .invalid, "must show at least one column; display is false in all of them"))
    }
    return causes
  }
}

/// What must hold across a partition's fields.
enum PartitionRules {
  static func check(_ spec: PartitionSpec, name: String) -> [Cause] {
    var causes: [Cause] = []
    if Set(spec.replicas).count != spec.replicas.count {
      causes.append(Cause("spec.replicas", .duplicate, "names an SPU twice"))
    }
    if spec.leader >= 0, !spec.replicas.contains(spec.leader) {
      causes.append(Cause("spec.leader", .invalid, "\(spec.leader) is not among the replicas"))
    }
    return causes
  }
}

/// What must hold across an SPU's fields.
enum SpuRules {
  static func check(_ spec: SpuSpec) -> [Cause] {
    let endpoints = [("spec.publicEndpoint", spec.publicEndpoint), ("spec.adminEndpoint", spec.adminEndpoint)]
    return endpoints.compactMap { path, text in
      text.isEmpty && path == "spec.adminEndpoint" || isEndpoint(text)
        ? nil : Cause(path, .invalid, "\"\(text)\" must be HOST:PORT")
    }
  }

  /// `host:port`, or `[address]:port` for IPv6.
  private static func isEndpoint(_ text: String) -> Bool {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return false }
    let host = text[..<colon]
    let isBracketed = host.first == "[" && host.last == "]" && host.count > 2
    return port > 0 && !host.isEmpty && (isBracketed || !host.contains(":")) && !host.contains(" ")
  }
}
