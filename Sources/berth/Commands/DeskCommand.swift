internal import ArgumentParser
internal import Foundation
internal import Licensing
internal import NcursesTerminal
internal import Screens
internal import TerminalUI

struct DeskCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Open the desk, a full-screen form with a list of your borrows.",
        discussion: """
            Examples:
              berth
              berth --demo
              berth --profile staging --theme light
              berth --plain
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Run on an embedded sandbox: nothing leaves this host.")
    var demo = false

    @OptionGroup var look: DeskLook

    @Flag(help: "Ask line by line instead, for screen readers, dumb terminals and pipes.")
    var plain = false

    /// The demo has a ledger of its own, and a server that ends with it.
    var ownFlags: OwnFlags { demo ? OwnFlags() : connection.ownFlags }

    var readsSecrets: Bool { !demo }
    var goesBySettings: Bool { !demo }

    mutating func perform() async throws -> ExitCode {
        let isDumb = ProcessInfo.processInfo.environment["TERM"] == "dumb" && LineInput.isTerminal
        if !demo, FirstStart.isDue(flag: connection.config), let code = try await setUp(isPlain: plain || isDumb) {
            return code
        }
        if plain || isDumb {
            return try await PlainDesk.run(connection, isDemo: demo, look, isDumb: isDumb && !plain)
        }
        return try await Desk(connection: connection, isDemo: demo, look: look).run()
    }

    /// Goes through the first start; nil where the desk is to be opened then.
    private mutating func setUp(isPlain: Bool) async throws -> ExitCode? {
        let start = try FirstStart(flag: connection.config)
        let ending: Setup.Ending
        if isPlain {
            do {
                ending = .ended(try await start.run(Conversation(ascii: look.ascii)))
            } catch Conversation.Left.inputEnded {
                return .success
            }
        } else {
            let configuration = try connection.load(look, asksServer: false)
            let look = try TerminalLook(configuration, look)
            ending = await start.run(on: try look.open(), ascii: look.look.usesASCII || !TerminalKind.isUTF8)
        }
        switch ending {
        case .terminated(let code): return code
        case .ended(.left): return .success
        case .ended(.demo): demo = true
        case .ended(.configured(let report)) where !report.variables.isEmpty:
            let names = report.variables.joined(separator: " and ")
            try Report.line("Set \(names) in the environment that starts Berth, and start it again.")
            return .success
        case .ended(.configured): break
        }
        return nil
    }
}
