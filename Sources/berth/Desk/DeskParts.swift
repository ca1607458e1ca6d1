internal import CProcess
internal import ClientLive
internal import Demo
internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import Sandbox
internal import Screens
internal import TerminalUI

/// What the desk works with: a workplace, what it shows of the configuration, and the demo's sandbox.
struct DeskParts {
    let workplace: Workplace
    let settings: App.Settings
    /// What it looks like.
    let look: TerminalLook
    /// What the configuration comes to say meanwhile.
    let readings: DeskReadings
    /// The sandbox that the demo runs on.
    var sandbox: RunningSandbox?
    /// What is to be told as it opens; nil where that is nothing.
    var news: String?

    /// A real account as it is configured, or the demo.
    static func make(
        _ connection: ConnectionOptions, isDemo: Bool, _ look: DeskLook
    ) async throws(Problem) -> DeskParts {
        isDemo ? try await demo(connection, look) : try await configured(connection, look)
    }

    private static func configured(_ connection: ConnectionOptions, _ look: DeskLook) async throws(Problem) -> DeskParts
    {
        let watch = ConfigurationWatch(flag: connection.config, .current)
        let configuration = try connection.load(look)
        try LogFile.checkDesk(configuration.logFile)
        var settings = App.Settings(
            profile: configuration.profile ?? configuration.server, timeZone: try configuration.zone(),
            firstWeekday: firstWeekday,
            deviceSource: (try? configuration.device())?.source ?? "", commands: OwnCommand.flags)
        try settings.take(configuration, look)
        let terminal = try TerminalLook(configuration, look)
        let readings = DeskReadings(watch, configuration, connection, look, settings)
        return DeskParts(
            workplace: try await .configured(configuration), settings: settings, look: terminal, readings: readings)
    }

    /// The embedded sandbox, with a ledger and seats of its own that outlast the process. Of the configuration it takes how
    /// the desk looks and which keys it has.
    private static func demo(_ connection: ConnectionOptions, _ look: DeskLook) async throws(Problem) -> DeskParts {
        let watch = ConfigurationWatch(flag: connection.config, .current)
        let configuration = try connection.load(look, asksServer: false)
        let terminal = try TerminalLook(configuration, look)
        let folder = Workplace.stateDirectory + "/demo"
        let key = try SigningKey.kept(at: folder + "/sandbox-key.pem")
        let sandbox = try Sandbox(key: key, state: StateFile(path: folder + "/sandbox.json"))
        let running = try await sandbox.start(logger: .silent)
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: running.url),
                authorization: .apiKey(
                    RequestSigner(
                        apiKey: Inventory.APIKey.demo.key, sharedKey: Inventory.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: BerthVersion.number),
                verifier: try ResponseVerifier(publicKey: running.publicKeyPEM)))
        let device = try? HostIdentity.device()
        let own = folder + "/ledger.sqlite"
        let ledgerPath = connection.ledger.map(ProcessEnvironment.current.paths.absolute) ?? own
        let news = ledgerPath == own ? try await DemoLedger.putAside(own) : nil
        var settings = App.Settings(
            profile: "sandbox", isDemo: true, guide: Inventory.guide.map(App.GuideRow.init),
            product: "", products: Inventory.demo.products.map(\.code).filter { !$0.hasPrefix("FAULT") },
            timeZone: try configuration.zone(), firstWeekday: firstWeekday,
            deviceSource: device?.source ?? "", commands: OwnFlags(ledger: ledgerPath))
        try settings.take(configuration, look)
        let readings = DeskReadings(watch, configuration, connection, look, settings)
        let workplace = try await Workplace(
            service: service, server: "sandbox", account: Account(profile: "sandbox"),
            ledgerPath: ledgerPath,
            hardwareID: device?.id ?? HardwareID(rawValue: "demo-host"), callSeconds: 30, settleAfterSeconds: 5)
        return DeskParts(
            workplace: workplace, settings: settings, look: terminal, readings: readings, sandbox: running,
            news: news)
    }

    /// As the locale has it, or Monday.
    private static var firstWeekday: Int {
        let weekday = Int(cp_first_weekday())
        return weekday == 0 ? 2 : weekday
    }

    /// Ends the sandbox. Borrows stay borrowed.
    func close() async { await sandbox?.stop() }
}
