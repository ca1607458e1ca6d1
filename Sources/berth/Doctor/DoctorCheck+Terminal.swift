internal import Foundation
internal import Licensing
internal import NcursesTerminal

extension DoctorCheck {
    /// What the desk would find: a kind of terminal that this host knows, a character set, a size, colours.
    static let terminal = DoctorCheck("terminal") { _ in
        guard let descriptor = [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO].first(where: { isatty($0) == 1 }) else {
            return .unknown("There is none to look at: the commands need none.")
        }
        let name = ProcessInfo.processInfo.environment["TERM"] ?? ""
        if name == "dumb" { return .ok("dumb: the desk works line by line.") }
        guard let colours = TerminalKind.colours(of: name) else {
            return .failed(.terminalUnknown, "This host has no description of it that will do.", name: name)
        }
        var size = winsize()
        let isSized = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let words = [
            name, isSized ? "\(size.ws_col)×\(size.ws_row)" : "of unknown size",
            TerminalKind.isUTF8 ? "UTF-8" : "no UTF-8",
            colours > 0 ? "\(colours) colours" : "without colours",
        ]
        let text = words.joined(separator: ", ") + "."
        guard !TerminalKind.isUTF8 else { return .ok(text) }
        return .warning(
            text + " The desk draws in ASCII.", Remedy("use a locale of UTF-8", typing: "export LC_ALL=C.UTF-8"))
    }
}
