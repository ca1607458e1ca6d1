import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What is in doubt is spoken of as that.
@Suite struct DoubtWordsTests {
    private let user = LicenseReference.user("ana@acme.example")
    private var doubtful: Borrow {
        Fixture.borrow("b", license: user, hours: 30, phase: .unknown(Fixture.timeout.problem))
    }

    /// "It still runs: extend it instead."
    @Test func itIsNotSaidToRun() {
        var desk = DeskScript(columns: 120, rows: 40, borrows: [doubtful])
        desk.press(.character("a"))
        #expect(desk.words.contains("Its outcome is unknown: repeat it (R), or settle it by hand (v)."), "\(desk.text)")
        desk.press(.character("x"))
        #expect(desk.words.contains("Its outcome is unknown: repeat it (R), or settle it by hand (v)."), "\(desk.text)")
    }

    /// "Repeat it (R)", where R says that the desk does not.
    @Test func aCheckInDoubtIsNotToBeRepeated() {
        var problem = Fixture.timeout.problem
        problem.facts.endpoint = Licensing.Operation.Kind.check.endpoint()
        var checked = Fixture.borrow("b", phase: .unknown(problem))
        (checked.grant, checked.operation.kind) = (nil, .check)
        var desk = DeskScript(columns: 120, rows: 40, borrows: [checked])
        for key in ["a", "x"] {
            desk.type(key)
            let words = "Its outcome is unknown: ask the server (s), or settle it by hand (v)."
            #expect(desk.words.contains(words), "\(desk.text)")
        }
    }

    /// "It ends …", where only the repetition said that it surely runs until then.
    @Test func theEndThatItSurelyHasIsCalledSo() {
        var desk = DeskScript(columns: 120, rows: 40, borrows: [doubtful])
        desk.press(.character("e"))
        #expect(desk.box("Extend").contains("It surely runs until"), "\(desk.text)")
        var known = DeskScript(columns: 120, rows: 40, borrows: [Fixture.borrow("b", license: user, hours: 30)])
        known.press(.character("e"))
        #expect(known.box("Extend").contains("It ends"), "\(known.text)")
    }

    /// "The borrow may exist … repeat the same borrow", of a borrow that was there and was to be extended.
    @Test func ofAnExtensionOnlyTheNewEndIsInDoubt() {
        var desk = DeskScript(columns: 120, rows: 40, borrows: [Fixture.borrow("b", license: user, hours: 30)])
        desk.press(.character("e"))
        desk.type("+2d")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(reference: user, identification: .username("ana@acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .failure(Fixture.timeout), at: desk.now))
        desk.written(id, 1)
        let problem = desk.box("Problem")
        #expect(problem.contains("The borrow may end as before, at 2026-11-24 19:02"), "\(desk.text)")
        #expect(problem.contains("repeat the extension"), "\(desk.text)")
        #expect(!problem.contains("may exist") && !problem.contains("the same borrow"), "\(desk.text)")
    }
}
