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
}
