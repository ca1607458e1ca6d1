import Foundation
import Testing

@Suite("Refusals of the commands", .timeLimit(.minutes(1)))
struct RefusalTests {
    @Test("Each of the eleven exceptions of the borrow page has its words and its exit status")
    func borrowPage() async throws {
        try await SandboxServer.run { sandbox in
            for refusal in Refusal.borrowPage {
                let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": refusal.key])
                let end = refusal.until.map { ["--until", $0] } ?? ["--max"]
                let words = try await berth.start(["borrow", "--product", refusal.product] + end).ended()
                #expect(words.status == refusal.status, "\(refusal.code): \(words)")
                #expect(words.errors.hasPrefix("berth: " + refusal.sentence), "\(refusal.code): \(words)")
                #expect(words.errors.contains("Code     \(refusal.code) · 400"), "\(words)")
                #expect(words.output.isEmpty, "\(words)")

                let json = try await berth.start(["borrow", "--json", "--product", refusal.product] + end).ended()
                let answer = try json.answer(OutcomeAnswer.self)
                #expect(answer.outcome == "refused" && answer.borrow == nil)
                #expect(answer.problem?.code == refusal.code && answer.problem?.exit_code == refusal.status)
                #expect(answer.problem?.what_happened.hasPrefix(refusal.sentence) == true)
                #expect(json.status == refusal.status && json.errors.isEmpty, "\(json)")
            }
            #expect(try await sandbox.berth("status", "--json").answer(StatusAnswer.self).borrows.isEmpty)
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
        "An answer that is lost, late or forged leaves an unknown borrow, and borrowing again settles it",
        arguments: ["FAULT-LOST", "FAULT-SLOW", "FAULT-SIGNED"])
    func unknownOutcome(product: String) async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with([
                "BERTH_LICENSE_KEY": DemoLicense.fault, "BERTH_REQUEST_TIMEOUT_SECONDS": "1",
            ])
            let ended = try await berth("borrow", "--product", product, "--max", "--json")
            #expect(ended.status == 21, "\(ended)")
            #expect(try ended.answer(OutcomeAnswer.self).outcome == "unknown", "\(ended)")
            #expect(try await berth("status", "--json").answer(StatusAnswer.self).borrows.map(\.status) == ["unknown"])
            let released = try await berth("release", product, "--json")
            #expect(released.status == 0, "\(released)")
            #expect(try await berth("status", "--json").answer(StatusAnswer.self).borrows.isEmpty)
        }
    }

    @Test("A borrow whose program is killed while it waits is found again as unknown")
    func killed() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            let waiting = try berth.start(["borrow", "--product", "FAULT-SLOW", "--max"])
            _ = try await eventually(
                "the borrow in the ledger",
                look: {
                    let status: StatusAnswer = try await sandbox.berth("status", "--json").answer()
                    return status.borrows.first?.status == "pending" ? true : nil
                }, last: { "\(try await sandbox.berth("status", "--json"))" })
            waiting.signal(SIGKILL)
            #expect(try await waiting.ended().status == 137)
            let released = try await berth("release", "FAULT-SLOW", "--json")
            #expect(released.status == 0, "\(released)")
        }
    }
}
