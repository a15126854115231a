import Glibc

/// How many times the usual number of random cases a campaign tries: `WEIR_CAMPAIGN_SCALE`, else 1.
let campaignScale: UInt64 = getenv("WEIR_CAMPAIGN_SCALE").flatMap { UInt64(String(cString: $0)) } ?? 1
