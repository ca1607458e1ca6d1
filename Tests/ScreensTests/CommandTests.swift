import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// Commands that the desk tells can be pasted: they have the flags that it was started with, and stand on one line.
@Suite struct CommandTests {
    private static let flags = "--config /c.yaml --ledger /l.db"

    private func desk(_ columns: Int = 200, _ rows: Int = 60, config: String = "/c.yaml") -> DeskScript {
        DeskScript(
            columns: columns, rows: rows, borrows: SampleBorrows.twoProfiles, product: "CAD-PRO",
            account: SampleBorrows.account,
            profiles: SampleBorrows.profiles,
            commands: OwnFlags(config: config, profile: "production", ledger: "/l.db"))
    }

    @Test func whatIsOfAnotherAccountIsToldWithConfigurationAndLedger() {
        var desk = desk()
        desk.choose("theirs")
        desk.press(.character("r"))
        #expect(
            desk.words.contains(
                "open `berth --profile staging \(Self.flags)`, or run `berth release theirs \(Self.flags)`."),
            "\(desk.text)")
        desk.press(.enter)
        #expect(desk.box("Details").contains("or run `berth release theirs \(Self.flags)`."), "\(desk.text)")
        let spoken = SpokenDesk(client: desk.state.client, settings: desk.state.settings, now: desk.now)
        #expect(spoken.leftOut(of: .release)?.contains("`berth --profile staging \(Self.flags)`") == true)
    }

    @Test func aProblemTellsThemToo() {
        var desk = desk()
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.operationOvertaken)))
        let command = "berth status --config /c.yaml --profile production --ledger /l.db"
        #expect(desk.box("Problem").contains(command), "\(desk.text)")
        desk.press(.character("d"))
        #expect(desk.box("Details").contains(command), "\(desk.text)")
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40)]) func noneIsCut(columns: Int, rows: Int) {
        for config in ["/c.yaml", "/home/ana/.config/berth/a-team-of-many-hosts.yaml"] {
            var desk = desk(columns, rows, config: config)
            desk.choose("theirs")
            desk.press(.character("r"))
            for line in desk.frame.lines {
                #expect(line.count { $0 == "`" }.isMultiple(of: 2), "\(desk.text)")
            }
            desk.press(.character("?"))
            for line in desk.frame.lines {
                #expect(line.count { $0 == "`" }.isMultiple(of: 2), "\(desk.text)")
            }
        }
    }

    private static let longConfig = "/home/ana/.config/berth/a-team-of-many-hosts.yaml"
    private static let command = "berth release theirs --config \(longConfig) --ledger /l.db"

    /// The text of the screen as a shell reads it.
    private func pasted(_ desk: DeskScript, _ title: String? = nil) -> String {
        let lines = title.map { desk.frame.panel($0) } ?? desk.frame.lines
        let trimmed = lines.map { line in
            let text = line.reversed().drop { $0 == " " }.reversed()
            return String(String(text).drop { $0 == " " })
        }
        return trimmed.joined(separator: "\n").replacing("\\\n", with: "")
    }

    /// A command that no line has room for stood nowhere: "or run …".
    @Test func oneThatIsWiderThanTheScreenHasLinesOfItsOwn() {
        var desk = desk(80, 24, config: Self.longConfig)
        desk.choose("theirs")
        desk.press(.character("r"))
        #expect(pasted(desk).contains("\n\(Self.command)\n"), "\(desk.text)")
        desk = self.desk(40, 12, config: Self.longConfig)
        desk.choose("theirs")
        desk.press(.character("r"))
        #expect(desk.words.contains("or run a command (? shows it)."), "\(desk.text)")
        desk.press(.character("?"))
        var pages: [String] = []
        for _ in 0..<200 {
            pages.append(pasted(desk, "Help"))
            desk.press(.down)
        }
        #expect(pages.contains { $0.contains("--ledger /l.db") && $0.contains("berth release theirs") }, "\(desk.text)")
    }

    @Test func theFormTellsByItsHelpWhatItHasNoRoomFor() {
        var desk = desk(80, 24, config: Self.longConfig)
        desk.press(.character("b"))
        desk.press(.backTab, .right, .tab, .paste("theirs@acme.example"), .tab, .paste("tulip"), .tab)
        #expect(desk.box("New").contains("a command (F1 shows it)"), "\(desk.text)")
        desk.press(.function(1), .end)
        #expect(desk.text.contains("berth extend theirs"), "\(desk.text)")
    }
}
