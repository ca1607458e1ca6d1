// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6)]

// What measures Berth: a package of its own, so that nobody who builds or tests Berth builds it. `Benchmarks/run` builds it with
// BERTH_INSTRUMENTS set, which lets it reach what Berth keeps to itself (see the end of ../Package.swift).
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "berth", path: ".."),
        // Without its traits, which bring libraries that count allocations: Allocations does that here.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .target(name: "Allocations", path: "Allocations"),
        .target(
            name: "SampleLedger",
            dependencies: [
                .product(name: "Ledger", package: "berth"),
                .product(name: "Licensing", package: "berth"),
                .product(name: "SQLiteLedger", package: "berth"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "fill-ledger",
            dependencies: ["SampleLedger"],
            swiftSettings: strict),
        .executableTarget(
            name: "InProcess",
            dependencies: [
                "Allocations", "SampleLedger",
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "ClientCore", package: "berth"),
                .product(name: "Ledger", package: "berth"),
                .product(name: "LicenseAPI", package: "berth"),
                .product(name: "Licensing", package: "berth"),
                .product(name: "SQLiteLedger", package: "berth"),
                .product(name: "Sandbox", package: "berth"),
                .product(name: "Desk", package: "berth"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "InProcess",
            swiftSettings: strict,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ]
)
