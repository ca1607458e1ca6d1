/// The exit status of a command: one table for every verb, documented and stable.
///
/// It follows from a problem's effect first, and from its code only where nothing happened at the server:
///
/// | effect | status |
/// | --- | --- |
/// | possible | 21, whatever the code |
/// | done, and not written down | 21, with words that say that it was done |
/// | none | that of the code |
///
/// What a command came to goes before whether that could be printed: ``untold`` is the status of a success alone.
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
    /// Done.
    case success = 0
    /// A failure that has no code of its own.
    case failure = 1
    /// The terminal cannot be used.
    case terminal = 2
    /// Refused: the license (not found, not active, not enabled, expired, borrowing not allowed).
    case licenseRefused = 10
    /// Refused: every seat is taken.
    case noSeat = 11
    /// Refused: the device (not activated, blacklisted, or not to be deactivated while it holds a seat).
    case deviceRefused = 12
    /// Refused: the end that was asked for.
    case endRefused = 13
    /// Refused: who is asking (API key, signature, user and password, token).
    case authorizationRefused = 14
    /// Refused: this host's clock is too far off.
    case clockRefused = 15
    /// Refused: the request (product, parameters).
    case requestRefused = 16
    /// Not carried out: the server was not reached or takes no more for now, or what responded in its place did not pass the
    /// request on.
    case notReached = 20
    /// The outcome is not known: it may have happened. Or it has, and could not be written down.
    case outcomeUnknown = 21
    /// Another operation on the same license and device is under way; nothing was sent.
    case inProgress = 22
    /// Another operation on the same license and device came in between; nothing was sent.
    case overtaken = 23
    /// The ledger cannot be read or written; nothing was sent.
    case ledger = 30
    /// A flag or an argument is wrong (`EX_USAGE`).
    case usage = 64
    /// Done, and what there is to tell of it could not be written to the output (`EX_IOERR`).
    case untold = 74
    /// The configuration is missing or wrong (`EX_CONFIG`).
    case configuration = 78
    /// The terminal was closed (128 + SIGHUP).
    case hungUp = 129
    /// Interrupted (128 + SIGINT).
    case interrupted = 130
    /// Terminated (128 + SIGTERM).
    case terminated = 143

    /// The status of a process that a signal ended; nil for a signal that is none of those that end it in order.
    public init?(signal: Int32) { self.init(rawValue: 128 + signal) }

    /// Whether somebody said no: the server, or what stands before it.
    public var isRefusal: Bool {
        (Self.licenseRefused.rawValue...Self.requestRefused.rawValue).contains(rawValue)
    }
}
