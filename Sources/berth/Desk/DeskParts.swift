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
    /// What it looks like where colours are wanted.
    let palette: Palette
    /// The sandbox that the demo runs on.
    var sandbox: RunningSandbox?

    /// A real account, as it is configured.
    static func configured(_ connection: ConnectionOptions, theme: String?) async throws(Problem) -> DeskParts {
        let configuration = try connection.load(theme: theme)
        let settings = App.Settings(
            profile: configuration.profile ?? configuration.server,
            product: configuration.product ?? "", products: configuration.products,
            userName: configuration.username ?? "", timeZone: try configuration.zone(),
            firstWeekday: Calendar.autoupdatingCurrent.firstWeekday, keymap: try configuration.keymap())
        let palette = try configuration.palette()
        return DeskParts(
            workplace: try await .configured(configuration), settings: settings, palette: palette)
    }

    /// The embedded sandbox, with a ledger and seats of its own that outlast the process. It reads no configuration.
    static func demo(ledger: String?, theme: String?) async throws(Problem) -> DeskParts {
        let palette = try theme.map { name throws(Problem) in
            try Palette.of(DeskChoice("theme", [name], setting: "--theme"))
        }
        let folder = Workplace.stateDirectory + "/demo"
        let key = try SigningKey.load(path: folder + "/sandbox-key.pem")
        let sandbox = try Sandbox(key: key, state: StateFile(path: folder + "/sandbox.json"))
        let running = try await sandbox.start(logger: .silent)
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: running.url),
                authorization: .apiKey(
                    RequestSigner(
                        apiKey: Inventory.APIKey.demo.key, sharedKey: Inventory.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: BerthVersion.text),
                verifier: try ResponseVerifier(publicKey: running.publicKeyPEM)))
        let settings = App.Settings(
            profile: "sandbox", isDemo: true, guide: Inventory.guide.map(App.GuideRow.init),
            product: "", products: Inventory.demo.products.map(\.code).filter { !$0.hasPrefix("FAULT") },
            timeZone: .autoupdatingCurrent, firstWeekday: Calendar.autoupdatingCurrent.firstWeekday)
        let workplace = try await Workplace(
            service: service, server: "sandbox", account: Account(profile: "sandbox"),
            ledgerPath: ledger.map(ProcessEnvironment.current.paths.absolute) ?? folder + "/ledger.sqlite",
            hardwareID: (try? HostIdentity.hardwareID()) ?? HardwareID(rawValue: "demo-host"), callSeconds: 30)
        return DeskParts(workplace: workplace, settings: settings, palette: palette ?? .dark, sandbox: running)
    }

    /// Ends the sandbox. Borrows stay borrowed.
    func close() async { await sandbox?.stop() }
}
