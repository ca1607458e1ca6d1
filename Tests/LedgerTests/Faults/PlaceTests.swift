import Foundation
import GRDB
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

/// Where a ledger may stand, and what a stranger could put in its way.
@Suite(.heavy) struct PlaceTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("a/ledger.sqlite") }

    init() throws {
        directory = try TemporaryDirectory()
        #expect(mkdir(directory.file("a"), 0o700) == 0)
    }

    private func failure(_ path: String) async -> Problem? {
        let problem = await problem { try SQLiteLedger(path) }
        #expect(problem?.code == .ledgerUnsafe)
        return problem
    }

    @Test(arguments: [mode_t(0o777), 0o2777, 0o772])
    func `A directory that anybody may change is no way to a ledger`(mode: mode_t) async throws {
        #expect(chmod(directory.file("a"), mode) == 0)
        #expect(await failure(path)?.message == "Anybody may change the directory \(directory.file("a")).")
        #expect(await failure(directory.file("a/b/ledger.sqlite")) != nil)
        #expect(try directory.names() == ["a"])
    }

    @Test(arguments: [mode_t(0o770), 0o2775, 0o775])
    func `A directory that a group may change is no way to a ledger, unless it is shared`(mode: mode_t) async throws {
        #expect(chown(directory.file("a"), uid_t.max, 64_001) == 0 || geteuid() != 0)
        guard geteuid() == 0 else { return }
        #expect(chmod(directory.file("a"), mode) == 0)
        #expect(await failure(path)?.message == "The group 64001 may change the directory \(directory.file("a")).")
        #expect(chmod(directory.file("a"), 0o3770) == 0)
        _ = try SQLiteLedger(path)
    }

    @Test(arguments: [mode_t(0o1777), 0o3777, 0o1770])
    func `In a sticky directory a ledger is its owner's alone`(mode: mode_t) async throws {
        #expect(chmod(directory.file("a"), mode) == 0)
        try await SQLiteLedger(path).record(makeEntry(makeBorrow()))
        #expect(try directory.mode(of: "a/ledger.sqlite") == 0o600)
    }

    @Test(.superuser)
    func `What a stranger owns is no way to a ledger, and no ledger`() async throws {
        #expect(chmod(directory.file("a"), 0o1777) == 0)
        #expect(mkdir(directory.file("a/b"), 0o755) == 0)
        #expect(chown(directory.file("a/b"), 64_013, 64_013) == 0)
        #expect(await failure(directory.file("a/b/l"))?.message.contains("belongs to user 64013") == true)
        #expect(symlink(directory.file("a"), directory.file("a/link")) == 0)
        #expect(lchown(directory.file("a/link"), 64_013, 64_013) == 0)
        #expect(await failure(directory.file("a/link/l"))?.message.contains("belongs to user 64013") == true)
        try await SQLiteLedger(path).record(makeEntry(makeBorrow()))
        #expect(chown(path, 64_013, 64_013) == 0)
        #expect(await failure(path)?.message == "It belongs to user 64013.")
        // Whoever only reads takes nothing from it but what it says.
        #expect(try await SQLiteLedger(reading: path).all().count == 1)
    }

    @Test(.superuser)
    func `The superuser reads what lies in a user's home, and is told to write there as that user`() async throws {
        try await SQLiteLedger(path).record(makeEntry(makeBorrow()))
        #expect(mkdir(directory.file("a/made-by-root"), 0o700) == 0)
        let other = directory.file("a/made-by-root/ledger.sqlite")
        try await SQLiteLedger(other).record(makeEntry(makeBorrow()))
        for path in [directory.file("a"), path] { #expect(chown(path, 64_013, 64_013) == 0) }
        let before = try directory.state(of: "a/ledger.sqlite")
        for path in [path, other] {
            #expect(try await SQLiteLedger(reading: path).all().count == 1)
            let problem = await failure(path)
            #expect(problem?.message == "The directory \(directory.file("a")) belongs to user 64013.")
            #expect(problem.map { ProblemCatalogue.explain($0).commands.first } == "sudo -u '#64013' berth")
        }
        #expect(try directory.state(of: "a/ledger.sqlite") == before)
        // Who else has put a directory on the way could put another there, and is nobody whose home it is.
        #expect(mkdir(directory.file("a/of-another"), 0o755) == 0)
        #expect(chown(directory.file("a/of-another"), 64_014, 64_014) == 0)
        #expect(mkdir(directory.file("a/of-another/b"), 0o755) == 0)
        try FileManager.default.copyItem(atPath: path, toPath: directory.file("a/of-another/b/l"))
        let problem = await problem { try SQLiteLedger(reading: directory.file("a/of-another/b/l")) }
        #expect(problem?.code == .ledgerUnsafe)
    }

    @Test func `A link of one's own is followed, and the file itself is opened`() async throws {
        #expect(symlink("a", directory.file("link")) == 0)
        #expect(symlink("../link/ledger.sqlite", directory.file("a/ledger")) == 0)
        try await SQLiteLedger(directory.file("link/../a/./ledger")).record(makeEntry(makeBorrow()))
        #expect(try await SQLiteLedger(path).all().count == 1)
        #expect(symlink("circle", directory.file("circle")) == 0)
        let problem = await problem { try SQLiteLedger(directory.file("circle")) }
        #expect(problem?.message == "Too many levels of symbolic links.")
    }

    @Test func `A link that takes the file's place once it was looked at is not followed`() async throws {
        try await SQLiteLedger(path).record(makeEntry(makeBorrow()))
        let place = try LedgerPlace(path, for: .use(ana))
        let victim = directory.file("victim")
        try FileManager.default.copyItem(atPath: path, toPath: victim)
        #expect(chmod(victim, 0o666) == 0)
        let before = try directory.state(of: "victim")
        #expect(unlink(path) == 0)
        #expect(symlink(victim, path) == 0)
        #expect(throws: LedgerFault.self) { try place.narrow() }
        #expect(throws: LedgerFault.self) { try OpenedFile(place) }
        var configuration = Configuration()
        configuration.prepareDatabase { [path] in try DatabaseHeader.check($0, at: path) }
        #expect(throws: LedgerFault.self) { try DatabaseQueue(path: path, configuration: configuration) }
        #expect(try directory.state(of: "victim") == before)
    }

    @Test func `A link that takes the place of a file to be made is not followed`() async throws {
        let place = try LedgerPlace(path, for: .use(ana))
        #expect(symlink(directory.file("victim"), path) == 0)
        try place.create()
        #expect(try directory.names() == ["a"])
    }

    @Test(
        arguments: [
            ("nfs", "/a"), ("nfs4", "/a"), ("cifs", "/a"), ("smb3", "/a"), ("ceph", "/a"), ("9p", "/a"),
            ("fuse.sshfs", "/a"),
            ("lustre", "/a"), ("ext4", nil), ("tmpfs", nil), ("overlay", nil), ("fuseblk", nil), ("btrfs", nil),
        ] as [(String, String?)])
    func `A file system of other hosts is known by the name of its mount`(kind: String, refused: String?) throws {
        let list = """
            21 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
            36 21 0:52 / /mnt rw,noatime shared:7 master:1 - \(kind) host:/export rw
            """
        let mount = try #require(Mount(number: "36", in: list))
        #expect(mount.device == "00:34")
        #expect(NetworkFileSystem.includes(mount) == (refused != nil))
        #expect(Mount(number: "21", in: list)?.device == "08:01")
        #expect(Mount(number: "99", in: list) == nil)
    }

    @Test func `A lock on an opened file is found under the name that the kernel gives it`() async throws {
        try await SQLiteLedger(path).record(makeEntry(makeBorrow()))
        let file = try OpenedFile(LedgerPlace(path, for: .reading))
        let name = try #require(file.lockName)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        #expect(LockHolder.find(of: name) == nil)
        try await queue.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        #expect(LockHolder.find(of: name)?.process == getpid())
        try await queue.writeWithoutTransaction { try $0.rollback() }
    }
}
