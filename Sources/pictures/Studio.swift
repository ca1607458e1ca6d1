internal import ClientCore
internal import ClientLive
internal import Demo
internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing
internal import Logging
internal import Sandbox
internal import Screens
internal import TerminalUI

/// Where scenes are played: the real desk with the real client and a ledger in memory, against the sandbox.
///
/// Only the clock stands still, and host and process have fixed names, so that the frames never differ.
struct Studio {
    /// Signs the sandbox's responses; nothing of it can be seen.
    let signingKey: SigningKey

    private static let hardwareID = HardwareID(
        rawValue: "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9")

    /// Monday, 23 November 2026, 14:02 in Berlin.
    private static let now = Date(timeIntervalSince1970: 1_795_438_920)

    /// What is on the screen at the start and after each of the scene's keys.
    func frames(of scene: Scene) async throws -> [Frame] {
        if scene.program == .firstStart { return await Self.playFirstStart(scene) }
        let now = Self.now
        let ledger = MemoryLedger(by: Performer(user: "ops", process: 1), at: now)
        let sandbox = try Sandbox(clock: .handed { now }, key: signingKey, faults: scene.faults)
        let running = try await sandbox.start(logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
        let service = try Self.service(running)
        let environment = ClientEnvironment.live(
            service: service, ledger: ledger, secrets: SecretReader(environment: ProcessEnvironment([:]), now: { now }),
            now: { now })
        let frames = await Self.play(scene, in: environment)
        await running.stop()
        return frames
    }

    private static func service(_ sandbox: RunningSandbox) throws(Problem) -> HTTPLicenseService {
        let now = now
        return try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: sandbox.url, callTimeout: 5),
                authorization: .apiKey(
                    RequestSigner(apiKey: Inventory.APIKey.demo.key, sharedKey: Inventory.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: "pictures"),
                verifier: try ResponseVerifier(publicKey: sandbox.publicKeyPEM)),
            now: { now })
    }

    private static func play(_ scene: Scene, in environment: ClientEnvironment) async -> [Frame] {
        let session = Client.Session(
            id: "pictures", server: "https://api.licensespring.com",
            performer: Performer(user: "ops", process: 1), hardwareID: hardwareID)
        let state = App.State(
            client: Client.State(session: session), settings: settings(scene), size: scene.size, now: now)
        let stage = Stage(scene)
        // The clock stands still, so that the moment for which a tick waits never comes.
        let runtime = Runtime(environment: environment, pace: .stepwise) { _ in
            try? await Task.sleep(for: .seconds(1 << 30))
        }
        _ = await runtime.run(state, on: stage)
        return stage.frames
    }

    /// A first start, in which every check finds what it hopes for.
    private static func playFirstStart(_ scene: Scene) async -> [Frame] {
        let now = now
        let stage = Stage(scene)
        let files = ["config.yaml", "api-key", "shared-key"].map { "/home/ops/.config/berth/" + $0 }
        let environment = SetupEnvironment(
            now: { now },
            check: { (step, _) async throws(Problem) in
                switch step {
                case .place, .server: .reached(clockOffset: 0)
                case .product: .product(Product(code: "CAD-PRO", name: "CAD Pro", signIn: .licenseKey))
                case .publicKey: .usable
                default: .accepted
                }
            },
            write: { (_, _) async throws(Problem) in .done(SetupReport(files: files, variables: [])) })
        let facts = SetupFacts(
            vendorServer: "https://api.licensespring.com", configFile: files[0], device: hardwareID,
            deviceSource:
                "This host's is \(hardwareID.short), the SHA-256 of its machine id, as the vendor's clients send it.")
        _ = await SetupRuntime(environment, pace: .stepwise).run(facts, on: stage)
        return stage.frames
    }

    private static func settings(_ scene: Scene) -> App.Settings {
        let isDemo = scene.program == .demo
        return App.Settings(
            profile: isDemo ? "sandbox on this host" : "production", isDemo: isDemo,
            guide: isDemo ? Inventory.guide.map(App.GuideRow.init) : [],
            products: ["CAD-PRO", "MESH", "RENDER", "SIM-X"], timeZone: LocalZone(named: "Europe/Berlin") ?? .utc)
    }
}
