// swift-tools-version:6.2
import PackageDescription

/// One set of language settings for every Swift target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "weir",
  products: [
    .executable(name: "weir", targets: ["weir"]),
    .library(name: "WeirClient", targets: ["WeirClient"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // C shims only.
    .target(name: "CWeir"),
    .target(
      name: "CCodecs",
      // Debian's static archives, so that the binary carries its codecs with it.
      linkerSettings: [
        .linkedLibrary(":libzstd.a"), .linkedLibrary(":liblz4.a"), .linkedLibrary(":libsnappy.a"),
        .linkedLibrary(":libz.a"), .linkedLibrary("stdc++"),
      ]),
    .target(name: "CDigest", linkerSettings: [.linkedLibrary(":libmd.a")]),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary(":libsqlite3.a"), .linkedLibrary("m")]),
    // The console's files, embedded as they stand.
    .target(name: "CConsole", exclude: ["files"]),
    .target(name: "CYAML", linkerSettings: [.linkedLibrary(":libyaml.a")]),

    // The rooms, in the direction data flows.
    .target(name: "WeirBase", dependencies: ["CWeir", "CDigest"], swiftSettings: settings),
    .target(name: "WeirRecords", dependencies: ["WeirBase", "CCodecs"], swiftSettings: settings),
    .target(name: "WeirWire", dependencies: ["WeirBase", nioCore], swiftSettings: settings),
    .target(name: "WeirLog", dependencies: ["WeirBase", "WeirRecords"], swiftSettings: settings),
    .target(name: "WeirSmartEngine", dependencies: ["WeirBase", "WeirRecords"], swiftSettings: settings),
    .target(name: "WeirObjects", dependencies: ["WeirBase", "CYAML"], swiftSettings: settings),
    .target(
      name: "WeirControl", dependencies: ["WeirBase", "WeirObjects", "CSQLite", nioCore, nioPosix, nioHTTP1],
      swiftSettings: settings),
    .target(
      name: "WeirAPI",
      dependencies: ["WeirBase", "WeirObjects", "WeirControl", "CConsole", nioCore, nioPosix, nioHTTP1],
      swiftSettings: settings),
    .target(
      name: "WeirBroker", dependencies: ["WeirBase", "WeirWire", "WeirRecords", "WeirLog", nioCore],
      swiftSettings: settings),
    .target(
      name: "WeirServer",
      dependencies: [
        "WeirBase", "WeirWire", "WeirRecords", "WeirLog", "WeirSmartEngine", "WeirBroker", "WeirObjects",
        "WeirControl", "WeirAPI", nioCore, nioPosix, nioHTTP1,
      ],
      swiftSettings: settings),
    .target(
      name: "WeirClient",
      dependencies: ["WeirBase", "WeirWire", "WeirRecords", "WeirObjects", nioCore, nioPosix, nioHTTP1],
      swiftSettings: settings),
    .executableTarget(
      name: "weir",
      dependencies: ["WeirBase", "WeirServer", "WeirClient", "WeirRecords", "WeirObjects", arguments],
      swiftSettings: settings),

    // Build tool: schema files -> Sources/WeirWire/Generated.
    .executableTarget(name: "WeirWireGenerator", swiftSettings: settings),

    // Test kit.
    .target(name: "WeirSim", dependencies: ["WeirBase"], swiftSettings: settings),

    .testTarget(name: "WeirBaseTests", dependencies: ["WeirBase", "WeirSim"], swiftSettings: settings),
    .testTarget(name: "WeirRecordsTests", dependencies: ["WeirRecords", "WeirBase"], swiftSettings: settings),
    .testTarget(
      name: "WeirWireTests", dependencies: ["WeirWire", "WeirBase", "WeirWireGenerator", nioCore],
      exclude: ["Goldens"], swiftSettings: settings),
    .testTarget(
      name: "WeirLogTests", dependencies: ["WeirLog", "WeirRecords", "WeirBase", "WeirSim"], swiftSettings: settings),
    .testTarget(
      name: "WeirBrokerTests",
      dependencies: [
        "WeirBroker", "WeirLog", "WeirWire", "WeirRecords", "WeirBase", "WeirSim", nioCore, nioPosix,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WeirServerTests",
      dependencies: [
        "WeirServer", "WeirAPI", "WeirControl", "WeirObjects", "WeirBroker", "WeirWire", "WeirBase", nioCore, nioEmbedded,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WeirClientTests",
      dependencies: ["WeirClient", "WeirObjects", "WeirWire", "WeirRecords", "WeirBase", nioCore, nioEmbedded],
      swiftSettings: settings),
    .testTarget(
      name: "WeirSmartEngineTests", dependencies: ["WeirSmartEngine", "WeirBase", "WeirRecords"],
      swiftSettings: settings),
    .testTarget(name: "WeirObjectsTests", dependencies: ["WeirObjects", "WeirBase"], swiftSettings: settings),
    .testTarget(
      name: "WeirControlTests", dependencies: ["WeirControl", "WeirObjects", "WeirBase", "WeirSim", nioCore],
      swiftSettings: settings),
    .testTarget(
      name: "WeirAPITests",
      dependencies: [
        "WeirAPI", "WeirControl", "WeirObjects", "WeirBase", "WeirSim", nioCore, nioPosix, nioHTTP1,
      ],
      swiftSettings: settings),
    .testTarget(name: "TidyTests", swiftSettings: settings),
  ]
)
