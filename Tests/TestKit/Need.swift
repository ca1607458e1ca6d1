internal import Foundation
internal import Synchronization
public import Testing

/// Something that a test needs and not every host has: a test without it is skipped, and the run says so.
///
/// The line is `SKIPPED: ‹test›: ‹reason›`, once a test. Where the need's variable is `1` in the environment, the test
/// fails instead: for runs that are to leave nothing out.
public struct Need: TestTrait, SuiteTrait {
    /// What is missing, and what it is needed for.
    public var reason: String
    /// The variable by which a run asks for it.
    public var variable: String
    private var isMet: @Sendable () async -> Bool

    public init(_ reason: String, variable: String, isMet: @escaping @Sendable () async -> Bool) {
        self.reason = reason
        self.variable = variable
        self.isMet = isMet
    }

    /// What is missing where it was asked for.
    struct Missing: Error, CustomStringConvertible {
        var description: String
    }

    public var isRecursive: Bool { true }

    public func prepare(for test: Test) async throws {
        if test.isSuite { return }
        if await isMet() { return }
        if ProcessInfo.processInfo.environment[variable] == "1" {
            throw Missing(description: "\(reason), and \(variable) asks for it")
        }
        let isNews = Self.told.withLock { $0.insert("\(test.id)").inserted }
        if isNews { print("SKIPPED: \(test.id): \(reason)") }
        try await ConditionTrait.disabled(Comment(rawValue: reason)).prepare(for: test)
    }

    /// The tests of which it was said that they are skipped.
    private static let told = Mutex<Set<String>>([])
}

extension Trait where Self == Need {
    /// The rights of the superuser.
    public static var superuser: Need {
        Need("only the superuser may do this", variable: "BERTH_REQUIRE_ROOT") { geteuid() == 0 }
    }

    /// An account that file modes bind.
    public static var ordinaryUser: Need {
        Need("file modes do not bind the superuser", variable: "BERTH_REQUIRE_USER") { geteuid() != 0 }
    }

    /// A program of the system, by name.
    public static func program(_ name: String) -> Need {
        Need("\(name) is not installed", variable: "BERTH_REQUIRE_\(name.uppercased())") { findProgram(name) != nil }
    }
}

/// Where a program is installed; nil where it is not.
public func findProgram(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return folders.split(separator: ":").map { "\($0)/\(name)" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}
