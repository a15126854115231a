extension ApiKey {
  /// Response header version 1 has a tag buffer. ApiVersions always answers with version 0, because the client that
  /// asks does not know yet what we speak (KIP-511).
  private func hasTaggedResponseHeader(_ version: Int16) -> Bool { self != .apiVersions && isFlexible(version) }

  fileprivate func skipTags(_ reader: inout WireReader, _ version: Int16) throws(WireError) {
    if hasTaggedResponseHeader(version) { _ = try reader.taggedFields() }
  }

  fileprivate func writeTags(_ writer: inout WireWriter, _ version: Int16) {
    if hasTaggedResponseHeader(version) { writer.unsignedVarint(0) }
  }
}

extension WireWriter {
  /// Writes what stands before a response's body.
  package mutating func responseHeader(correlationId: Int32, api: ApiKey, version: Int16) {
    int32(correlationId)
    api.writeTags(&self, version)
  }
}

extension WireReader {
  /// Reads what stands before a response's body; returns the correlation id.
  package mutating func responseHeader(api: ApiKey, version: Int16) throws(WireError) -> Int32 {
    let correlationId = try int32()
    try api.skipTags(&self, version)
    return correlationId
  }
}
