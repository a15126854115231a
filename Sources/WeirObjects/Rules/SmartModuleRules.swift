import WeirBase

/// What must hold across a SmartModule's fields.
enum SmartModuleRules {
  static func check(_ spec: SmartModuleSpec) -> [Cause] {
    var causes: [Cause] = []
    switch (spec.digest, spec.wasm) {
    case (nil, nil):
      causes.append(Cause("spec.digest", .required, "is required where spec.wasm does not hold the module itself"))
    case (let digest, let wasm?): causes += checkInline(wasm, digest: digest)
    case (_?, nil): break
    }
    if let limits = spec.limits { causes += checkLimits(limits) }
    return causes
  }

  private static func checkInline(_ wasm: String, digest: String?) -> [Cause] {
    guard let bytes = Base64.decode(wasm) else {
      return [Cause("spec.wasm", .invalid, "is no Base64 (RFC 4648, with padding)")]
    }
    if bytes.count > SmartModuleSpec.inlineBytesMax {
      let most = SmartModuleSpec.inlineBytesMax
      let message = "holds \(bytes.count) bytes; \(most) may stand inline, upload it by digest"
      return [Cause("spec.wasm", .tooLong, message)]
    }
    // The first eight bytes of every module: "\0asm" and version 1.
    if !bytes.starts(with: [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]) {
      return [Cause("spec.wasm", .invalid, "is no WebAssembly module: it does not begin with \\0asm and version 1")]
    }
    let found = "sha256:" + SHA256.hexadecimal(bytes)
    guard let digest, digest != found else { return [] }
    return [Cause("spec.digest", .invalid, "does not name what spec.wasm holds, which is \(found)")]
  }

  private static func checkLimits(_ limits: SmartModuleLimits) -> [Cause] {
    var causes: [Cause] = []
    if let millis = limits.timeMillis, !(1...600_000).contains(millis) {
      causes.append(Cause("spec.limits.time", .invalid, "must be from 1ms to 10m"))
    }
    if let bytes = limits.memoryBytes, !(65_536...(4 << 30)).contains(bytes) {
      causes.append(Cause("spec.limits.memory", .invalid, "must be from 64Ki (one page of WebAssembly) to 4Gi"))
    }
    return causes
  }
}
