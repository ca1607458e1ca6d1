import Foundation
import Ledger
import Licensing
import Testing

@Suite struct SharedLedgerTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func makeDirectory(_ mode: Int) throws -> String {
        let path = directory.file("d\(String(mode, radix: 8))")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(chmod(path, mode_t(mode)) == 0)
        return path
    }

    @Test(arguments: [
        (0o2770, 0o660), (0o770, 0o660), (0o2750, 0o660), (0o2775, 0o660), (0o700, 0o600), (0o755, 0o600),
        (0o1777, 0o600), (0o2777, 0o600),
    ])
    func `The directory decides whom a new ledger is open to`(directoryMode: Int, mode: Int) async throws {
        let path = try makeDirectory(directoryMode) + "/ledger.sqlite"
        let ledger = try Ledger(path: path)
        try await ledger.record(makeEntry(makeBorrow()))
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(suffix)")
        }
    }

    @Test func `A ledger that was private stays so, and one that is too open is closed as far as needed`() throws {
        let folder = try makeDirectory(0o2770)
        for (before, after) in [(0o600, 0o600), (0o666, 0o660), (0o640, 0o640)] {
            let path = folder + "/\(before).sqlite"
            _ = try Ledger(path: path)
            #expect(chmod(path, mode_t(before)) == 0)
            _ = try Ledger(path: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == after)
        }
    }

    /// Two people, each with a group of their own, who share one more: made from numbers, so no account is needed.
    @Suite(
        .enabled(if: geteuid() == 0, "only the superuser can become somebody else"),
        .enabled(if: Command.system("setpriv", []) != nil, "setpriv is not installed"))
    struct Users {
        let directory: TemporaryDirectory
        let crew: UInt32 = 64_001
        var ledger: String { directory.file("shared/ledger.sqlite") }

        init() throws {
            directory = try TemporaryDirectory()
            #expect(chmod(directory.path, 0o711) == 0)
            // The program as it is, in a place that everybody can reach.
            let program = Command.berth([], home: "").path
            try FileManager.default.copyItem(atPath: program, toPath: directory.file("berth"))
            #expect(chmod(directory.file("berth"), 0o755) == 0)
        }

        private func share(mode: mode_t) throws {
            let folder = directory.file("shared")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            #expect(chown(folder, 0, crew) == 0)
            #expect(chmod(folder, mode) == 0)
        }

        /// Runs `berth` as a user. A borrow leaves its lines in the ledger although no server listens.
        private func berth(
            _ arguments: [String], user: UInt32, isMember: Bool = true
        ) async throws -> Command.Outcome {
            let environment = [
                "LOGNAME": "user\(user)", "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
                "BERTH_LICENSE_KEY": "AAAA-BBBB-CCCC-\(user)", "BERTH_SERVER": "http://127.0.0.1:1",
                "BERTH_HARDWARE_ID": "host-\(user)",
            ]
            let command = Command(
                path: directory.file("berth"), arguments: arguments + ["--ledger", ledger],
                environment: environment.merging(["HOME": "/nonexistent"]) { $1 })
            let byUser = command.run(byUser: user, group: user, groups: isMember ? [crew] : [])
            return try await #require(byUser).run()
        }

        private let borrow = ["borrow", "--product", "CAD", "--max"]

        @Test(arguments: [mode_t(0o2770), 0o770])
        func `Both write to a ledger of their group, one after the other and at once`(mode: mode_t) async throws {
            try share(mode: mode)
            for user: UInt32 in [64_011, 64_012, 64_011] {
                let outcome = try await berth(borrow, user: user)
                #expect(outcome.status == 20, "\(outcome.errors)")
            }
            try await withThrowingTaskGroup { group in
                for round in 0..<10 {
                    group.addTask {
                        let outcome = try await berth(borrow, user: 64_011 + UInt32(round % 2))
                        // Whoever comes second on one license and device is told of the other.
                        let told = ["operation_in_progress", "operation_overtaken"].contains {
                            outcome.errors.contains($0)
                        }
                        #expect(outcome.status == 20 || told, "\(outcome.errors)")
                    }
                }
                try await group.waitForAll()
            }
            let history = try await berth(["history", "--verify"], user: 64_012)
            #expect(history.status == 0, "\(history.errors)")
            let users = Set(try await Ledger(path: ledger).history(limit: 999).map(\.user))
            #expect(users == ["user64011", "user64012"])
        }

        @Test func `While the superuser has it open, both can write`() async throws {
            try share(mode: 0o770)
            let open = try Ledger(path: ledger)
            try await open.record(makeEntry(makeBorrow()))
            for user: UInt32 in [64_011, 64_012] {
                let outcome = try await berth(borrow, user: user)
                #expect(outcome.status == 20, "\(outcome.errors)")
            }
            #expect(Set(try await open.history(limit: 99).map(\.user)) == ["ana", "user64011", "user64012"])
        }

        @Test func `Somebody else is kept out, and told so`() async throws {
            try share(mode: 0o2770)
            #expect(try await berth(borrow, user: 64_011).status == 20)
            let outsider = try await berth(borrow, user: 64_013, isMember: false)
            #expect(outsider.status == 30)
            #expect(outsider.errors.contains("Permission denied"))
        }

        @Test func `In a directory that may not be written, a borrow is refused and nothing is sent`() async throws {
            try share(mode: 0o755)
            let outcome = try await berth(borrow, user: 64_011)
            #expect(outcome.status == 30)
            #expect(outcome.errors.contains("ledger_unwritable"))
            _ = try Ledger(path: ledger)
            let readable = try await berth(["history"], user: 64_011)
            #expect(readable.status == 30)
        }
    }
}
