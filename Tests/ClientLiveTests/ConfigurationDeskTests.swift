import Foundation
import Licensing
import Testing

@testable import ClientLive

@Suite struct ConfigurationDeskTests {
    let home: TemporaryHome
    let file: String

    init() throws {
        home = try TemporaryHome()
        file = home.file(TemporaryHome.standardFile)
    }

    private func load(
        file text: String, _ environment: [String: String] = [:], _ overrides: ConfigurationOverrides = .init()
    ) throws -> BerthConfiguration {
        try home.write(text, to: TemporaryHome.standardFile)
        return try home.load(environment, overrides: overrides)
    }

    private func message(file text: String) throws -> String {
        let problem = #expect(throws: Problem.self) { try load(file: text) }
        #expect(problem?.code == .configInvalid && problem?.facts.path == file)
        return try #require(problem).message
    }

    @Test func `Keys and colours are taken as they stand there, with their lines`() throws {
        let configuration = try load(
            file: """
                product: CAD
                keys:
                  retry: F5
                  find: [/, ^F, 5]
                  quit: disabled
                  sort: []
                  mark:
                colours:
                  danger: bold white on red
                """)
        func key(_ action: String, _ keys: [String], line: Int) -> DeskChoice {
            DeskChoice(action, keys, setting: "keys", path: file, line: line)
        }
        #expect(
            configuration.keys == [
                key("retry", ["F5"], line: 3), key("find", ["/", "^F", "5"], line: 4),
                key("quit", ["disabled"], line: 5), key("sort", [], line: 6),
            ])
        #expect(
            configuration.colours == [
                DeskChoice("danger", ["bold white on red"], setting: "colours", path: file, line: 9)
            ])
        #expect(configuration.product == "CAD")
    }

    @Test(arguments: ["keys:", "keys: ~", "keys: {}", "colours: null", "product: CAD"])
    func `Without any the desk is as it comes`(text: String) throws {
        let configuration = try load(file: text)
        #expect(configuration.keys.isEmpty && configuration.colours.isEmpty && configuration.theme == nil)
    }

    @Test func `A theme comes from a flag, a variable or the file, in this order, and knows from where`() throws {
        var flag = ConfigurationOverrides()
        flag.theme = "mono"
        let text = "theme: light"
        #expect(
            try load(file: text).theme == DeskChoice("theme", ["light"], setting: "theme", path: file, line: 1))
        let environment = ["BERTH_THEME": "dark"]
        #expect(try load(file: text, environment).theme == DeskChoice("theme", ["dark"], setting: "BERTH_THEME"))
        #expect(try load(file: text, environment, flag).theme == DeskChoice("theme", ["mono"], setting: "--theme"))
    }

    @Test(arguments: ["keys", "colours"])
    func `What must be a mapping is told so`(setting: String) throws {
        #expect(
            try message(file: "\(setting): [a, b]")
                == "Line 1: \(setting) must be a mapping: below it, indented, one name and its value a line.")
    }

    @Test(arguments: ["retry: {a: b}", "retry: [[a]]", "retry: [{a: b}]"])
    func `What is neither a text nor a list of texts is told with its line`(entry: String) throws {
        let text = try message(file: "product: CAD\nkeys:\n  \(entry)\n")
        #expect(text == "Line 3: retry must be a single text or a list of texts.")
    }

    @Test func `A mapping anywhere else is still no setting`() throws {
        #expect(try message(file: "theme:\n  danger: red\n").hasPrefix("Line 1: There is no setting \"theme.danger\""))
    }

    @Test func `A choice that cannot be followed names its setting, file and line`() {
        let choice = DeskChoice("retyr", ["F5"], setting: "keys", path: "/c.yaml", line: 7)
        let problem = choice.problem("There is no action \"retyr\".")
        #expect(problem.code == .configInvalid)
        #expect(problem.facts.name == "keys" && problem.facts.path == "/c.yaml")
        #expect(problem.message == "Line 7: There is no action \"retyr\".")
    }
}
