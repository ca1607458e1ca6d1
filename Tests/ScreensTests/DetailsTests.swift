import ClientCore
import Foundation
import Ledger
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// All that is known of a borrow, on a page of its own.
@Suite struct DetailsTests {
    /// The details of an unknown borrow named keys that did nothing there.
    @Test func theDetailsOfADoubtDoWhatTheySay() {
        let user = LicenseReference.user("ana@acme.example")
        let doubtful = Fixture.borrow("b", license: user, phase: .unknown(Fixture.timeout.problem))
        for (key, title) in [("R", "Repeat"), ("s", "Ask the server"), ("r", "Return"), ("v", "Settle")] {
            var desk = DeskScript(borrows: [doubtful])
            desk.press(.enter)
            #expect(desk.words.contains("repeat it, which is safe (R)"), "\(desk.text)")
            #expect(desk.footer.contains("R repeat"), "\(desk.footer)")
            desk.press(.character(Character(key)))
            #expect(!desk.box(title).isEmpty, "\(key): \(desk.text)")
            desk.press(.escape)
            #expect(desk.text.contains("Details"), "and back to where it was opened: \(desk.text)")
        }
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: user)])
        desk.press(.enter)
        #expect(!desk.footer.contains("return"), "\(desk.footer)")
    }

    /// The receipt's key did nothing, and the others copied and saved that it is not there.
    @Test func ofWhatHasGoneThereIsNothingToCopyOrToSave() {
        let borrow = Fixture.borrow("b")
        var desk = DeskScript(borrows: [borrow, Fixture.borrow("other", product: "MESH", hours: 200)])
        desk.press(.enter)
        #expect(desk.footer.contains("y copy") && desk.footer.contains("w save"), "\(desk.footer)")
        desk.reads([Fixture.borrow("other", product: "MESH", hours: 200)], line: 9)
        #expect(desk.words.contains("This one is not in the list any more."), "\(desk.text)")
        #expect(!desk.footer.contains("y copy") && !desk.footer.contains("w save"), "\(desk.footer)")
        #expect(!desk.footer.contains("p receipt"), "\(desk.footer)")
        #expect(desk.press(.character("y")) == [])
    }

    @Test func whatFailsThatWasAskedForInDetailsIsTold() {
        let user = LicenseReference.user("ana@acme.example")
        let doubtful = Fixture.borrow("b", license: user, phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubtful])
        desk.press(.enter)
        desk.client(.requested(.check(doubtful.id), key: nil, at: desk.now))
        let problem = Problem(.transportRefused, message: "nobody listens", time: desk.now, effect: .none)
        desk.client(.identified(OperationID(rawValue: "s-1"), .failure(problem), at: desk.now))
        #expect(desk.state.overlays.isEmpty && desk.state.focus == .problem, "\(desk.text)")
        #expect(desk.text.contains("transport_refused"), "\(desk.text)")
    }

    @Test func theDetailsTellTheEndThatWasAskedForAndWhyADoubtWasSettled() {
        var borrow = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        borrow.operation.kind = .borrow(.at(TestClock.start.addingTimeInterval(7200)))
        var desk = DeskScript(columns: 120, rows: 40, borrows: [borrow])
        desk.press(.enter)
        #expect(desk.row("End asked")?.contains("16:02:00 UTC+1 = 2026-11-23T15:02:00Z") == true, "\(desk.text)")
        borrow.move(to: .noted(reason: "the vendor has reset it"))
        desk = DeskScript(columns: 120, rows: 40, borrows: [borrow])
        desk.press(.enter)
        #expect(desk.row("Why settled")?.contains("the vendor has reset it") == true, "\(desk.text)")
        #expect(desk.row("End asked") == nil, "\(desk.text)")
    }

    @Test func theDetailsShowTheReceiptAndWhetherItsSignatureIsValid() {
        let borrow = Fixture.borrow("b")
        let receipt = Receipt(
            request: #"{"product":"CAD-PRO"}"#, body: Data(#"{"license_id":1}"#.utf8), isRedacted: false, digest: "d0",
            signature: "c2ln", keyFingerprint: "f0", receivedAt: TestClock.start)
        let stored = StoredReceipt(receipt: receipt, operation: borrow.operation.id, borrow: borrow)
        func details(_ held: HeldReceipt?) -> DeskScript {
            var desk = DeskScript(columns: 120, rows: 40, borrows: [borrow])
            #expect(desk.press(.enter) == [.readReceipt(of: borrow.id, operation: borrow.operation.id)])
            desk.script.play(.receiptRead(borrow.id, .success(held)))
            return desk
        }
        var desk = details(nil)
        #expect(
            desk.row("Receipt")?.contains("none is kept") == true && !desk.footer.contains("receipt"), "\(desk.text)")
        desk = details(HeldReceipt(stored, ReceiptVerification(keyFingerprint: "f0", reason: "it was altered")))
        #expect(desk.row("Receipt")?.contains("kept, signature NOT VERIFIED: it was altered") == true, "\(desk.text)")
        desk = details(HeldReceipt(stored, ReceiptVerification(keyFingerprint: "f0", reason: nil)))
        #expect(desk.row("Receipt")?.contains("kept, signature VALID (p shows it)") == true, "\(desk.text)")
        desk.press(.character("p"))
        #expect(desk.row("Response")?.contains(#"{"license_id":1}"#) == true, "\(desk.text)")
        #expect(desk.row("Signature")?.contains("VALID") == true, "\(desk.text)")
        guard case .copy(let text)? = desk.press(.character("y")).first else {
            Issue.record("nothing was copied: \(desk.text)")
            return
        }
        #expect(text.contains(#"{"product":"CAD-PRO"}"#))
        desk.press(.escape)
        #expect(desk.text.contains("Details"))
    }

    /// They showed what had been kept as they were opened, whatever was extended or returned elsewhere since.
    @Test func theReceiptIsReadAgainAsTheBorrowMovesOn() {
        let borrow = Fixture.borrow("b")
        var extended = borrow
        extended.operation = Fixture.operation("other")
        extended.operation.phase = .confirmed
        func held(_ body: String) -> Result<HeldReceipt?, Problem> {
            let stored = StoredReceipt(receipt: Fixture.receipt(body), operation: borrow.operation.id, borrow: borrow)
            return .success(HeldReceipt(stored, ReceiptVerification(keyFingerprint: "f0", reason: nil)))
        }
        var desk = DeskScript(columns: 120, rows: 40, borrows: [borrow])
        func reads(_ borrow: Borrow, _ line: Int64) -> [App.Effect] {
            let reading = LedgerReading(borrows: [borrow], line: line)
            return desk.script.play(.client(.ledgerRead(.success(.init(reading, isWhole: true)), at: desk.now)))
        }
        let first = App.Effect.readReceipt(of: borrow.id, operation: borrow.operation.id)
        let second = App.Effect.readReceipt(of: borrow.id, operation: extended.operation.id)
        #expect(desk.press(.enter) == [first])
        #expect(!reads(extended, 9).contains(second), "one reading at a time")
        #expect(desk.script.play(.receiptRead(borrow.id, held("first"))).contains(second), "then the newest")
        desk.script.play(.receiptRead(borrow.id, held("second")))
        desk.press(.character("p"))
        #expect(desk.row("Response")?.contains("second") == true, "\(desk.text)")
        #expect(reads(borrow, 10).contains(first))
        desk.script.play(.receiptRead(borrow.id, held("third")))
        #expect(desk.row("Response")?.contains("third") == true, "what shows is the one at hand: \(desk.text)")
        #expect(!reads(borrow, 11).contains(first), "what has not moved is not read again")
    }

    /// A check that was refused took the end that had been asked for away.
    @Test func theEndThatWasAskedForStaysKnownWhateverIsTriedAfterThat() {
        var facts = ProblemFacts(Fixture.request(end: .at(TestClock.start.addingTimeInterval(7200))))
        facts.endpoint = "/api/v4/floating/borrow"
        let problem = Problem(
            .transportTimeout, message: "", time: TestClock.start, effect: .possible, facts: facts)
        var borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        borrow.grant = nil
        borrow.move(to: .unknown(problem))
        borrow.operation = Fixture.operation("check", kind: .check)
        borrow.move(to: .refused(Fixture.refusal(.authenticationFailure).problem))
        var desk = DeskScript(columns: 120, rows: 40, borrows: [borrow])
        desk.press(.enter)
        #expect(desk.row("End asked")?.contains("16:02:00 UTC+1") == true, "\(desk.text)")
        desk.press(.character("R"))
        #expect(desk.box("Repeat").contains("16:02"), "\(desk.text)")
        desk.press(.escape)
        borrow.move(to: .noted(reason: "the vendor has reset it"))
        desk.reads([borrow], line: 9)
        #expect(desk.text.contains("Why settled") && !desk.text.contains("End asked"), "\(desk.text)")
    }

    /// A borrow whose lease lapsed, or whose response did not fit, tells what it asked for as others do.
    @Test func theFactsOfABorrowTellTheEndThatItAskedFor() {
        var borrow = Fixture.borrow("b")
        #expect(ProblemFacts(borrow).requestedEnd == .maximum)
        borrow.operation.kind = .release
        #expect(ProblemFacts(borrow).requestedEnd == nil)
    }

    /// A wrong key closed the details that the question was opened from.
    @Test func aWrongKeyKeepsTheDetails() {
        let doubtful = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(columns: 120, rows: 40, borrows: [doubtful])
        desk.press(.enter, .character("r"))
        desk.type("ZZZZ-ZZZZ-ZZZZ-9999")
        desk.press(.enter)
        let problem = Problem(.inputInvalid, message: "That is another key.", time: desk.now)
        desk.client(.identified(OperationID(rawValue: "s-1"), .failure(problem), at: desk.now))
        #expect(desk.box("Return").contains("! That is another key."), "\(desk.text)")
        desk.rest()
        desk.press(.escape)
        #expect(!desk.box("Details").isEmpty, "\(desk.text)")
    }

    /// `r` did nothing there, and said nothing.
    @Test func theDetailsOfABorrowReturnItOrSayWhyNot() {
        let user = LicenseReference.user("ana@acme.example")
        var desk = DeskScript(columns: 120, rows: 40, borrows: [Fixture.borrow("b", license: user)])
        desk.press(.enter, .character("r"))
        #expect(!desk.box("Return").isEmpty, "\(desk.text)")
        var over = DeskScript(columns: 120, rows: 40, borrows: [Fixture.borrow("b", license: user, hours: -5)])
        over.press(.enter, .character("r"))
        #expect(over.words.contains("This one has ended; its seat is free."), "\(over.text)")
    }

    /// "return refused" stood there of what was cancelled before it was sent.
    @Test func onlyWhatTheServerRefusedIsCalledRefused() {
        func last(_ problem: Problem) -> DeskScript {
            var borrow = Fixture.borrow("b")
            borrow.operation = Fixture.operation("r", kind: .release)
            borrow.move(to: .refused(problem))
            var desk = DeskScript(columns: 120, rows: 40, borrows: [borrow])
            desk.press(.enter)
            return desk
        }
        let unsent = last(Problem(.operationNotSent, message: "no", time: TestClock.start, effect: .none))
        #expect(unsent.row("Last")?.contains("return not sent") == true, "\(unsent.text)")
        let failed = last(Problem(.transportRefused, message: "no", time: TestClock.start, effect: .none))
        #expect(failed.row("Last")?.contains("return failed") == true, "\(failed.text)")
        let refused = last(Fixture.refusal(.authenticationFailure).problem)
        #expect(refused.row("Last")?.contains("return refused") == true, "\(refused.text)")
        var borrow = Fixture.borrow("b", phase: .intended)
        borrow.grant = nil
        borrow.move(to: .refused(Problem(.operationNotSent, message: "no", time: TestClock.start, effect: .none)))
        let spoken = SpokenDesk(client: unsent.state.client, settings: unsent.state.settings, now: unsent.now)
        #expect(spoken.line(borrow).hasSuffix(", not sent"), "\(spoken.line(borrow))")
        #expect(spoken.details(borrow).contains("Status: over: not sent"), "\(spoken.details(borrow))")
    }

    /// "ended 07:23" was told of what had never been granted.
    @Test func whatANoteSettledIsNotSaidToHaveEndedAtATime() {
        var borrow = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        borrow.grant = nil
        borrow.move(to: .noted(reason: "the vendor has reset it"))
        let desk = DeskScript(borrows: [borrow])
        let spoken = SpokenDesk(client: desk.state.client, settings: desk.state.settings, now: desk.now)
        #expect(spoken.line(borrow) == "CAD-PRO …4444, this host, settled by hand")
    }
}
