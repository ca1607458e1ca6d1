import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

@Suite(.heavy) struct SharedLedgerTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func makeDirectory(_ mode: mode_t) throws -> String {
        let path = directory.file("d" + String(mode, radix: 8))
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(chmod(path, mode) == 0)
        return path
    }

    private func mode(of path: String) throws -> Int? {
        try (FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test(
        arguments: [
            (0o3770, 0o660), (0o2770, 0o660), (0o2750, 0o640), (0o2700, 0o600), (0o700, 0o600), (0o755, 0o600),
            (0o2755, 0o600), (0o750, 0o600),
        ] as [(mode_t, Int)])
    func `The directory decides whom a new ledger is open to`(directoryMode: mode_t, mode: Int) async throws {
        let folder = try makeDirectory(directoryMode)
        try await SQLiteLedger(folder + "/ledger.sqlite").record(makeEntry(makeBorrow()))
        #expect(try self.mode(of: folder + "/ledger.sqlite") == mode)
    }

    @Test func `A ledger that was private stays so, and one that is too open is closed as far as needed`() async throws
    {
        let folder = try makeDirectory(0o3770)
        for (before, after) in [(0o600, 0o600), (0o666, 0o660), (0o640, 0o640)] as [(mode_t, Int)] {
            let path = folder + "/\(before).sqlite"
            try await SQLiteLedger(path).record(makeEntry(makeBorrow("01")))
            #expect(chmod(path, before) == 0)
            try await SQLiteLedger(path).record(makeEntry(makeBorrow("02")))
            #expect(try mode(of: path) == after)
        }
    }

    /// Users made from numbers, each with a group of their own, of whom some share one more: no account is needed.
    @Suite(
        .superuser,
        .program("setpriv"))
    struct Users {
        let directory: TemporaryDirectory
        let crew: UInt32 = 64_001
        var folder: String { directory.file("shared") }
        var ledger: String { folder + "/ledger.sqlite" }

        init() async throws {
            directory = try TemporaryDirectory()
            #expect(chmod(directory.path, 0o711) == 0)
            // The program as it is, in a place that everybody can reach. A process of its own copies it: what is open to be
            // written here, some other test's child may inherit, and then it cannot be run.
            let program = Command.built("ledgerdummy").path
            let copying = try await #require(Command.system("cp", [program, directory.file("ledgerdummy")])).run()
            #expect(copying.status == 0, "\(copying.errors)")
            #expect(chmod(directory.file("ledgerdummy"), 0o755) == 0)
        }

        private func makeFolder(mode: mode_t, owner: uid_t = 0) throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            #expect(chown(folder, owner, crew) == 0)
            #expect(chmod(folder, mode) == 0)
        }

        /// What a ledger does in a process of somebody else.
        private func run(
            _ verb: String, _ ids: String..., user: UInt32, isMember: Bool = true
        ) async throws -> Command.Outcome {
            let command = Command(path: directory.file("ledgerdummy"), arguments: [verb, ledger] + ids)
            let byUser = command.run(byUser: user, group: user, groups: isMember ? [crew] : [])
            return try await #require(byUser).run()
        }

        private func expect(
            _ outcome: Command.Outcome, fails words: String..., location: SourceLocation = #_sourceLocation
        ) {
            #expect(outcome.status == 30, "\(outcome.output)\(outcome.errors)", sourceLocation: location)
            for words in words {
                #expect(outcome.output.contains(words), "\(outcome.output)", sourceLocation: location)
            }
        }

        private func expectDone(_ outcome: Command.Outcome, location: SourceLocation = #_sourceLocation) {
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)", sourceLocation: location)
        }

        @Test(arguments: [mode_t(0o3770), 0o2770], [uid_t(0), 64_010])
        func `Both write to a ledger of their group, one after the other and at once`(
            mode: mode_t, owner: uid_t
        ) async throws {
            try makeFolder(mode: mode, owner: owner)
            for user: UInt32 in [64_011, 64_012, 64_011] {
                try await expectDone(run("record", "\(user)-\(UUID())", user: user))
            }
            try await withThrowingTaskGroup { group in
                for round in 0..<6 {
                    group.addTask {
                        let user = 64_011 + UInt32(round % 2)
                        try await expectDone(run("record", "\(round)-1", "\(round)-2", user: user))
                    }
                }
                try await group.waitForAll()
            }
            try await expectDone(run("read", user: 64_012))
            let ledger = try SQLiteLedger(reading: ledger)
            #expect(try await ledger.check().lines == 16)
            #expect(Set(try await ledger.users()) == ["uid 64011", "uid 64012"])
        }

        @Test func `While the superuser has it open, both can write`() async throws {
            try makeFolder(mode: 0o3770)
            let open = try SQLiteLedger(ledger)
            try await open.record(makeEntry(makeBorrow()))
            for user: UInt32 in [64_011, 64_012] { try await expectDone(run("record", "\(user)", user: user)) }
            try await open.record(makeEntry(makeBorrow("02")))
            #expect(Set(try await open.users()) == ["ana", "uid 64011", "uid 64012"])
            // Beside it there is nothing for a member to put a link in the place of.
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["ledger.sqlite"])
        }

        @Test func `Somebody else is kept out, and told so`() async throws {
            try makeFolder(mode: 0o3770)
            try await expectDone(run("record", "01", user: 64_011))
            for verb in ["record", "use", "read"] {
                try await expect(run(verb, "02", user: 64_013, isMember: false), fails: "Permission denied")
            }
        }

        @Test func `A member may not make others' steps go, and the owner may`() async throws {
            try makeFolder(mode: 0o3770)
            try await expectDone(run("record", "01", user: 64_011))
            try await expect(run("prune", user: 64_012), fails: "ledger_unwritable", "Only its owner, user 64011")
            #expect(try await SQLiteLedger(reading: ledger).check().lines == 2)
            let pruned = try await run("prune", user: 64_011)
            #expect(pruned.output == "2\n")
            #expect(pruned.status == 0)
        }

        @Test(arguments: [mode_t(0o755), 0o2755, 0o2750])
        func `Where nobody but its owner may write, others read and change nothing`(mode: mode_t) async throws {
            try makeFolder(mode: mode)
            try await SQLiteLedger(ledger).fillWithSixLines()
            #expect(chmod(ledger, 0o644) == 0)
            let before = try directory.state(of: "shared/ledger.sqlite")
            for verb in ["read", "use"] {
                let outcome = try await run(verb, user: 64_011)
                #expect(outcome.output == "01\n02\n7 lines\n")
                expectDone(outcome)
            }
            try await expect(run("record", "03", user: 64_011), fails: "ledger_unwritable", "Permission denied")
            #expect(try directory.state(of: "shared/ledger.sqlite") == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["ledger.sqlite"])
        }

        @Test func `Whoever may not write the directory is told so before anything is tried`() async throws {
            try makeFolder(mode: 0o2750)
            try await SQLiteLedger(ledger).record(makeEntry(makeBorrow()))
            #expect(chmod(ledger, 0o660) == 0)
            try await expect(run("record", "02", user: 64_011), fails: "Its directory cannot be written")
        }

        @Test func `A ledger that was left in the middle is read by whoever may not write it`() async throws {
            try makeFolder(mode: 0o2750)
            try await SQLiteLedger(ledger).fillWithSixLines()
            try await leaveInTheMiddle(ledger)
            #expect(chmod(ledger, 0o640) == 0)
            #expect(chmod(ledger + "-journal", 0o640) == 0)
            let before = try directory.state(of: "shared/ledger.sqlite")
            for verb in ["read", "use"] { #expect(try await run(verb, user: 64_011).output == "01\n02\n7 lines\n") }
            #expect(try directory.state(of: "shared/ledger.sqlite") == before)
            try await SQLiteLedger(ledger).record(makeEntry(makeBorrow("03")))
            #expect(try await SQLiteLedger(ledger).check().lines == 8)
        }

        @Test func `What an unprivileged user owns is closed to others, and what is not there is made`() async throws {
            let home = directory.file("home")
            #expect(mkdir(home, 0o755) == 0)
            #expect(chown(home, 64_011, 64_011) == 0)
            let path = home + "/a/b/ledger.sqlite"
            let command = Command(path: directory.file("ledgerdummy"), arguments: ["record", path, "01"])
            let byUser = try #require(command.run(byUser: 64_011, group: 64_011, groups: []))
            try await expectDone(byUser.run())
            #expect(try directory.mode(of: "home/a/b/ledger.sqlite") == 0o600)
            #expect(try directory.mode(of: "home/a") == 0o700)
            // The superuser is no exception: what is a user's own could be swapped by that user.
            let root = await problem { try SQLiteLedger(path) }
            #expect(root?.code == .ledgerUnsafe)
            #expect(try await SQLiteLedger(reading: path).all().count == 1)
        }
    }
}
