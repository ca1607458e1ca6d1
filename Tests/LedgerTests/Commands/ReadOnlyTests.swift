import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

/// The commands that only read, where nothing can be written.
@Suite(.heavy) struct ReadOnlyTests {
    let directory: TemporaryDirectory
    var ledger: String { directory.file("ledger.sqlite") }

    init() async throws {
        directory = try TemporaryDirectory()
        let ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
        try await ledger.fillWithSixLines()
        // One that may still hold a seat, so that `status` has something to say.
        try await ledger.take(
            makeBorrow("03", grant: makeGrant(hours: 500_000)), through: [.intended, .sent, .confirmed])
    }

    /// A command, what it says of the ledger, and how it ends.
    struct Reading: CustomTestStringConvertible, Sendable {
        var words: [String]
        var says: String
        var status: Int32 = 0

        var testDescription: String { words.joined(separator: " ") }

        static let all = [
            Reading(words: ["status"], says: "active"),
            Reading(words: ["status", "--all", "--json"], says: #""id" : "01""#),
            Reading(words: ["history"], says: "blacklisted"),
            Reading(words: ["history", "--verify"], says: "The trail is intact: 10 lines"),
            Reading(words: ["history", "--export", "-"], says: #""kind":"begin""#),
            // It cannot be verified with the vendor's key, which has nothing to do with the disk.
            Reading(words: ["receipt", "01"], says: "Signature  NOT VERIFIED", status: 1),
            Reading(words: ["ledger", "check"], says: "The file is sound."),
        ]
    }

    /// Disks on which nothing can be written.
    enum Disk: String, CaseIterable {
        case readOnly, full
    }

    private func expect(_ outcome: Command.Outcome, _ reading: Reading, location: SourceLocation = #_sourceLocation) {
        let words = Comment(rawValue: "\(outcome.output)\(outcome.errors)")
        #expect(outcome.status == reading.status, words, sourceLocation: location)
        #expect(outcome.output.contains(reading.says), words, sourceLocation: location)
    }

    @Test(.ownMounts, arguments: Reading.all, Disk.allCases)
    func `What only reads works on a disk that takes no writes`(reading: Reading, disk: Disk) async throws {
        let mounted = try MountedLedger(disk, ledger)
        expect(try await mounted.run(reading.words + ["--ledger", mounted.ledger]), reading)
    }

    @Test(.ownMounts, arguments: Disk.allCases)
    func `So does it where a writer has died in the middle`(disk: Disk) async throws {
        try await leaveInTheMiddle(ledger)
        let mounted = try MountedLedger(disk, ledger)
        let reading = Reading(words: ["ledger", "check"], says: "The trail is intact: 10 lines")
        expect(try await mounted.run(reading.words + ["--ledger", mounted.ledger]), reading)
    }

    @Test(.ownMounts, arguments: ["status", "history"], Disk.allCases)
    func `What is not there is not made, and the standard place may be empty`(verb: String, disk: Disk) async throws {
        let mounted = try MountedLedger(disk, ledger)
        let missing = try await mounted.run([verb, "--ledger", mounted.path + "/none/ledger.sqlite"])
        #expect(missing.status == 30 && missing.errors.contains("ledger_missing"), "\(missing)")
        let standard = try await mounted.run([verb])
        #expect(standard.status == 0 && standard.output.hasPrefix("No "), "\(standard)")
    }

    @Test(.ownMounts, arguments: Disk.allCases)
    func `An exception is explained, and what would write says why it cannot`(disk: Disk) async throws {
        let mounted = try MountedLedger(disk, ledger)
        let explained = try await mounted.run(["explain", "floating_not_available"])
        #expect(explained.status == 0 && explained.output.contains("seat"), "\(explained)")
        let vacuum = try await mounted.run(["ledger", "prune", "--older-than", "1d", "--ledger", mounted.ledger])
        #expect(vacuum.status == 30 && vacuum.errors.contains("ledger_unwritable"), "\(vacuum)")
    }

    @Test(.ownMounts, arguments: Disk.allCases)
    func `The doctor says of no such disk that the ledger on it can be written`(disk: Disk) async throws {
        let mounted = try MountedLedger(disk, ledger)
        let looked = try await mounted.run(["doctor", "--server", "http://127.0.0.1:1", "--ledger", mounted.ledger])
        let words = looked.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("FAILED file system") && !words.contains("can be read and written"), "\(looked)")
    }

    @Test(.ownMounts, arguments: [[], ["--dry-run"]])
    func `A dry run is refused where what it tries would be`(flags: [String]) async throws {
        let mounted = try MountedLedger(.readOnly, ledger)
        let borrow = ["borrow", "--product", "MESH", "--max", "--hardware-id", "a"] + flags
        for ledger in [mounted.ledger, mounted.path + "/none/ledger.sqlite"] {
            let ended = try await mounted.run(borrow + ["--ledger", ledger], Self.account)
            #expect(ended.status == 30 && ended.errors.contains("ledger_unwritable"), "\(ended)")
        }
        let home = try await mounted.run(borrow, Self.account)
        #expect(home.status == 30 && home.errors.contains("ledger_unwritable"), "\(home)")
        let prune = ["ledger", "prune", "--older-than", "1d", "--ledger", mounted.ledger] + flags
        let pruned = try await mounted.run(prune)
        #expect(pruned.status == 30 && pruned.errors.contains("ledger_unwritable"), "\(pruned)")
    }

    @Test(.superuser, arguments: [[], ["--dry-run"]])
    func `So is it on a ledger of somebody else`(flags: [String]) async throws {
        #expect(chown(ledger, 4_711, 4_711) == 0)
        let borrow = ["borrow", "--product", "MESH", "--max", "--hardware-id", "a", "--ledger", ledger] + flags
        let ended = try await Command.berth(borrow, home: directory.path, environment: Self.account).run()
        #expect(ended.status == 30 && ended.errors.contains("ledger_unsafe_place"), "\(ended)")
    }

    /// What a borrow needs; nothing listens there.
    private static let account = [
        "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s",
        "BERTH_LICENSE_KEY": "MESH-6ZTQ-B3XK-R9PA",
    ]

    @Test(.ordinaryUser, arguments: Reading.all)
    func `What only reads works on a file and in a directory that may only be read`(reading: Reading) async throws {
        let before = try directory.state(of: "ledger.sqlite").bytes
        #expect(chmod(ledger, 0o400) == 0 && chmod(directory.path, 0o500) == 0)
        defer { chmod(directory.path, 0o700) }
        let home = directory.path
        expect(try await Command.berth(reading.words + ["--ledger", ledger], home: home).run(), reading)
        #expect(try directory.state(of: "ledger.sqlite").bytes == before)
        #expect(try directory.mode(of: "ledger.sqlite") == 0o400)
        #expect(try directory.names() == ["ledger.sqlite"])
    }
}

/// A copy of a ledger on a small disk of its own, which only the command at hand sees, and which takes no writes.
private struct MountedLedger {
    let directory: TemporaryDirectory
    let disk: ReadOnlyTests.Disk
    let original: String
    var path: String { directory.path }
    var ledger: String { path + "/ledger.sqlite" }

    init(_ disk: ReadOnlyTests.Disk, _ original: String) throws {
        directory = try TemporaryDirectory()
        (self.disk, self.original) = (disk, original)
    }

    /// Ends with 99 where the command changed anything on the disk.
    private static let script = """
        mount -t tmpfs -o size=4m,mode=700 tmpfs "$1" && cp -p "$2"* "$1" || exit 98
        case $3 in
        readOnly) mount -o remount,ro "$1" || exit 98 ;;
        full) dd if=/dev/zero of="$1/ballast" bs=4k 2>/dev/null && exit 98 ;;
        esac
        look() { ls -lA --time-style=full-iso "$1" && cat "$1"/* | cksum; }
        before=$(look "$1") disk=$1
        shift 3
        "$@"
        status=$?
        [ "$before" = "$(look "$disk")" ] || exit 99
        exit $status
        """

    /// Runs `berth` with the disk as its home.
    func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Command.Outcome {
        let berth = Command.berth(arguments, home: path, environment: environment)
        var command = try #require(
            Command.ownMounts(["sh", "-c", Self.script, "sh", path, original, disk.rawValue, berth.path] + arguments))
        command.environment = berth.environment.merging(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) { $1 }
        return try await command.run()
    }
}

extension Command {
    /// A command whose mounts are seen by nobody else; nil without `unshare`.
    fileprivate static func ownMounts(_ words: [String]) -> Command? {
        .system("unshare", ["-m"] + words)
    }
}

extension Trait where Self == Need {
    /// The right to mount a file system for a process of one's own.
    static var ownMounts: Need {
        Need("no file system may be mounted here", variable: "BERTH_REQUIRE_TMPFS") {
            guard let directory = try? TemporaryDirectory(),
                let command = Command.ownMounts(["mount", "-t", "tmpfs", "tmpfs", directory.path])
            else { return false }
            return (try? await command.run().status) == 0
        }
    }
}
