import ClientLive
import Foundation
import Licensing
import Testing

@testable import Manual

@Suite("The manual")
struct ManualTests {
    private static let description = """
        {"serializationVersion": 0, "command": {
          "commandName": "berth", "abstract": "Borrow.", "discussion": "It opens the desk.", "defaultSubcommand": "desk",
          "arguments": [\(flag("version"))], "subcommands": [
            {"commandName": "desk", "abstract": "Open the desk.", "arguments": [\(flag("demo"))]},
            {"commandName": "borrow", "abstract": "Borrow a license.",
             "discussion": "It asks `berth desk`.\\n\\nExamples:\\n  berth borrow --max\\n  berth borrow 'x'",
             "arguments": [
               {"kind": "option", "shouldDisplay": true, "isOptional": false, "isRepeating": true, "valueName": "path",
                "names": [{"kind": "short", "name": "c"}, {"kind": "long", "name": "config"}], "abstract": "The file.",
                "defaultValue": "here", "allValues": ["here", "there"]},
               {"kind": "positional", "shouldDisplay": true, "isOptional": true, "isRepeating": false,
                "valueName": "license"},
               {"kind": "flag", "shouldDisplay": false, "isOptional": true, "isRepeating": false,
                "names": [{"kind": "long", "name": "unseen"}]}]},
            {"commandName": "ledger", "abstract": "Keep the ledger.", "subcommands": [
               {"commandName": "check", "abstract": "Look for damage.", "arguments": [\(flag("json"))]}]},
            {"commandName": "secret", "shouldDisplay": false}, {"commandName": "help"}]}}
        """

    private static func flag(_ name: String) -> String {
        """
        {"kind": "flag", "shouldDisplay": true, "isOptional": true, "isRepeating": false, "abstract": "It is \(name).",
         "names": [{"kind": "long", "name": "\(name)"}], "valueName": "\(name)"}
        """
    }

    private let pages: [String: String]

    init() throws {
        let manual = try Manual(
            describing: Self.description, version: "1.0", date: Date(timeIntervalSince1970: 1_735_761_600))
        pages = Dictionary(uniqueKeysWithValues: manual.pages.map { ($0.path, $0.source) })
    }

    @Test("There is a page for each command that is shown, for the settings and for the exit statuses")
    func all() {
        #expect(
            pages.keys.sorted() == [
                "man1/berth-borrow.1", "man1/berth-desk.1", "man1/berth-ledger.1", "man1/berth.1",
                "man5/berth-config.5",
                "man7/berth-exit-codes.7",
            ])
        for (path, page) in pages { #expect(page.hasPrefix(".Dd January 1, 2025\n"), "\(path)") }
    }

    @Test("A command's page has its arguments, its examples and the commands that it names")
    func command() throws {
        let page = try #require(pages["man1/berth-borrow.1"])
        #expect(page.contains(".Nm berth\n.Cm borrow\n.Fl \\-config Ar path Ar ...\n.Op Ar license\n"), "\(page)")
        #expect(page.contains(".It Fl c , Fl \\-config Ar path\nThe file.\nOne of here, there.\nDefault:\nhere.\n"))
        #expect(!page.contains("unseen"))
        #expect(
            page.contains(
                ".Sh EXAMPLES\n.Bd -literal -offset indent\nberth borrow \\-\\-max\nberth borrow \\(aqx\\(aq\n.Ed\n"
            ))
        #expect(page.contains(".Sh \"SEE ALSO\"\n.Xr berth 1 ,\n.Xr berth\\-desk 1 ,\n.Xr berth\\-config 5 ,\n"))
        #expect(page.contains(".Sh FILES\n"))
        #expect(pages["man1/berth-desk.1"]?.contains(".Sh FILES\n") == false)
    }

    @Test("A command that has others below it has them on its page")
    func nested() throws {
        let page = try #require(pages["man1/berth-ledger.1"])
        #expect(page.contains(".Nm berth\n.Cm ledger check\n.Op Fl \\-json\n"), "\(page)")
        #expect(page.contains(".Ss check\nLook for damage.\n"))
    }

    @Test("Each setting is told, with its variable, its credential and its default")
    func settings() throws {
        let page = try #require(pages["man5/berth-config.5"])
        #expect(SettingDescription.all.count > 30)
        for setting in SettingDescription.all {
            #expect(page.contains(".It Cm \(setting.name)\n"), "\(setting.name)")
            if let variable = setting.variable { #expect(page.contains(".Ql \(variable) .\n"), "\(variable)") }
            if let credential = setting.credential { #expect(page.contains(".Ql \(credential) .\n"), "\(credential)") }
        }
        #expect(page.contains(".Ql https://api.licensespring.com .\n"))
    }

    @Test("Profiles are told, with an example of them")
    func profiles() throws {
        let page = try #require(pages["man5/berth-config.5"])
        let part = try #require(page.firstRange(of: ".Sh PROFILES\n")).upperBound
        for word in [".Ql profiles\n", ".Ql BERTH_PROFILE ,\n", "\nprofiles:\n", "\n  staging:\n"] {
            #expect(page[part...].contains(word), "\(word)")
        }
    }

    @Test("Each exit status and each problem is told")
    func statuses() throws {
        let page = try #require(pages["man7/berth-exit-codes.7"])
        for status in ExitCode.allCases { #expect(page.contains(".It \(status.rawValue)\n"), "\(status)") }
        for code in ProblemCatalogue.codes { #expect(page.contains(".It Er \(code.rawValue)\n"), "\(code)") }
    }

    @Test("The README's table of exit statuses is the program's")
    func readme() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let bySignal: [ExitCode] = [.hungUp, .interrupted, .terminated]
        for status in ExitCode.allCases where !bySignal.contains(status) {
            #expect(readme.contains("\n| \(status.rawValue) | \(status.meaning) |\n"), "\(status)")
        }
        let numbers = bySignal.map { "\($0.rawValue)" }.joined(separator: ", ")
        #expect(readme.contains("\n| \(numbers) | \(bySignal.map(\.meaning).joined(separator: "; ")) |\n"))
    }

    @Test("What many rows come to is said alike in the README and the manual, and is so")
    func ofRows() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "README.md")
        let readme = try String(contentsOf: file, encoding: .utf8).replacing("`", with: "").replacing("\n", with: " ")
        #expect(readme.contains(ExitCode.ofRows))
        let order: [ExitCode] = [
            .outcomeUnknown, .ledger, .overtaken, .inProgress, .notReached, .requestRefused, .licenseRefused,
            .configuration, .usage, .success,
        ]
        for (worse, better) in zip(order, order.dropFirst()) {
            #expect(worse.isWorse(than: better) && !better.isWorse(than: worse), "\(worse) and \(better)")
        }
    }
}
