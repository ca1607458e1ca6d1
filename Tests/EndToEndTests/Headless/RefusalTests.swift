import Foundation
import Ledger
import Licensing
import SQLiteLedger
import TestKit
import Testing

@Suite("Refusals of the commands", .heavy)
struct RefusalTests {
    @Test("Each of the eleven exceptions of the borrow page has its words and its exit status")
    func borrowPage() async throws {
        try await SandboxServer.run { sandbox in
            for refusal in Refusal.borrowPage {
                let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": refusal.key])
                let end = refusal.until.map { ["--until", $0] } ?? ["--max"]
                let words = try await berth.start(["borrow", "--product", refusal.product] + end).ended()
                #expect(words.status == refusal.status, "\(refusal.code): \(words)")
                #expect(words.unwrapped.contains(refusal.sentence), "\(refusal.code): \(words)")
                #expect(words.errors.contains("Code     \(refusal.code) · 400"), "\(words)")
                #expect(words.output.isEmpty, "\(words)")

                let json = try await berth.start(["borrow", "--json", "--product", refusal.product] + end).ended()
                let printed = try json.printed(PrintedOutcome.self)
                #expect(printed.outcome == "refused" && printed.effect == "none")
                #expect(printed.borrow?.status == "refused")
                #expect(printed.problem?.code == refusal.code && printed.problem?.exit_code == refusal.status)
                #expect(printed.problem?.what_happened.contains(refusal.sentence) == true)
                #expect(json.status == refusal.status && json.errors.isEmpty, "\(json)")
            }
            #expect(try await sandbox.berth("status", "--json").printed(PrintedStatus.self).borrows.isEmpty)
        }
    }

    @Test("Who asks matters: a wrong password and a wrong shared key exit 14")
    func authorization() async throws {
        try await SandboxServer.run { sandbox in
            let user = sandbox.berth.with(["BERTH_PASSWORD": "harbour-9"])
            let password = try await user("borrow", "--product", "SIM-X", "--user", DemoLicense.user, "--max")
            #expect(password.status == 14, "\(password)")
            #expect(!password.everything.contains("harbour-9"))

            let key = sandbox.berth.with(["BERTH_SHARED_KEY": "another", "BERTH_LICENSE_KEY": DemoLicense.cad])
            let signature = try await key("borrow", "--product", "CAD-PRO", "--max")
            #expect(signature.status == 14, "\(signature)")
        }
    }

    @Test(
        "A response that is lost, late or forged leaves an unknown borrow, which is not repeated unasked and is settled by a release",
        arguments: ["FAULT-LOST", "FAULT-SLOW", "FAULT-SIGNED"])
    func unknownOutcome(product: String) async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            // Only the response that never comes is worth an early end; the others take what time they need.
            let hasty = berth.with(product == "FAULT-SLOW" ? ["BERTH_REQUEST_TIMEOUT_SECONDS": "1"] : [:])
            let ended = try await hasty("borrow", "--product", product, "--max", "--json")
            #expect(ended.status == 21, "\(ended)")
            let printed = try ended.printed(PrintedOutcome.self)
            #expect(printed.outcome == "unknown" && printed.effect == "possible", "\(ended)")
            let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(rows.map(\.status) == ["unknown"])
            #expect(rows.map(\.id) == [printed.borrow?.id], "the JSON of an unknown outcome says which")
            #expect(rows.first?.doubt?.code == printed.problem?.code, "and why")
            #expect(rows.first?.doubt?.since.hasSuffix("Z") == true, "and since when")
            #expect(try await berth("status").output.contains(" is in doubt since "))
            let again = try await berth("borrow", "--product", product, "--max")
            #expect(again.errors.contains("Code     borrow_in_doubt"), "it is not repeated unasked: \(again)")
            let released = try await berth("release", product, "--json")
            #expect(released.status == 0, "\(released)")
            #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.isEmpty)
        }
    }

    @Test("A borrow whose program is killed while it waits is pending until its lease lapses, and unknown from then on")
    func killed() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            let waiting = try await sandbox.sent(berth, ["borrow", "--product", "FAULT-SLOW", "--max"])
            waiting.signal(SIGKILL)
            #expect(try await waiting.ended().status == 137)
            let row = try #require(try await berth("status", "--json").printed(PrintedStatus.self).borrows.first)
            #expect(row.status == "pending")
            let until = try #require(row.pending_until)
            #expect(try await berth("status").output.contains("until \(until) at the latest"))
            let rival = try await berth("borrow", "--product", "FAULT-SLOW", "--max")
            #expect(rival.status == 22, "nobody takes the seat meanwhile: \(rival)")
            // What every reader says of it once its lease has lapsed.
            let ledger = try SQLiteLedger(reading: sandbox.home.file("state/berth/ledger.sqlite"))
            let borrow = try #require(try await ledger.borrows(.all).borrows.first)
            #expect(UTC.format(borrow.operation.lease.until) == until)
            let lapsed = borrow.status(at: Moment(host: borrow.operation.lease.until))
            guard case .unknown(let problem) = lapsed else {
                Issue.record("\(lapsed)")
                return
            }
            #expect(problem.code == .operationInterrupted)
        }
    }
}
