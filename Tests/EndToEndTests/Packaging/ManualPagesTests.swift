import Foundation
import TestKit
import Testing

@Suite("The manual's pages", .heavy)
struct ManualPagesTests {
    private let home: Home
    private let pages: [String]

    init() async throws {
        home = try Home()
        let berth = BerthProgram(home: home, variables: ["SOURCE_DATE_EPOCH": "1735761600"])
        let ended = try await berth("manual", home.file("man"))
        #expect(ended.status == 0, "\(ended)")
        pages = home.contents().keys.filter { $0.hasPrefix("man/man") }.sorted()
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> Ended {
        let environment = home.environment.merging(["MANWIDTH": "80", "MAN_KEEP_FORMATTING": ""]) { $1 }
        return try await RunningProgram(
            findProgram(program) ?? "", arguments, environment: environment, scratch: home
        ).ended()
    }

    @Test("They are rendered without a warning", .program("man"), .program("groff"))
    func rendered() async throws {
        #expect(pages.count > 18)
        for page in pages {
            let shown = try await run("man", ["--warnings", "-l", home.file(page)])
            #expect(shown.status == 0 && shown.errors.isEmpty && shown.output.count > 500, "\(page)\n\(shown.errors)")
            for device in ["utf8", "ascii"] {
                let strict = try await run("groff", ["-ww", "-z", "-mandoc", "-T\(device)", home.file(page)])
                #expect(strict.status == 0 && strict.errors.isEmpty, "\(page) \(device)\n\(strict.errors)")
            }
        }
    }

    @Test("A strict reader of their language has nothing to say", .program("mandoc"))
    func strict() async throws {
        // References between pages are sought below the folders of installed ones.
        let ended = try await run("mandoc", ["-T", "lint", "-W", "style,stop"] + pages.map { home.file($0) })
        let lines = ended.output.split(separator: "\n").filter { !$0.contains("referenced manual not found") }
        #expect(lines.isEmpty, "\(lines.joined(separator: "\n"))")
    }

    @Test("Each verb and each of its flags is there, as it is typed", .program("man"))
    func complete() async throws {
        let berth = BerthProgram(home: home)
        let verbs = try await berth("--help").output.split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS") }
            .dropFirst().compactMap {
                $0.wholeMatch(of: #/ {2}([a-z]+)(?: \(default\))?(?: {2}.*)?/#).map { String($0.1) }
            }
        #expect(verbs.contains("borrow") && verbs.contains("sandbox"), "\(verbs)")
        for verb in verbs {
            let help = try await berth(verb, "--help")
            let page = try await run("man", ["-l", home.file("man/man1/berth-\(verb).1")])
            for flag in Set(help.output.matches(of: /--[a-z-]+/).map { String($0.output) }) {
                #expect(page.output.contains(flag), "berth \(verb) \(flag)")
            }
        }
    }

    @Test("They depend on nothing but the program and the date that is asked for")
    func reproducible() async throws {
        let berth = BerthProgram(home: home, variables: ["SOURCE_DATE_EPOCH": "1735761600", "TZ": "Asia/Tokyo"])
        let again = try await berth("manual", home.file("again"))
        #expect(again.status == 0, "\(again)")
        for page in pages {
            let name = String(page.dropFirst("man/".count))
            #expect(try home.read("again/" + name) == home.read(page))
            #expect(try home.read(page).hasPrefix(".Dd January 1, 2025\n"))
        }
    }

    @Test("Where they cannot be written, that is told in the system's words")
    func unwritable() async throws {
        let ended = try await BerthProgram(home: home)("manual", "/dev/full")
        #expect(ended.status == 1 && ended.errors.contains("Not a directory"), "\(ended)")
    }

    @Test("A date that is none is refused")
    func noDate() async throws {
        let ended = try await BerthProgram(home: home, variables: ["SOURCE_DATE_EPOCH": "today"])(
            "manual", home.file("never"))
        #expect(ended.status == 64 && ended.unwrapped.contains("a number of seconds, not today"), "\(ended)")
    }
}
