internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing
internal import Logging

/// The concrete parts that a front end works with: the one place that chooses them.
struct Workplace {
    let environment: ClientEnvironment
    let session: Client.Session
    let ledger: any LedgerStore
    /// Reads the license keys of earlier borrows again.
    let secrets: SecretReader
    /// Hears what would be sent and written; nil where that happens.
    let rehearsal: Rehearsal?
    /// How long a command may take; nil where nobody says.
    let limit: TimeLimit?
    /// Whether nobody wants to hear how far it is.
    let isQuiet: Bool

    /// A real account.
    ///
    /// - Parameters:
    ///   - takesAnyAccount: whether it goes on with borrows that were made with another account's key.
    ///   - sending: how a command goes about it.
    static func configured(
        _ configuration: BerthConfiguration, takesAnyAccount: Bool = false, _ sending: SendingOptions? = nil
    ) async throws(Problem) -> Workplace {
        let service = try HTTPLicenseService(
            .init(configuration, version: BerthVersion.number, environment: .current),
            logger: .configured(configuration, isRehearsed: sending?.dryRun == true))
        let hardwareID = try? configuration.device().id
        return try await Workplace(
            service: service, server: configuration.server, account: try configuration.account(),
            ledgerPath: configuration.ledgerPath, hardwareID: hardwareID,
            callSeconds: configuration.requestTimeoutSeconds,
            settleAfterSeconds: configuration.settleAfterSeconds, takesAnyAccount: takesAnyAccount,
            profiles: configuration.profiles, sending)
    }

    /// A ledger, and no server: no account is needed.
    static func offline(
        _ configuration: BerthConfiguration, _ sending: SendingOptions? = nil
    ) async throws(Problem) -> Workplace {
        try await Workplace(
            service: nil, server: configuration.server, account: Account(profile: configuration.profile),
            ledgerPath: configuration.ledgerPath, hardwareID: nil, callSeconds: 0, sending)
    }

    /// - Parameters:
    ///   - callSeconds: how long a call may take; an operation claims its seat for that, and for its outcome to be
    ///     written even where others hold the ledger's lock for a while.
    ///   - settleAfterSeconds: for how long the server may be at a request to which no response came.
    init(
        service: HTTPLicenseService?, server: String, account: Account, ledgerPath: String, hardwareID: HardwareID?,
        callSeconds: TimeInterval, settleAfterSeconds: TimeInterval = 0, takesAnyAccount: Bool = false,
        profiles: [Client.Profile] = [],
        _ sending: SendingOptions? = nil
    ) async throws(Problem) {
        let performer = Performer.current(claims: ProcessEnvironment.current.claims)
        let secrets = SecretReader(environment: .current)
        let rehearsal = sending?.dryRun == true ? try Rehearsal(ledgerPath: ledgerPath, by: performer) : nil
        let ledger: any LedgerStore =
            if let rehearsal { rehearsal } else { try LedgerAddress(ledgerPath).open(by: performer) }
        let asked = if let rehearsal { service?.rehearsing { await rehearsal.requests.take($0) } } else { service }
        session = Client.Session(
            id: OperationID.session(at: Date(), process: performer.process), server: server, account: account,
            performer: performer, hardwareID: hardwareID, leaseSeconds: min(callSeconds + 60, LedgerRules.longestLease),
            settleAfterSeconds: rehearsal == nil ? settleAfterSeconds : 0, takesAnyAccount: takesAnyAccount,
            profiles: profiles)
        environment =
            asked.map { .live(service: $0, ledger: ledger, secrets: secrets) } ?? .offline(ledger: ledger)
        self.secrets = secrets
        self.ledger = ledger
        self.rehearsal = rehearsal
        limit = sending?.timeout
        isQuiet = sending?.quiet ?? false
    }

    /// How the license that something names is remembered.
    func reference(to license: LicenseIdentification) async throws(Problem) -> LicenseReference {
        try await TimeLimit.bounding("the ledger could be read") { [environment] () throws(Problem) in
            try await environment.identify(.license(license)).reference
        }
    }

    /// Says that there is no ledger, before a command that needs one begins one by looking.
    static func requireLedger(_ configuration: BerthConfiguration) throws(Problem) {
        guard case .file(let path) = try LedgerAddress(configuration.ledgerPath) else { return }
        guard !FileManager.default.fileExists(atPath: path) else { return }
        throw Problem(
            .ledgerMissing, message: "Nothing was ever written there.", time: Date(),
            facts: ProblemFacts(name: configuration.spellings["ledger"], path: configuration.ledgerPath))
    }

    /// Where this program keeps what outlasts it.
    static var stateDirectory: String { ProcessEnvironment.current.paths.state }
}

extension BerthConfiguration {
    /// The zone in which times are shown and typed: this host's, unless one is configured.
    func zone() throws(Problem) -> LocalZone {
        guard let timeZone else { return .host() }
        guard let zone = LocalZone(named: timeZone) else {
            throw Problem(
                .configInvalid, message: "\(timeZone.inQuotes) is no time zone; Europe/Berlin is one, for example.",
                time: Date(), facts: ProblemFacts(name: "time_zone"))
        }
        return zone
    }
}
