import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// What was asked for and has not been sent is not dropped without a word.
@Suite struct LeavingTests {
    /// A desk on which the return of a borrow in doubt waits until the request before it is surely over.
    private func waiting(columns: Int = 80, rows: Int = 24) -> DeskScript {
        var borrow = Fixture.borrow("b", phase: .intended)
        borrow.grant = nil
        borrow.move(to: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(columns: columns, rows: rows, borrows: [borrow], settleAfterSeconds: 30)
        desk.client(.requested(.release(borrow.id), key: Fixture.key, at: desk.now))
        let named = Client.Identified(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))
        desk.client(.identified(OperationID(rawValue: "s-1"), .success(named), at: desk.now))
        #expect(desk.words.contains("Will be sent at"), "\(desk.text)")
        return desk
    }

    /// `q` left at once, and the return that was confirmed was never sent.
    @Test func quittingSaysWhatHasNotBeenSent() {
        var desk = waiting()
        #expect(desk.press(.character("q")) == [])
        #expect(
            desk.box("Quit").contains(
                "Not sent yet: the return of CAD-PRO …4444. If you quit now, that is not sent. Borrows stay borrowed."),
            "\(desk.text)")
        desk.press(.escape)
        #expect(desk.state.client.underway.count == 1, "no is no")
        #expect(desk.press(.character("q"), .character("y")).contains(.quit(.success)))
    }

    /// That a request's license is not known yet keeps it no less from being sent.
    @Test func soDoesWhatIsStillBeingIdentified() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.press(.character("r"), .enter)
        desk.press(.character("q"))
        #expect(desk.box("Quit").contains("the return of CAD-PRO ana@acme.example."), "\(desk.text)")
    }

    @Test func aSignalSaysItOnceTheScreenIsGone() {
        var desk = waiting()
        desk.script.play(.terminated(signal: 15))
        desk.client(.waitOver(OperationID(rawValue: "s-1"), isCancelled: true, at: desk.now))
        let told = ["Not sent, since Berth was left before that: the return of CAD-PRO …4444."]
        #expect(desk.state.farewell == told)
        desk.script.play(.terminalClosed)
        #expect(desk.state.farewell == told, "it is told once")
    }

    /// The question counted them as it came up, and never again.
    @Test func theReturnsThatHaveNotBegunAreCountedAsTheyGoOn() {
        let borrows = (0..<6).map {
            Fixture.borrow("b\($0)", product: "P\($0)", license: .user("u\($0)@acme.example"))
        }
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows)
        desk.press(.character("*"), .character("r"), .enter, .character("q"))
        #expect(desk.box("Quit").contains("2 returns have not begun; they stay borrowed."), "\(desk.text)")
        desk.respondToRelease("s-1", of: borrows[0], .success(.release(Response(value: "ok"))))
        #expect(desk.box("Quit").contains("1 return has not begun; it stays borrowed."), "\(desk.text)")
        desk.respondToRelease("s-2", of: borrows[1], .success(.release(Response(value: "ok"))))
        #expect(!desk.box("Quit").contains("begun"), "\(desk.text)")
        var ended = DeskScript(borrows: borrows)
        ended.press(.character("*"), .character("r"), .enter)
        ended.script.play(.terminated(signal: 15))
        #expect(ended.state.farewell.first == "2 returns have not begun; they stay borrowed.")
    }

    /// "Nothing is under way." was said while several were being returned.
    @Test func severalReturnsCanBeStoppedBeforeTheFirstIsSent() {
        let borrows = (0..<6).map {
            Fixture.borrow("b\($0)", product: "P\($0)", license: .user("u\($0)@acme.example"))
        }
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows)
        desk.press(.character("*"), .character("r"), .enter, .control("x"))
        #expect(!desk.words.contains("Nothing is under way."), "\(desk.text)")
        #expect(desk.state.releases.waiting == 0 && desk.text.contains("Returning 1 of 4"), "\(desk.text)")
        desk.press(.control("x"))
        #expect(desk.words.contains("What is under way cannot be stopped now"), "\(desk.text)")
    }

    /// On a screen that is too small the sentence that says how to leave was cut.
    @Test func onATinyScreenTheWayOutStandsFirst() {
        var desk = waiting()
        desk.script.play(.resized(Size(columns: 20, rows: 4)))
        desk.press(.control("c"))
        #expect(desk.words.contains("once more quits."), "\(desk.text)")
    }
}
