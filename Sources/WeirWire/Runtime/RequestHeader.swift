/// What stands before a request's body.
package struct RequestHeader: Equatable, Sendable {
  /// As sent; it may be one `ApiKey` does not know.
  package var apiKey: Int16
  package var apiVersion: Int16
  /// The response carries the same number.
  package var correlationId: Int32
  package var clientId: String?

  package init(apiKey: Int16, apiVersion: Int16, correlationId: Int32, clientId: String?) {
    self.apiKey = apiKey
    self.apiVersion = apiVersion
    self.correlationId = correlationId
    self.clientId = clientId
  }

  /// Reads header version 2 for flexible versions of an API we know, else version 1. The client id keeps its 16-bit
  /// length in both, and tagged fields are skipped (KIP-482).
  package init(from reader: inout WireReader) throws(WireError) {
    do throws(WireError) {
      apiKey = try reader.int16()
      apiVersion = try reader.int16()
      correlationId = try reader.int32()
      clientId = try reader.optionalString(compact: false)
      if isFlexible { _ = try reader.taggedFields() }
    } catch {
      throw error.within("RequestHeader")
    }
  }

  private var isFlexible: Bool { ApiKey(rawValue: apiKey)?.isFlexible(apiVersion) ?? false }

  package func encode(into writer: inout WireWriter) throws(WireError) {
    writer.int16(apiKey)
    writer.int16(apiVersion)
    writer.int32(correlationId)
    try writer.optionalString(clientId, compact: false)
    if isFlexible { try writer.taggedFields([]) }
  }
}
