import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// Borrows of another account are told apart, and what cannot be done with them here is said before it is asked for.
@Suite("Borrows of two profiles")
struct ProfileTests {
    private func desk(_ columns: Int = 80, _ rows: Int = 24, choosing id: String) -> DeskScript {
        var desk = DeskScript(
            columns: columns, rows: rows, borrows: SampleBorrows.twoProfiles, account: SampleBorrows.account,
            profiles: SampleBorrows.profiles)
        desk.choose(id)
        return desk
    }

    private static let refusals: [(String, Character, String)] = [
        ("theirs", "r", "berth release theirs"), ("theirs", "e", "berth extend theirs --max"),
        ("theirs", "s", "berth seats theirs"), ("theirs", " ", "berth release theirs"),
        ("doubt", "r", "berth release doubt"), ("doubt", "R", "berth settle doubt --repeat"),
    ]

    @Test(
        "What goes to its account is not offered, asks nothing, and names the profile and the command",
        arguments: refusals)
    func refused(id: String, key: Character, command: String) {
        var desk = desk(120, 40, choosing: id)
        #expect(!desk.footer.contains("return") && !desk.footer.contains("extend"), "\(desk.footer)")
        #expect(desk.press(.character(key)) == [])
        #expect(desk.state.overlays.isEmpty && desk.state.list.marked.isEmpty)
        #expect(
            desk.words.contains(
                "It was made with profile \"staging\", \(Fixture.server): open `berth --profile staging`, or run `\(command)`."
            ),
            "\(desk.text)")
    }

    @Test("What its account has nothing to do with is open: details, a note, and another borrow once it is over")
    func open() {
        var note = desk(choosing: "doubt")
        note.press(.character("v"))
        #expect(note.box("Settle").contains("Why is MESH doubt@acme.example"))
        var over = desk(choosing: "over")
        over.press(.character("r"))
        #expect(over.words.contains("This one has ended; its seat is free."), "what it is goes before whose it is")
        over.press(.character("a"))
        #expect(over.words.contains("Filled in as it was borrowed, for production this time."), "\(over.text)")
        var own = desk(choosing: "mine")
        #expect(own.footer.contains("r return  e extend"))
        own.press(.character("a"))
        #expect(own.words.contains("It still runs"))
    }

    @Test("Where no profile with its server is known, no command is named")
    func noProfile() {
        var desk = DeskScript(columns: 120, borrows: SampleBorrows.twoProfiles, account: SampleBorrows.account)
        desk.choose("theirs")
        desk.press(.character("r"))
        #expect(desk.words.contains("It was made with profile \"staging\", \(Fixture.server): start Berth with that."))
    }

    @Test("All that can be returned are marked; of those of another account it is said why they are not")
    func markAll() {
        var desk = desk(120, 40, choosing: "mine")
        desk.press(.character("*"))
        #expect(desk.state.list.marked.map(\.rawValue).sorted() == ["key", "mine"])
        #expect(
            desk.words.contains(
                "Not marked: 2 rows. They were made with profile \"staging\", \(Fixture.server): open `berth --profile staging`."
            ),
            "\(desk.text)")
        desk.press(.character("r"))
        #expect(desk.box("Return").contains("Return 2 borrows now?"))
    }

    @Test("Each row says its profile where there is room; else the chosen one does; and a search finds it")
    func shown() {
        let wide = desk(120, 40, choosing: "theirs")
        #expect(wide.text.contains("Profile"), "\(wide.text)")
        #expect(wide.row("theirs@")?.contains("staging") == true && wide.row("mine@")?.contains("production") == true)
        var narrow = desk(40, 12, choosing: "theirs")
        #expect(!narrow.text.contains("Profile") && narrow.words.contains("profile staging"), "\(narrow.text)")
        narrow.choose("mine")
        #expect(!narrow.words.contains("profile "), "\(narrow.text)")
        for (id, isOther) in [("theirs", true), ("mine", false)] {
            let row = narrow.row(id) ?? ""
            #expect(row.contains("~") == isOther, "a mark says that it is another's: \(narrow.text)")
        }
        #expect(!wide.text.contains("~"), "\(wide.text)")
        var found = desk(choosing: "mine")
        found.press(.character("/"))
        found.type("stag")
        #expect(found.state.list.rows(found.state.desk).map(\.id.rawValue) == ["doubt", "theirs", "over"])
    }

    @Test("One profile alone, the one in use, takes no column; one alone that is another does")
    func alone() {
        let own = SampleBorrows.twoProfiles.filter { $0.account.profile == "production" }
        func desk(_ borrows: [Borrow]) -> DeskScript {
            DeskScript(columns: 120, rows: 40, borrows: borrows, account: SampleBorrows.account)
        }
        #expect(!desk(own).text.contains("Profile"))
        let others = SampleBorrows.twoProfiles.filter { $0.account.profile == "staging" }
        #expect(desk(others).text.contains("Profile"))
    }

    @Test("A form that names what another account holds says so before it is sent")
    func form() {
        var desk = desk(120, 40, choosing: "mine")
        desk.press(.character("b"), .control("u"))
        desk.type("CAD-PRO")
        desk.press(.tab, .right, .tab)
        desk.type("theirs@acme.example")
        #expect(desk.box("New").contains("or run `berth extend theirs --max`."), "\(desk.text)")
        desk.press(.control("u"))
        desk.type("key@acme.example")
        #expect(!desk.box("New").contains("It was made with"), "\(desk.text)")
        #expect(desk.box("New").contains("Fri 27 Nov 17:02 →"), "\(desk.text)")
    }

    @Test("Details say what to do, by keys as they are bound, and of another account by its profile and a command")
    func details() throws {
        var desk = desk(120, 40, choosing: "theirs")
        desk.press(.enter)
        #expect(desk.row("Profile")?.contains("staging") == true)
        #expect(desk.box("Details").contains("or run `berth release theirs`."), "\(desk.text)")
        var own = DeskScript(borrows: SampleBorrows.typical)
        let keymap = try Keymap<App.Action>([("repeat", ["F5"]), ("return", ["disabled"])])
        var settings = own.state.settings
        settings.keymap = keymap
        own.script.play(
            .configurationChanged(.success(App.Reconfiguration(settings: settings, changed: ["keys"])), at: own.now))
        own.choose("unknown")
        own.press(.enter)
        #expect(
            own.words.contains("repeat it, which is safe (F5); ask the server (s); return it; settle it by hand (v)"),
            "\(own.text)")
    }

    @Test("Line by line a borrow says its profile, and what is left out of a choice is said with what to do")
    func spoken() {
        let desk = desk(choosing: "mine")
        let spoken = SpokenDesk(client: desk.state.client, settings: desk.state.settings, now: desk.now)
        let theirs = spoken.borrows.first { $0.id.rawValue == "theirs" }
        #expect(theirs.map(spoken.line)?.contains(", this host, profile staging, ends ") == true)
        #expect(
            spoken.leftOut(of: .release)
                == "Not here: 2 borrows. They were made with profile \"staging\", \(Fixture.server): open "
                + "`berth --profile staging`.")
        #expect(
            spoken.leftOut(of: .repeatBorrow)
                == "Not here: MESH doubt@acme.example. It was made with profile \"staging\", \(Fixture.server): open "
                + "`berth --profile staging`, or run `berth settle doubt --repeat`.")
        #expect(spoken.leftOut(of: .note) == nil && spoken.leftOut(of: .details) == nil)
        let details = theirs.map { spoken.details($0) } ?? []
        #expect(details.contains { $0.hasPrefix("You can: It was made with profile \"staging\"") }, "\(details)")
    }
}
