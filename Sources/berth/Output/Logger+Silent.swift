internal import Logging

extension Logger {
    /// Says nothing: the desk owns the terminal, and commands print their own words.
    static var silent: Logger { Logger(label: "berth") { _ in SwiftLogNoOpLogHandler() } }
}
