/// Why a terminal could not be opened.
public enum TerminalError: Error, Hashable, Sendable {
    /// The terminal's name (`TERM`) is not described on this system, or describes one that cannot place its cursor.
    case unknownTerminal(String)
    /// Standard input or standard output is not a terminal.
    case notATerminal
    /// This process has a terminal open already.
    case alreadyOpen
}

extension TerminalError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownTerminal(let name): "the terminal \"\(name)\" is not known here; try TERM=xterm-256color"
        case .notATerminal: "this needs a terminal for both input and output"
        case .alreadyOpen: "the terminal is in use already"
        }
    }
}
