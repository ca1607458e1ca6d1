internal import ArgumentParser
internal import Foundation
internal import TerminalUI

struct DeskCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Open the desk, a full-screen form with a list of your borrows.")

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Run on an embedded sandbox: nothing leaves this host.")
    var demo = false

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Option(
        help: ArgumentHelp(
            "The colours: \(Palette.names.joined(separator: ", ")).", valueName: "name"),
        completion: .list(Palette.names))
    var theme: String?

    @Flag(help: "Use bold and reverse instead of colours; NO_COLOR does the same.")
    var noColor = false

    @Flag(help: "Let the mouse wheel move in lists; text can then only be selected with Shift held.")
    var mouse = false

    @Flag(help: "Ask line by line instead, for screen readers, dumb terminals and pipes.")
    var plain = false

    mutating func perform() async throws -> ExitCode {
        let isDumb = ProcessInfo.processInfo.environment["TERM"] == "dumb" && LineInput.isTerminal
        if plain || isDumb {
            return try await PlainDesk.run(connection, isDemo: demo, ascii: ascii, isDumb: isDumb && !plain)
        }
        return try await Desk(
            connection: connection, isDemo: demo, ascii: ascii, theme: theme, noColour: noColor, mouse: mouse
        ).run()
    }
}
