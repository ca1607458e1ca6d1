import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

@Suite("A first start on the screen")
struct SetupScreenTests {
    @Test("Nothing typed is lost by going back, whatever it is")
    func back() {
        var setup = SetupScript()
        setup.enter(finding: .reached(clockOffset: 0))
        setup.enter()
        setup.type("half a key")
        setup.press(.escape)
        #expect(setup.state.walk.step == .authorization)
        setup.press(.enter)
        #expect(setup.words.contains("What you type takes its place."), "\(setup.text)")
        setup.press(.end)
        setup.type("!")
        #expect(!setup.words.contains("takes its place"))
        setup.press(.enter)
        #expect(setup.words.contains("An API key has no blanks in it."), "\(setup.text)")
        setup.press(.control("u"))
        setup.enter("an-api-key")
        setup.enter("a-shared-key", finding: .accepted)
        setup.press(.escape, .escape)
        #expect(setup.state.walk.step == .apiKey)
        #expect(setup.text.contains("••••••••••"))
        setup.press(.enter)
        #expect(setup.press(.enter).isEmpty && setup.state.walk.step == .product, "what was found is still so")
    }

    @Test("After a refused secret the field is empty and says so, and what is pasted next is the whole secret")
    func refusedSecret() {
        var setup = SetupScript()
        setup.enter(finding: .reached(clockOffset: nil))
        setup.enter()
        setup.press(.paste("two words"), .enter)
        #expect(setup.words.contains("An API key has no blanks in it. What was typed is forgotten"), "\(setup.text)")
        #expect(setup.words.contains("forgotten: type or paste it anew") && !setup.text.contains("•"), "\(setup.text)")
        setup.press(.paste("an-api-key"), .enter)
        #expect(setup.state.walk.draft.answer(.apiKey) == "an-api-key")
        setup.press(.paste("not-the-key"), .enter)
        setup.checked(.failure(SetupFixture.refused))
        #expect(setup.words.contains("forgotten: type or paste it anew") && !setup.text.contains("•"), "\(setup.text)")
        let footer = setup.frame.lines.last ?? ""
        #expect(footer.contains("Enter go on") && !footer.contains("Tab"), "\(footer)")
        setup.press(.enter)
        #expect(setup.words.contains("Shared key: something has to be typed here."), "\(setup.text)")
        setup.press(.paste("a-shared-key"), .enter)
        #expect(setup.state.walk.draft.answer(.sharedKey) == "a-shared-key")
        setup.checked(.failure(SetupFixture.unreachable))
        #expect(setup.text.contains("••••••••••••") && !setup.words.contains("forgotten"), "\(setup.text)")
    }

    @Test("A secret that stands there already is replaced by what is typed, and kept by any other key")
    func heldSecret() {
        var setup = SetupScript()
        setup.enter(finding: .reached(clockOffset: nil))
        setup.enter()
        setup.enter("an-api-key")
        setup.press(.escape)
        var kept = setup
        kept.press(.enter)
        #expect(kept.state.walk.draft.answer(.apiKey) == "an-api-key")
        setup.press(.paste("another"), .enter)
        #expect(setup.state.walk.draft.answer(.apiKey) == "another")
    }

    @Test("A paste that did not fit gives way to the next one")
    func pasteAgain() {
        var setup = SetupScript()
        setup.enter(finding: .reached(clockOffset: nil))
        setup.enter()
        setup.press(.paste(String(repeating: "k", count: 513)), .paste("an-api-key"), .enter)
        #expect(setup.state.walk.draft.answer(.apiKey) == "an-api-key")
    }

    @Test("No secret is ever on the screen")
    func secrets() {
        var setup = SetupScript()
        setup.walkToEnd()
        #expect(setup.state.walk.step == .finish)
        while setup.state.walk.step != .place {
            #expect(!setup.text.contains("an-api-key") && !setup.text.contains("a-shared-key"))
            setup.press(.escape)
        }
        #expect(!"\(setup.state)".contains("an-api-key"))
    }

    @Test("A check shows its seconds while it lasts, and is stopped by a key")
    func waiting() {
        var setup = SetupScript()
        setup.press(.enter)
        #expect(setup.words.contains("Asking the server, 0 s · ^X stops waiting"))
        setup.clock.addTimeInterval(3)
        #expect(setup.script.play(.ticked(at: setup.clock)) == [.tick(at: setup.clock.addingTimeInterval(1))])
        #expect(setup.words.contains("Asking the server, 3 s · ^X stops waiting"))
        #expect(setup.press(.control("x")) == [.walk(.stopChecking)])
        #expect(!setup.words.contains("Asking the server"))
        #expect(setup.script.play(.ticked(at: setup.clock)).isEmpty, "nothing wakes while nothing is waited for")
    }

    @Test("A check that fails is explained in the catalogue's words, with again, on, and back in the footer")
    func failure() {
        var setup = SetupScript()
        setup.press(.enter)
        setup.checked(.failure(SetupFixture.unreachable))
        let explanation = ProblemCatalogue.explain(SetupFixture.unreachable)
        #expect(setup.words.contains(explanation.remedies[0].text))
        #expect(setup.text.contains("transport_refused"))
        let footer = setup.frame.lines.last ?? ""
        #expect(footer.contains("Enter try again") && footer.contains("Tab go on anyway"))
        #expect(setup.press(.enter).count == 1)
        setup.checked(.failure(SetupFixture.unreachable))
        setup.press(.tab)
        #expect(setup.state.walk.step == .authorization)
        #expect(setup.words.contains("! not checked"))
    }

    /// Nothing is written yet, and the words sent whoever read them to the configuration.
    @Test("A check that fails speaks of what was entered, and says which step mends it")
    func failureWords() {
        var setup = SetupScript(columns: 120, rows: 40)
        setup.enter(finding: .reached(clockOffset: nil))
        setup.enter()
        setup.enter("an-api-key")
        setup.enter("a-shared-key")
        setup.checked(.failure(Problem(.invalidAPIKey, status: 401, message: "no", time: SetupFixture.now)))
        #expect(setup.words.contains("The server does not know the API key that you entered."), "\(setup.text)")
        #expect(setup.words.contains("copy the API key again"), "\(setup.text)")
        #expect(!setup.words.contains("configuration"), "\(setup.text)")
        setup.enter("an-api-key")
        setup.enter("a-shared-key", finding: .accepted)
        setup.type("CAD-PRO")
        setup.press(.enter)
        setup.checked(.failure(Problem(.responseUnverified, message: "no", time: SetupFixture.now)))
        #expect(setup.words.contains("check the server's public key that you entered"), "\(setup.text)")
        #expect(setup.words.contains("go back to the step “Where licenses come from”"), "\(setup.text)")
        setup.press(.enter)
        setup.checked(.failure(Problem(.configInvalid, message: "no", time: SetupFixture.now)))
        #expect(setup.words.contains("config_invalid") && !setup.words.contains("config init"), "\(setup.text)")
        setup.press(.control("u"), .paste("MESH-6ZTQ-B3XK-R9PA"), .enter)
        #expect(setup.words.contains("This looks like a license key"), "\(setup.text)")
        #expect(!setup.text.contains("6ZTQ"), "\(setup.text)")
    }

    @Test("^C leaves at once where nothing is typed, and asks once where something is")
    func leaving() {
        var empty = SetupScript()
        #expect(empty.press(.control("c")) == [.quit(.ended(.left))])
        var typed = SetupScript()
        typed.enter(finding: .reached(clockOffset: nil))
        typed.enter()
        typed.type("q")
        #expect(typed.press(.control("c")).isEmpty, "q is text in a field")
        #expect(typed.text.contains("once more leaves"))
        typed.type("x")
        #expect(typed.press(.control("c")).isEmpty, "another key in between is a stay")
        #expect(typed.press(.control("c")) == [.quit(.ended(.left))])
    }

    @Test("On a screen that is too small only leaving, stopping and redrawing act, and the text says how to leave")
    func unseen() {
        var setup = SetupScript()
        setup.enter(finding: .reached(clockOffset: nil))
        setup.script.play(.resized(Size(columns: 39, rows: 11)))
        let before = setup.state
        for key in [Key.enter, .down, .function(1), .character("?"), .escape, .tab, .character("2"), .character("q")] {
            #expect(setup.press(key).isEmpty && setup.state == before, "\(key.label)")
        }
        #expect(setup.words.contains("Until then no key acts; ^C quits."), "\(setup.text)")
        #expect(setup.press(.control("z")) == [.suspend] && setup.press(.control("l")) == [.repaint])
        #expect(setup.press(.control("c")) == [.quit(.ended(.left))])
        var typed = SetupScript()
        typed.enter(finding: .reached(clockOffset: nil))
        typed.enter()
        typed.type("q")
        typed.script.play(.resized(Size(columns: 39, rows: 11)))
        #expect(typed.press(.control("c")).isEmpty)
        #expect(typed.words.contains("Not written yet: once more leaves."), "\(typed.text)")
        #expect(typed.press(.control("c")) == [.quit(.ended(.left))])
    }

    @Test("Files are replaced by y alone, and after all is written Enter opens the desk")
    func writing() {
        var setup = SetupScript()
        setup.walkToEnd()
        #expect(setup.press(.enter).count == 1)
        setup.script.play(.walk(.wrote(.success(.wouldReplace(["/home/ana/.config/berth/config.yaml"])))))
        #expect(setup.press(.enter).isEmpty && setup.press(.character("x")).isEmpty)
        guard case .walk(.write(_, replacing: true))? = setup.press(.character("y")).first else {
            Issue.record("nothing is replaced: \(setup.text)")
            return
        }
        setup.script.play(.walk(.wrote(.success(.done(SetupFixture.report)))))
        #expect(setup.text.contains("/home/ana/.config/berth/api-key"))
        #expect(setup.press(.enter) == [.quit(.ended(.configured(SetupFixture.report)))])
    }

    @Test("A paste that does not fit is no answer; hostile text draws nothing of its own")
    func hostile() {
        var setup = SetupScript()
        setup.enter(finding: .reached(clockOffset: nil))
        setup.enter()
        setup.press(.paste(String(repeating: "k", count: 100_000)))
        #expect(setup.press(.enter).isEmpty && setup.state.walk.step == .apiKey)
        #expect(setup.words.contains("At most 512 characters"))
        setup.press(.control("u"))
        setup.enter("k")
        setup.enter("k", finding: .accepted)
        setup.press(.paste("CAD\u{1B}]2;x\u{7}\u{202E}PRO"))
        let scalars = setup.frame.rows.joined().flatMap(\.text.unicodeScalars)
        #expect(scalars.allSatisfy { $0.value >= 0x20 })
    }

    @Test("Signals and a terminal that goes away end it with their status")
    func signals() {
        var setup = SetupScript()
        #expect(setup.script.play(.terminated(signal: 15)) == [.quit(.terminated(.terminated))])
        var gone = SetupScript()
        #expect(gone.script.play(.terminalClosed) == [.quit(.terminated(.hungUp))])
    }

    @Test("Where no id can be found, a device has to be typed")
    func noDevice() {
        var facts = SetupFixture.facts
        facts.device = nil
        var setup = SetupScript(facts: facts)
        setup.enter(finding: .reached(clockOffset: nil))
        setup.enter()
        setup.enter("k")
        setup.enter("k", finding: .accepted)
        setup.enter("CAD-PRO", finding: .product(SetupFixture.product))
        setup.press(.tab)
        setup.press(.enter)
        #expect(setup.state.walk.step == .device && setup.words.contains("type one"))
    }
}

/// The screens of a first start, as a reviewer sees them.
@Suite struct SetupGoldenTests {
    private let golden = Golden(file: (#filePath as NSString).deletingLastPathComponent)

    enum Screen: String, CaseIterable, Sendable {
        case place = "setup-place", key = "setup-key", checking = "setup-checking", failed = "setup-failed"
        case device = "setup-device", finish = "setup-finish", existing = "setup-existing", written = "setup-written"
        case help = "setup-help", leaving = "setup-leaving"

        func setup(_ columns: Int, _ rows: Int) -> SetupScript {
            var setup = SetupScript(columns: columns, rows: rows)
            if self == .place { return setup }
            if self == .checking {
                setup.press(.enter)
                setup.clock.addTimeInterval(2)
                setup.script.play(.ticked(at: setup.clock))
                return setup
            }
            if [.finish, .existing, .written].contains(self) {
                setup.walkToEnd()
                if self == .finish { return setup }
                setup.press(.enter)
                let writing: SetupWalk.Writing =
                    self == .written
                    ? .done(SetupFixture.report) : .wouldReplace(["/home/ana/.config/berth/config.yaml"])
                setup.script.play(.walk(.wrote(.success(writing))))
                return setup
            }
            setup.enter(finding: .reached(clockOffset: 4000))
            setup.enter()
            setup.type("an-api-key")
            if self == .help { setup.press(.function(1)) }
            if self == .leaving { setup.press(.control("c")) }
            guard [.failed, .device].contains(self) else { return setup }
            setup.press(.enter)
            setup.enter("a-shared-key")
            if self == .failed {
                setup.checked(.failure(SetupFixture.refused))
            } else {
                setup.checked(.success(.accepted))
                setup.enter("CAD-PRO", finding: .product(SetupFixture.product))
            }
            return setup
        }
    }

    @Test(arguments: Screen.allCases, GoldenTests.sizes) func screen(_ screen: Screen, size: Size) {
        let setup = screen.setup(size.columns, size.rows)
        golden.expect(setup.frame, "\(screen.rawValue)-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: Screen.allCases) func everySizeIsDrawn(_ screen: Screen) {
        var setup = screen.setup(80, 24)
        for columns in [0, 1, 39, 40, 41, 80, 300] {
            for rows in [0, 1, 11, 12, 13, 19, 20, 24, 100] {
                let size = Size(columns: columns, rows: rows)
                setup.script.play(.resized(size))
                #expect(setup.frame.fault(at: size) == nil, "\(columns)x\(rows)")
            }
        }
    }
}
