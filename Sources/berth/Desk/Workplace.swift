internal import ClientCore
internal import ClientLive
internal import Demo
internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing
internal import Sandbox
internal import Screens

/// The concrete parts that a front end works with: the one place that chooses them.
struct Workplace {
    var environment: ClientEnvironment
    var session: Client.Session
    var settings: App.Settings
    var ledger: Ledger
    var service: HTTPLicenseService
    /// The sandbox that the demo runs on.
    var sandbox: RunningSandbox?

    /// A real account, as it is configured.
    static func configured(_ connection: ConnectionOptions) throws(Problem) -> Workplace {
        try configured(connection.load())
    }

    /// A real account.
    static func configured(_ configuration: BerthConfiguration) throws(Problem) -> Workplace {
        let service = try HTTPLicenseService(
            configuration, version: BerthVersion.text, environment: ProcessInfo.processInfo.environment)
        let hardwareID = if let id = configuration.hardwareID { id } else { try? HostIdentity.hardwareID() }
        let settings = App.Settings(
            profile: configuration.product ?? configuration.server, product: configuration.product ?? "",
            products: configuration.products, userName: configuration.username ?? "",
            timeZone: try configuration.zone(),
            firstWeekday: Calendar.autoupdatingCurrent.firstWeekday)
        return try Workplace(
            service: service, server: configuration.server, ledgerPath: configuration.ledgerPath,
            hardwareID: hardwareID, settings: settings)
    }

    /// The embedded sandbox, with a ledger and seats of its own that outlast the process.
    static func demo(ledger: String?) async throws(Problem) -> Workplace {
        let folder = stateDirectory + "/demo"
        let key = try SigningKey.load(path: folder + "/sandbox-key.pem")
        let sandbox = try Sandbox(key: key, state: StateFile(path: folder + "/sandbox.json"))
        let running = try await sandbox.start(logger: .silent)
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: running.url),
                authorization: .apiKey(
                    RequestSigner(
                        apiKey: Catalogue.APIKey.demo.key, sharedKey: Catalogue.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: BerthVersion.text),
                verifier: try ResponseVerifier(publicKey: running.publicKeyPEM)))
        let settings = App.Settings(
            profile: "sandbox", isDemo: true, guide: Catalogue.guide.map(App.GuideRow.init),
            product: "", products: Catalogue.demo.products.map(\.code).filter { !$0.hasPrefix("FAULT") },
            timeZone: .autoupdatingCurrent, firstWeekday: Calendar.autoupdatingCurrent.firstWeekday)
        var workplace = try Workplace(
            service: service, server: "sandbox", ledgerPath: ledger ?? folder + "/ledger.sqlite",
            hardwareID: (try? HostIdentity.hardwareID()) ?? HardwareID(rawValue: "demo-host"), settings: settings)
        workplace.sandbox = running
        return workplace
    }

    private init(
        service: HTTPLicenseService, server: String, ledgerPath: String, hardwareID: HardwareID?, settings: App.Settings
    ) throws(Problem) {
        let environment = ProcessInfo.processInfo.environment
        let performer = Performer.current(environment: environment)
        self.service = service
        self.settings = settings
        ledger = try Ledger(path: ledgerPath)
        session = Client.Session(
            id: OperationID.session(at: Date(), process: performer.process), server: server, performer: performer,
            hardwareID: hardwareID)
        self.environment = .live(service: service, ledger: ledger, secrets: SecretReader(environment: environment))
    }

    /// Where this program keeps what outlasts it.
    static var stateDirectory: String {
        let environment = ProcessInfo.processInfo.environment
        let ledger = ConfigurationPaths(environment: environment, home: home(environment)).ledger
        return (ledger as NSString).deletingLastPathComponent
    }

    /// The operator's home directory.
    static func home(_ environment: [String: String]) -> String { environment["HOME"] ?? NSHomeDirectory() }

    /// Ends connections and the sandbox. Borrows stay borrowed.
    func close() async {
        await service.shutdown()
        await sandbox?.stop()
    }
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
                time: Date(),
                facts: facts)
        }
        return zone
    }
}
