import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// What is done once more is what is in doubt.
@Suite struct RepeatTests {
    private let user = LicenseReference.user("ana@acme.example")

    /// What was asked for last.
    private func request(_ desk: DeskScript) -> Client.Request? { desk.state.client.underway.values.first?.request }

    /// A borrow whose return had no response.
    private var returnInDoubt: Borrow {
        var borrow = Fixture.borrow("b", product: "SIM-X", license: user, hours: 99)
        borrow.operation = Fixture.operation("r", kind: .release)
        borrow.operation.phase = .sent
        var problem = Fixture.timeout.problem
        problem.facts.endpoint = Licensing.Operation.Kind.release.endpoint()
        borrow.move(to: .unknown(problem))
        return borrow
    }

    @Test func repeatingAReturnInDoubtReturnsIt() {
        var desk = DeskScript(borrows: [returnInDoubt])
        desk.press(.character("R"))
        #expect(desk.text.contains("Return SIM-X"), "\(desk.text)")
        desk.press(.enter)
        guard case .release? = request(desk) else {
            Issue.record("it was not returned: \(desk.text)")
            return
        }
    }

    @Test func noEndIsMadeUpForABorrowInDoubtWhoseOwnIsNotAtHand() {
        var refused = Fixture.borrow(
            "b", product: "SIM-X", license: user, hours: 99, phase: .unknown(Fixture.timeout.problem))
        refused.doubt?.facts.requestedEnd = nil
        refused.operation = Fixture.operation("r", kind: .release)
        refused.move(to: .sent)
        refused.move(to: .refused(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [refused])
        desk.press(.character("R"))
        #expect(desk.box("Repeat").contains("2026-11-27 17:02"), "what stands: \(desk.text)")
        refused.grant = nil
        desk = DeskScript(borrows: [refused])
        desk.press(.character("R"))
        #expect(desk.box("Repeat").contains("Until An end is needed"), "\(desk.text)")
    }
}
