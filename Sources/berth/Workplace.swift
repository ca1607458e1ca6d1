internal import ClientCore
internal import ClientLive
internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import SQLiteLedger

/// The concrete parts that a front end works with: the one place that chooses them.
struct Workplace {
    let environment: ClientEnvironment
    let session: Client.Session
    let ledger: SQLiteLedger
    /// Reads the license keys of earlier borrows again.
    let secrets: SecretReader

    /// A real account.
    ///
    /// - Parameter takesAnyAccount: whether it goes on with borrows that were made with another account's key.
    static func configured(
        _ configuration: BerthConfiguration, takesAnyAccount: Bool = false
    ) async throws(Problem) -> Workplace {
        let service = try HTTPLicenseService(
            configuration, version: BerthVersion.text, environment: ProcessEnvironment.current)
        let hardwareID = if let id = configuration.hardwareID { id } else { try? HostIdentity.hardwareID() }
        return try await Workplace(
            service: service, server: configuration.server, account: try configuration.account(),
            ledgerPath: configuration.ledgerPath, hardwareID: hardwareID,
            callSeconds: configuration.requestTimeoutSeconds, takesAnyAccount: takesAnyAccount)
    }

    /// A ledger, and no server: no account is needed.
    static func offline(_ configuration: BerthConfiguration) async throws(Problem) -> Workplace {
        try await Workplace(
            service: nil, server: configuration.server, account: Account(profile: configuration.profile),
            ledgerPath: configuration.ledgerPath, hardwareID: nil, callSeconds: 0)
    }

    /// - Parameter callSeconds: how long a call may take; an operation claims its seat for that, and for its outcome to be
    ///   written even where others hold the ledger's lock for a while.
    init(
        service: HTTPLicenseService?, server: String, account: Account, ledgerPath: String, hardwareID: HardwareID?,
        callSeconds: TimeInterval, takesAnyAccount: Bool = false
    ) async throws(Problem) {
        let performer = Performer.current(claims: ProcessEnvironment.current.claims)
        let secrets = SecretReader(environment: .current)
        let ledger = try SQLiteLedger(path: ledgerPath, by: performer)
        session = Client.Session(
            id: OperationID.session(at: Date(), process: performer.process), server: server, account: account,
            performer: performer, hardwareID: hardwareID, leaseSeconds: callSeconds + 60,
            takesAnyAccount: takesAnyAccount)
        environment =
            service.map { .live(service: $0, ledger: ledger, secrets: secrets) } ?? .offline(ledger: ledger)
        self.secrets = secrets
        self.ledger = ledger
    }

    /// Says that there is no ledger, before a command that needs one begins one by looking.
    static func requireLedger(_ configuration: BerthConfiguration) throws(Problem) {
        guard !FileManager.default.fileExists(atPath: configuration.ledgerPath) else { return }
        var facts = ProblemFacts()
        facts.path = configuration.ledgerPath
        throw Problem(.ledgerMissing, message: "Nothing was ever written there.", time: Date(), facts: facts)
    }

    /// Where this program keeps what outlasts it.
    static var stateDirectory: String { ProcessEnvironment.current.paths.state }
}

extension BerthConfiguration {
    /// The zone in which times are shown and typed: this host's, unless one is configured.
    func zone() throws(Problem) -> TimeZone {
        guard let timeZone else { return .autoupdatingCurrent }
        guard let zone = TimeZone(identifier: timeZone) else {
            var facts = ProblemFacts()
            facts.name = "time_zone"
            throw Problem(
                .configInvalid, message: "\(timeZone) is no time zone; Europe/Berlin is one, for example.",
                time: Date(), facts: facts)
        }
        return zone
    }
}
