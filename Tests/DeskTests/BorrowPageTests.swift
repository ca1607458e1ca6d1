import Foundation
import Ledger
import Licensing
import Sandbox
import TerminalUI
import TestKit
import Testing

/// From the sandbox over real HTTP to the words on the panel.
@Suite(.heavy) struct BorrowPageTests {
    /// Every code of the borrow page, provoked as the demo's guide says, ends in its own panel.
    @Test(arguments: ProblemCode.borrowPage) func everyExceptionReachesThePanel(code: ProblemCode) async throws {
        let row = try #require(Inventory.guide.firstIndex { $0.code == code })
        try await World.run { world in
            try await world.desk(size: Size(columns: 120, rows: 40)) { desk in
                try await desk.takeFromGuide(row: row)
                desk.terminal.press(.enter)
                let screen = Self.words(try await desk.terminal.waitFor("┌▸Problem"))

                let borrow = try #require(try await world.ledger.borrows(.all).borrows.first)
                let problem = try #require(borrow.status(at: Moment(host: world.clock.now)).refusal)
                #expect(problem.code == code)
                #expect(problem.status == 400)
                #expect(borrow.grant == nil)

                let explanation = ProblemCatalogue.explain(problem)
                #expect(screen.contains(code.rawValue))
                let happened = [explanation.whatFailed, explanation.consequence].compactMap(\.self).joined(
                    separator: " ")
                #expect(screen.contains(Self.words(happened)), "what happened\n\(screen)")
                for cause in explanation.likelyCauses { #expect(screen.contains(Self.words(cause)), "a likely cause") }
                // Nothing is held that could be returned.
                for remedy in explanation.remedies where remedy.action != .releaseBorrow {
                    #expect(screen.contains(Self.words(remedy.text)), "what to do")
                }
                for solver in explanation.solvers { #expect(screen.contains(solver.rawValue), "who can fix it") }
            }
        }
    }

    @Test func theMainJobRunsOverHTTP() async throws {
        try await World.run { world in
            try await world.desk(size: Size(columns: 120, rows: 40)) { desk in
                let terminal = desk.terminal
                try await desk.takeFromGuide(row: 0)
                terminal.press(.enter)
                try await terminal.waitFor(" Borrowed CAD-PRO …9F3T until ")
                let borrow = try #require(try await world.held().first)
                let grant = try #require(borrow.grant)
                let hours = try #require(grant.maxBorrowHours)
                #expect(grant.end == TestClock.start.addingTimeInterval(Double(hours) * 3600))
                let receipts = try await world.ledger.receipts(of: borrow.operation.id.rawValue, limit: 1)
                #expect(receipts.first?.receipt.body.isEmpty == false)

                terminal.press(.character("r"), .enter)
                try await terminal.waitFor("the server said yes.")
                #expect(try await world.ledger.borrows(.all).borrows.map(\.releasedAt) == [TestClock.start])
            }
        }
    }

    /// A text without the frame's lines and line breaks, so that sentences can be found in it.
    private static func words(_ text: String) -> String {
        text.split { " \n│┌┐└┘─▸".contains($0) }.joined(separator: " ")
            .replacing(#/ ?\([a-zA-Z]\)/#, with: "")
    }
}

extension BorrowStatus {
    /// What the server refused.
    fileprivate var refusal: Problem? { if case .refused(let problem) = self { problem } else { nil } }
}
