import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// A license key that is not where it came from is asked for.
@Suite struct KeyAwayTests {
    private func borrow(_ id: String, _ source: SecretSource = .environment("BERTH_LICENSE_KEY")) -> Borrow {
        var borrow = Fixture.borrow(id, product: id.uppercased(), hours: 99)
        borrow.secretSource = source
        return borrow
    }

    private func missing(_ code: ProblemCode = .configMissing) -> Result<Client.Identified, Problem> {
        .failure(Problem(code, message: "That is another key.", time: TestClock.start))
    }

    private func subject(_ effects: [App.Effect]) -> Client.Subject? {
        effects.lazy.compactMap { if case .client(.identify(_, let subject)) = $0 { subject } else { nil } }.first
    }

    @Test func aReturnAsksForItAndSaysWhere() {
        let cad = borrow("cad")
        var desk = DeskScript(borrows: [cad])
        desk.press(.character("r"), .enter)
        desk.client(.identified(OperationID(rawValue: "s-1"), missing(), at: desk.now))
        #expect(
            desk.box("Return").contains(
                "The license key came from the variable BERTH_LICENSE_KEY, which does not hold it here; type it:"),
            "\(desk.text)")
        #expect(desk.state.client.troubles.isEmpty)
        desk.rest()
        desk.type("AAAA-BBBB-CCCC-4444")
        #expect(!desk.text.contains("AAAA"))
        #expect(subject(desk.press(.enter)) == .borrow(cad, key: Fixture.key))
        desk.client(.identified(OperationID(rawValue: "s-2"), missing(.inputInvalid), at: desk.now))
        #expect(desk.box("Return").contains("! That is another key."), "\(desk.text)")
    }

    @Test func anExtensionAsksForItWithTheEndThatWasTyped() {
        var desk = DeskScript(borrows: [borrow("cad", .file("/keys/cad"))])
        desk.press(.character("e"))
        desk.type("2026-11-28 18:00")
        desk.press(.enter)
        desk.client(.identified(OperationID(rawValue: "s-1"), missing(), at: desk.now))
        #expect(desk.box("Extend").contains("Until 2026-11-28 18:00"), "\(desk.text)")
        guard case .extend(let dialog) = desk.state.overlays.last else {
            Issue.record("expected the dialog, got \(desk.state.overlays)")
            return
        }
        #expect(dialog.focus == .secret && dialog.secret != nil)
    }

    @Test func oneOfSeveralReturnsKeepsTheOthersFromNothing() {
        let user = Fixture.borrow("sim", product: "SIM", license: .user("ana@acme.example"), hours: 100)
        var desk = DeskScript(columns: 120, rows: 40, borrows: [borrow("cad"), user])
        desk.press(.character("*"), .character("r"), .enter)
        desk.client(.identified(OperationID(rawValue: "s-1"), missing(), at: desk.now))
        desk.respondToRelease("s-2", of: user, .success(.release(Response(value: ""))))
        #expect(desk.row("CAD")?.contains("! key") == true, "\(desk.text)")
        #expect(desk.words.contains("1 returned, 1 need their license key"), "\(desk.text)")
        #expect(desk.state.overlays.isEmpty && desk.state.client.troubles.isEmpty)
    }

    /// A key's file that came back was not read until the next start.
    @Test func whatIsBackIsFoundAtTheNextAttempt() {
        let cad = borrow("cad", .file("/keys/cad"))
        var desk = DeskScript(borrows: [cad])
        desk.press(.character("r"), .enter)
        desk.client(.identified(OperationID(rawValue: "s-1"), missing(), at: desk.now))
        #expect(desk.box("Return").contains("came from the file /keys/cad"), "\(desk.text)")
        desk.rest()
        desk.press(.escape, .character("r"))
        #expect(desk.box("Return").contains("Return CAD") && !desk.box("Return").contains("type it"), "\(desk.text)")
        #expect(subject(desk.press(.enter)) == .borrow(cad, key: nil))
        desk.client(.identified(OperationID(rawValue: "s-2"), missing(), at: desk.now))
        #expect(desk.box("Return").contains("type it:"), "and asked for once more where it is still away: \(desk.text)")
    }

    @Test func aRetryLooksForItAnewAndThenAsksForIt() {
        var desk = DeskScript(borrows: [borrow("cad")])
        desk.press(.character("r"), .enter, .character("b"))
        desk.type("MESH")
        desk.client(.identified(OperationID(rawValue: "s-1"), missing(.inputInvalid), at: desk.now))
        desk.press(.escape, .character("!"))
        #expect(subject(desk.press(.character("R"))) == .borrow(borrow("cad"), key: nil))
        desk.client(.identified(OperationID(rawValue: "s-2"), missing(.inputInvalid), at: desk.now))
        #expect(desk.box("Return").contains("type it:"), "\(desk.text)")
    }

    /// The bare word "Key" did not say why it was asked for.
    @Test func anExtensionSaysWhyTheKeyIsAskedFor() {
        var desk = DeskScript(borrows: [borrow("cad", .prompt)])
        desk.press(.character("e"))
        #expect(desk.box("Extend").contains("The license key is not kept; type it again."), "\(desk.text)")
        desk = DeskScript(borrows: [borrow("cad", .file("/keys/cad"))])
        desk.press(.character("e"), .enter)
        desk.client(.identified(OperationID(rawValue: "s-1"), missing(), at: desk.now))
        #expect(
            desk.box("Extend").contains("came from the file /keys/cad, which does not hold it here; type it."),
            "\(desk.text)")
    }

    /// Line by line the end that had been typed was lost, and a repetition had become an extension.
    @Test func lineByLineTheEndThatWasTypedIsKeptAndThatItIsARepetition() throws {
        var doubtful = borrow("cad")
        doubtful.move(to: .unknown(Fixture.timeout.problem))
        for (cad, key, purpose) in [(doubtful, "R", ExtendDialog.Purpose.repeat), (borrow("cad"), "e", .extend)] {
            var desk = DeskScript(borrows: [cad])
            desk.press(.character(Character(key)), .control("u"))
            desk.type("2026-11-28 18:00")
            desk.press(.enter, .character("b"))
            desk.type("MESH")
            desk.client(.identified(OperationID(rawValue: "s-1"), missing(), at: desk.now))
            let trouble = try #require(desk.state.client.troubles.first, "\(desk.text)")
            let spoken = SpokenDesk(client: desk.state.client, settings: desk.state.settings, now: desk.now)
            let draft = try #require(spoken.draft(after: trouble, isSignIn: true))
            #expect(draft.purpose == purpose && draft.until.text == "2026-11-28 18:00" && draft.secret != nil)
        }
    }

    @Test func whoTypesIsNotInterrupted() {
        var desk = DeskScript(borrows: [borrow("cad")])
        desk.press(.character("r"), .enter, .character("b"))
        desk.type("MESH")
        desk.client(.identified(OperationID(rawValue: "s-1"), missing(), at: desk.now))
        #expect(desk.state.overlays.isEmpty && desk.state.focus == .form)
        #expect(desk.state.client.troubles.count == 1)
    }
}
