internal import Licensing

/// Why a database cannot be used, before path and time are known that make a problem of it.
struct PostgresFault: Error, Hashable {
    let code: ProblemCode
    let message: String
    /// Whether the connection is of no use any more.
    var endsConnection: Bool
    /// Whether the server is a standby, which another one's end makes the primary server.
    var isOfStandby = false

    init(_ code: ProblemCode, _ message: String, endsConnection: Bool = false) {
        (self.code, self.message, self.endsConnection) = (code, message, endsConnection)
    }

    /// What a server says by its codes of errors (SQLSTATE), which are the same in every language.
    ///
    /// - Parameters:
    ///   - message: its primary message alone; its details may repeat what was to be written.
    ///   - otherwise: what it is where the code says nothing of a ledger.
    init(state: String, message: String, otherwise: ProblemCode) {
        let code: ProblemCode =
            switch state {
            case "57P01", "57P02", "57P03", "25P03", "57P05": .ledgerUnreachable
            case "53300": .ledgerCrowded
            case "53100", "25006": .ledgerUnwritable
            case "42501": .ledgerDenied
            case "3D000": .ledgerMissing
            case "55P03", "40P01", "57014": .ledgerLocked
            case "3F000", "42P01", "42703", "42883": .ledgerForeign
            case "XX001", "XX002": .ledgerCorrupt
            case Self.alteredState: .ledgerAltered
            case Self.refusedState: .ledgerStepRefused
            case let state where state.hasPrefix("08"): .ledgerUnreachable
            case let state where state.hasPrefix("28"): .ledgerDenied
            default: otherwise
            }
        self.init(code, message, endsConnection: code == .ledgerUnreachable)
    }

    /// Whether it may be over in a moment, where a server was there before.
    var mayPass: Bool { code == .ledgerUnreachable || code == .ledgerCrowded || isOfStandby }

    /// The code by which the functions of the schema say that a line does not fit.
    static let alteredState = "BE001"
    /// The code by which they say that a step comes too late, or too soon.
    static let refusedState = "BE002"

    /// The connection broke off.
    static func lost(_ message: String) -> PostgresFault {
        PostgresFault(.ledgerUnreachable, message, endsConnection: true)
    }

    /// A row that this program does not write.
    static func row(_ what: String) -> PostgresFault { PostgresFault(.ledgerAltered, what) }
}

/// A commit whose answer never came: the step may have been written, and may not.
struct CommitLost: Error {
    let fault: PostgresFault
}

/// A line that a transaction has written.
struct WrittenLine: Hashable, Sendable {
    var number: Int64
    var hash: String
}
