// swift-tools-version: 6.2

import PackageDescription

// What measures Berth: a package of its own, so that nobody who builds or tests Berth builds it.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "berth", path: "..")],
    targets: [
        .executableTarget(
            name: "fill-ledger",
            dependencies: [
                .product(name: "Ledger", package: "berth"),
                .product(name: "Licensing", package: "berth"),
                .product(name: "SQLiteLedger", package: "berth"),
                // Not linked: it is the program that is measured, built in the same go.
                .product(name: "berth", package: "berth"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
