extension ExitCode {
    /// What it means, in words that read on after "status 11:", without a full stop.
    public var meaning: String {
        switch self {
        case .success: "done"
        case .failure: "a failure without a status of its own"
        case .terminal: "the terminal cannot be used"
        case .licenseRefused:
            "refused: the license (not found, not active, not enabled, expired, borrowing not allowed)"
        case .noSeat: "refused: every seat is taken"
        case .deviceRefused:
            "refused: the device (not activated, blacklisted; or it holds a seat, and is not deactivated)"
        case .endRefused: "refused: the end that was asked for"
        case .authorizationRefused: "refused: who is asking (API key, signature, user and password)"
        case .clockRefused: "refused: this host's clock"
        case .requestRefused: "refused: the request (product, parameters)"
        case .notReached:
            "not carried out: the server was not reached or takes no more for now, or what responded in its place did not pass the "
                + "request on"
        case .outcomeUnknown: "the outcome is not known, or could not be written down"
        case .inProgress: "another operation on the same license and device is under way; nothing was sent"
        case .overtaken: "another operation on the same license and device came in between; nothing was sent"
        case .ledger: "the ledger cannot be used; nothing was sent"
        case .usage: "a flag or an argument is wrong"
        case .untold:
            "done, and the output that tells of it could not be written; what was done is told on standard error"
        case .configuration: "the configuration is missing or wrong"
        case .hungUp: "the terminal was closed"
        case .interrupted: "interrupted"
        case .terminated: "terminated"
        }
    }
}
