import WeirWire

extension Broker {
  func apiVersions(_ request: ApiVersionsRequest, _ call: Call<ApiVersionsResponse>) {
    var response = ApiVersionsResponse()
    if call.version >= 3
      && !(Self.isSoftwareName(request.clientSoftwareName) && Self.isSoftwareName(request.clientSoftwareVersion))
    {
      response.errorCode = ErrorCode.invalidRequest.rawValue
      return call.reply(response)
    }
    response.apiKeys = SupportedVersions.all.map { entry in
      .init(apiKey: entry.api.rawValue, minVersion: entry.versions.lowerBound, maxVersion: entry.versions.upperBound)
    }
    call.reply(response)
  }

  /// KIP-511: letters, digits, dots and dashes, a letter or digit at both ends.
  private static func isSoftwareName(_ text: String) -> Bool {
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }
}
