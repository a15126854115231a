import CDigest

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
  /// 32 bytes.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    digest.withUnsafeMutableBufferPointer { out in
      bytes.withUnsafeBufferPointer { cdigest_sha256($0.baseAddress, $0.count, out.baseAddress) }
    }
    return digest
  }

  /// 64 hexadecimal digits in lower case.
  package static func hexadecimal(_ bytes: [UInt8]) -> String {
    digest(bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
