import Foundation
import PostgresLedger
import TestKit
import Testing

@Suite("Commands on a ledger in a database", .heavy, .postgres)
struct DatabaseLedgerTests {
    /// A database with a ledger that nobody has begun, and its address for the superuser.
    private func newLedger() async throws -> String {
        let cluster = try await PostgresCluster.shared()
        let address = cluster.address(of: try await cluster.newDatabase())
        try await PostgresLedger(address, by: nil).create()
        return address
    }

    @Test("A borrow, a list and a return go by the flag, by the variable and by the configuration")
    func borrows() async throws {
        let address = try await newLedger()
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.cad])
            let dry = try await berth("borrow", "--product", "CAD-PRO", "--max", "--dry-run", "--ledger", address)
            #expect(dry.status == 0, "\(dry)")
            let borrowed = try await berth("borrow", "--product", "CAD-PRO", "--max", "--json", "--ledger", address)
            #expect(borrowed.status == 0, "\(borrowed)")
            let byVariable = berth.with(["BERTH_LEDGER": address])
            let listed: PrintedStatus = try await byVariable("status", "--json").printed()
            #expect(listed.ledger == address && listed.borrows.map(\.product) == ["CAD-PRO"])
            let watched = try await byVariable("watch", "--once")
            #expect(watched.status == 0, "\(watched)")
            try sandbox.home.write("ledger: \(address)\n", to: "config/berth/config.yaml")
            let shown = try await berth("config", "show")
            #expect(shown.output.contains(address), "\(shown)")
            let released = try await berth("release", "CAD-PRO")
            #expect(released.status == 0, "\(released)")
            for arguments in [["receipt", "CAD-PRO"], ["history", "--verify"], ["history"]] {
                let ended = try await berth.start(arguments).ended()
                #expect(ended.status == 0, "\(arguments)\n\(ended)")
            }
            let pruned = try await berth("ledger", "prune", "--older-than", "365d", "--dry-run")
            #expect(pruned.output.contains("Would remove 0 lines"), "\(pruned)")
            #expect(!FileManager.default.fileExists(atPath: sandbox.home.file("state/berth/ledger.sqlite")))
        }
    }

    @Test("With the database away the copy on this host is told with its time, and nothing is borrowed")
    func away() async throws {
        let cluster = try await PostgresCluster()
        let address = cluster.address(of: try await cluster.newDatabase())
        try await PostgresLedger(address, by: nil).create()
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.cad, "BERTH_LEDGER": address])
            #expect(try await berth("borrow", "--product", "CAD-PRO", "--max").status == 0)
            try await cluster.stop()
            var tour = Tour()
            let listed = try await tour.run(berth, "status --json")
            #expect(listed.status == 30, "\(listed)")
            let status: PrintedStatus = try listed.printed()
            #expect(status.borrows.map(\.product) == ["CAD-PRO"] && status.as_of != nil && status.ledger == address)
            let words = try await berth("status")
            #expect(
                words.status == 30 && words.output.contains("As of ") && words.output.contains("CAD-PRO"), "\(words)")
            #expect(words.unwrapped.contains("cannot be reached"), "\(words)")
            let receipt = try await berth("receipt", "CAD-PRO")
            #expect(receipt.status == 0 && receipt.output.contains("VALID"), "\(receipt)")
            // A plugin and metrics say what they find, and not what was.
            #expect(try await berth("status", "--warn", "1h").status == 3)
            let metrics = try await berth("status", "--format", "prometheus")
            #expect(metrics.status == 30 && metrics.output.isEmpty, "\(metrics)")
            let refused = try await berth("borrow", "--product", "MESH", "--max", "--timeout", "20s")
            #expect(refused.status == 30, "\(refused)")
        }
    }

    @Test("What is a file's alone says so, and names the tool of a database")
    func files() async throws {
        let address = try await newLedger()
        let berth = BerthProgram(home: try Home())
        for arguments in [["check"], ["backup", "copy.sqlite"], ["vacuum"]] {
            let ended = try await berth.start(["ledger"] + arguments + ["--ledger", address]).ended()
            #expect(ended.status == 30, "\(ended)")
            #expect(ended.unwrapped.contains("pg_dump --format=custom"), "\(ended)")
        }
        let check = try await berth("ledger", "check", "--json", "--ledger", address)
        #expect(check.output.contains("\"ledger_not_in_file\""), "\(check)")
    }

    @Test("A password in the address is refused wherever it stands, and repeated nowhere")
    func passwords() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home)
        let addresses = [
            "postgresql://ana:tulip@db/berth", "postgres://db/berth?password=tulip", "postgresql://ana:tulip/berth",
            "postgresql://db/berth?user=ana&sslpassword=tulip", "postgresql://db/berth?pass%77ord=tulip",
        ]
        for address in addresses {
            for arguments in [["status"], ["history"], ["watch", "--once"], ["ledger", "init"], ["doctor"]] {
                let flags = arguments == ["doctor"] ? [] : ["--ledger", address]
                let ended = try await berth.with(["BERTH_LEDGER": address]).start(arguments + flags).ended()
                #expect(ended.status != 0 && !ended.everything.contains("tulip"), "\(arguments)\n\(ended)")
                #expect(ended.everything.contains("assword"), "\(arguments)\n\(ended)")
            }
        }
        try home.write("ledger: \(addresses[0])\n", to: "config/berth/config.yaml")
        for arguments in [["config", "show"], ["config", "check"], ["status"]] {
            let ended = try await berth.start(arguments).ended()
            #expect(ended.status == 78 && !ended.everything.contains("tulip"), "\(arguments)\n\(ended)")
        }
        #expect(home.contents().filter { $0.value.contains("tulip") }.map(\.key) == ["config/berth/config.yaml"])
    }

    @Test("A server that is not there ends a command with the ledger's status, and says how to ask for it")
    func unreachable() async throws {
        let ended = try await BerthProgram(home: try Home())(
            "status", "--ledger", "postgresql:///berth?host=/nowhere")
        #expect(ended.status == 30, "\(ended)")
        #expect(ended.unwrapped.contains("cannot be reached"), "\(ended)")
        #expect(ended.unwrapped.contains("pg_isready -d 'postgresql:///berth?host=/nowhere'"), "\(ended)")
    }
}
