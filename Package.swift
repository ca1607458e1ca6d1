// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// What the program was built from, which `berth --version` tells: packaging/package sets it to what `git describe` says.
let build = text("CP_BUILD", "BERTH_BUILD")

/// What of ICU's data the program holds, as a file in assembler, which packaging/build makes; without it all.
let unicode = text("CP_UNICODE_DATA", "BERTH_UNICODE_DATA")

/// A text for the C compiler, from the environment.
func text(_ name: String, _ variable: String) -> [CSetting] {
    Context.environment[variable].map { [.define(name, to: "\"\($0)\"")] } ?? []
}

let package = Package(
    name: "berth",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "berth", targets: ["berth"]),
        .library(name: "StateMachine", targets: ["StateMachine"]),
        .library(name: "Licensing", targets: ["Licensing"]),
        .library(name: "LicenseAPI", targets: ["LicenseAPI"]),
        .library(name: "Ledger", targets: ["Ledger"]),
        .library(name: "SQLiteLedger", targets: ["SQLiteLedger"]),
        .library(name: "PostgresLedger", targets: ["PostgresLedger"]),
        .library(name: "ClientCore", targets: ["ClientCore"]),
        .library(name: "ClientLive", targets: ["ClientLive"]),
        .library(name: "Sandbox", targets: ["Sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        .target(name: "StateMachine", swiftSettings: strict),
        .target(name: "Licensing", swiftSettings: strict),
        .target(
            name: "LicenseAPI",
            dependencies: [
                "Licensing", asyncHTTPClient, crypto, cryptoExtras, logging,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(name: "Ledger", dependencies: ["Licensing", crypto], swiftSettings: strict),
        .target(name: "Files", swiftSettings: strict),
        .target(
            name: "SQLiteLedger",
            dependencies: [
                "Files", "Ledger", "Licensing", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(name: "CPostgres", cSettings: [.define("_GNU_SOURCE")]),
        .target(
            name: "PostgresLedger", dependencies: ["CPostgres", "Ledger", "Licensing"], swiftSettings: strict),
        .target(name: "ClientCore", dependencies: ["StateMachine", "Licensing", "Ledger"], swiftSettings: strict),
        .target(
            name: "ClientLive",
            dependencies: [
                "ClientCore", "CProcess", "Files", "Licensing", "LicenseAPI", "Ledger", crypto,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(name: "CProcess", cSettings: build + unicode),
        .target(name: "Manual", dependencies: ["Licensing", "ClientLive"], swiftSettings: strict),
        .target(name: "TerminalUI", swiftSettings: strict),
        .target(
            name: "Screens", dependencies: ["StateMachine", "ClientCore", "Licensing", "Ledger", "TerminalUI"],
            swiftSettings: strict),
        .target(
            name: "CTerminal",
            cSettings: [.define("_XOPEN_SOURCE_EXTENDED"), .define("_GNU_SOURCE")],
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(name: "NcursesTerminal", dependencies: ["CTerminal", "TerminalUI"], swiftSettings: strict),
        .target(
            name: "Sandbox",
            dependencies: [
                "Files", "Licensing", "LicenseAPI", crypto, cryptoExtras, logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(name: "Demo", dependencies: ["Licensing", "Sandbox", "Screens"], swiftSettings: strict),
        .executableTarget(
            name: "berth",
            dependencies: [
                "StateMachine", "Licensing", "LicenseAPI", "Ledger", "SQLiteLedger", "PostgresLedger", "ClientCore",
                "ClientLive",
                "TerminalUI",
                "Screens", "NcursesTerminal", "Sandbox", "Demo", "CProcess", "Files", "Manual", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "pictures",
            dependencies: [
                "StateMachine", "Licensing", "LicenseAPI", "Ledger", "SQLiteLedger", "ClientCore", "ClientLive",
                "TerminalUI",
                "Screens", "Sandbox", "Demo", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(
            name: "TestKit", dependencies: ["StateMachine", "Licensing", "Ledger", "TerminalUI"], path: "Tests/TestKit",
            swiftSettings: strict),
        .testTarget(name: "StateMachineTests", dependencies: ["StateMachine", "TestKit"], swiftSettings: strict),
        .testTarget(name: "LicensingTests", dependencies: ["Licensing", "TestKit"], swiftSettings: strict),
        .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: strict),
        .testTarget(
            name: "LicenseAPITests",
            dependencies: [
                "LicenseAPI", "Licensing", "TestKit", asyncHTTPClient, crypto, cryptoExtras,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "LedgerStoreTests", dependencies: ["Ledger", "Licensing", "TestKit", crypto], exclude: ["Scripts"],
            swiftSettings: strict),
        .executableTarget(
            name: "ledgerdummy", dependencies: ["Ledger", "SQLiteLedger", "Licensing"], path: "Tests/LedgerDummy",
            swiftSettings: strict),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "berth", "ledgerdummy", "Files", "Ledger", "SQLiteLedger", "LicenseAPI", "Licensing", "Sandbox",
                "TestKit",
                crypto,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PostgresLedgerTests",
            dependencies: ["PostgresLedger", "CPostgres", "SQLiteLedger", "Ledger", "Licensing", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "ClientCoreTests", dependencies: ["ClientCore", "StateMachine", "Licensing", "Ledger", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "ClientLiveTests",
            dependencies: [
                "ClientLive", "ClientCore", "StateMachine", "Licensing", "LicenseAPI", "Ledger", "SQLiteLedger",
                "Sandbox", "TestKit",
            ],
            swiftSettings: strict),
        .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI", "TestKit"], swiftSettings: strict),
        .testTarget(
            name: "ScreensTests",
            dependencies: [
                "Screens", "StateMachine", "ClientCore", "ClientLive", "Ledger", "SQLiteLedger", "Licensing",
                "LicenseAPI",
                "TerminalUI",
                "Sandbox",
                "Demo", "TestKit", logging,
            ],
            exclude: ["Goldens"], swiftSettings: strict),
        .testTarget(
            name: "DeskTests",
            dependencies: [
                "Screens", "ClientCore", "ClientLive", "Ledger", "SQLiteLedger", "Licensing", "LicenseAPI",
                "TerminalUI", "Sandbox", "Demo", "TestKit", logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NcursesTerminalTests",
            dependencies: ["NcursesTerminal", "CTerminal", "TerminalUI", "TestKit", "terminaldummy"],
            swiftSettings: strict),
        .executableTarget(
            name: "terminaldummy", dependencies: ["NcursesTerminal", "TerminalUI"], path: "Tests/TerminalDummy",
            swiftSettings: strict),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "LicenseAPI", "Licensing", "TestKit", cryptoExtras, asyncHTTPClient, logging,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ManualTests", dependencies: ["Manual", "ClientLive", "Licensing", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "PicturesTests", dependencies: ["pictures", "Licensing", "TerminalUI"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "berth", "Ledger", "SQLiteLedger", "PostgresLedger", "Licensing", "Sandbox", "TestKit", logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Scripts"], swiftSettings: strict),
        .testTarget(
            name: "LibraryExamples",
            dependencies: [
                "StateMachine", "Licensing", "LicenseAPI", "Ledger", "SQLiteLedger", "ClientCore", "ClientLive",
                "Sandbox", logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "crashdummy",
            dependencies: [
                "CProcess", "ClientCore", "ClientLive", "Ledger", "SQLiteLedger", "LicenseAPI", "Licensing", "Sandbox",
                "StateMachine",
            ],
            path: "Tests/CrashDummy", swiftSettings: strict),
        .testTarget(
            name: "CrashTests",
            dependencies: [
                "crashdummy", "ClientCore", "ClientLive", "Ledger", "SQLiteLedger", "LicenseAPI", "Licensing",
                "Sandbox",
                "StateMachine", "TestKit", asyncHTTPClient, logging, .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),
    ]
)

// Only who writes the libraries' documentation needs what writes it: `.ci/docs` sets this variable.
if Context.environment["BERTH_DOCS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

// What fuzzes and measures the package reaches further into it than others do: `.ci/fuzz` and `Benchmarks/run` set this variable.
if Context.environment["BERTH_INSTRUMENTS"] != nil {
    let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
    package.products.append(.library(name: "Desk", targets: ["Screens", "TerminalUI", "NcursesTerminal"]))
    for target in package.targets where ["LicenseAPI", "NcursesTerminal"].contains(target.name) {
        target.swiftSettings?.append(.unsafeFlags(["-enable-testing"], .when(configuration: .release)))
    }
    package.targets += [
        fuzzer("Ends", of: ["Licensing"]),
        fuzzer("Keys", of: ["CTerminal", "NcursesTerminal", "TerminalUI"]),
        fuzzer("Responses", of: ["LicenseAPI", "Licensing", crypto, nioHTTP1]),
        fuzzer("Configuration", of: ["ClientLive", "Licensing"]),
    ]
}

func fuzzer(_ name: String, of dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: "Fuzz\(name)", dependencies: dependencies, path: "Tests/Fuzzing/\(name)",
        swiftSettings: strict)
}
