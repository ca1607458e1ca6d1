internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing
internal import NcursesTerminal
internal import Screens
internal import TerminalUI

/// What the desk looks like and how it calls for a person: flags, over variables, over the configuration file.
struct DeskLook: ParsableArguments {
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

    @Option(
        help: ArgumentHelp(
            "How to call you when a borrow nears its end, ends or becomes unknown: none, bell or osc9.",
            valueName: "how"),
        completion: .list(App.Notification.allCases.map(\.rawValue)))
    var notify: String?

    /// What the flags override.
    func override(_ overrides: inout ConfigurationOverrides) {
        overrides.theme = theme
        overrides.ascii = ascii ? true : nil
        overrides.mouse = mouse ? true : nil
        overrides.notify = notify
    }
}

extension Look {
    /// What flags and configuration come to.
    init(_ configuration: BerthConfiguration, _ flags: DeskLook) throws(Problem) {
        let environment = ProcessInfo.processInfo.environment
        let isColourful = !flags.noColor && (environment["NO_COLOR"] ?? "").isEmpty
        // A palette that cannot be used is told even where no colours are wanted.
        let palette = try configuration.palette()
        self.init(palette: isColourful ? palette : .monochrome, usesASCII: configuration.ascii)
    }
}

/// How a terminal is to be opened.
struct TerminalLook {
    var look: Look
    var mouse: Bool

    /// What flags and configuration come to.
    init(_ configuration: BerthConfiguration, _ flags: DeskLook) throws(Problem) {
        look = try Look(configuration, flags)
        mouse = configuration.mouse
    }

    /// Opens the terminal that the program was started in.
    func open() throws(Problem) -> NcursesTerminal {
        do throws(TerminalError) {
            return try NcursesTerminal.open(
                palette: look.palette, useMouse: mouse, ascii: look.usesASCII,
                environment: ProcessInfo.processInfo.environment)
        } catch {
            var facts = ProblemFacts()
            let code: ProblemCode
            switch error {
            case .unknownTerminal(let name): (code, facts.name) = (.terminalUnknown, name)
            case .notATerminal, .alreadyOpen: code = .terminalNotATerminal
            }
            throw Problem(code, message: error.description, time: Date(), facts: facts)
        }
    }
}
