internal import ArgumentParser

struct DeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Open the desk, a full-screen form with a list of your borrows.")

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Run on an embedded sandbox: nothing leaves this host.")
    var demo = false

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(help: "Use bold and reverse instead of colours; NO_COLOR does the same.")
    var noColor = false

    @Flag(help: "Let the mouse wheel move in lists; text can then only be selected with Shift held.")
    var mouse = false

    mutating func run() async throws {
        try await exiting {
            try await Desk(connection: connection, isDemo: demo, ascii: ascii, noColour: noColor, mouse: mouse).run()
        }
    }
}
