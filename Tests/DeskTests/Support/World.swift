import ClientCore
import ClientLive
import Demo
import Foundation
import Ledger
import LicenseAPI
import Licensing
import Logging
import SQLiteLedger
import Sandbox
import Screens
import TerminalUI
import TestKit
import Testing

/// All that a desk stands in: a sandbox over loopback, a ledger, and a clock that a test moves.
struct World {
    /// Where the ledger is kept.
    enum Keeping {
        case memory
        /// In a file that outlasts the desk, in a folder of the test's own.
        case file
    }

    let clock: TestClock
    let ledger: any LedgerStore
    private let server: String
    private let environment: ClientEnvironment

    /// Makes a world and takes it down again whatever the body does.
    static func run(keepingIn keeping: Keeping = .memory, _ body: (World) async throws -> Void) async throws {
        let clock = TestClock()
        let now: @Sendable () -> Date = { clock.now }
        let folder = FileManager.default.temporaryDirectory.appending(path: "berth-desk-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledger: any LedgerStore =
            switch keeping {
            case .memory: MemoryLedger(by: Fixture.performer, at: clock.now)
            case .file:
                try SQLiteLedger(path: folder.appending(path: "ledger.sqlite").path, by: Fixture.performer, now: now)
            }
        let sandbox = try Sandbox(clock: .handed(now), key: try SigningKey.generate())
        let running = try await sandbox.start(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        do {
            let service = try service(running, now)
            let environment = ClientEnvironment.live(
                service: service, ledger: ledger, secrets: SecretReader(environment: ProcessEnvironment([:]), now: now),
                now: now)
            try await body(World(clock: clock, ledger: ledger, server: running.url, environment: environment))
        } catch {
            await running.stop()
            throw error
        }
        await running.stop()
    }

    private static func service(
        _ sandbox: RunningSandbox, _ now: @escaping @Sendable () -> Date
    ) throws -> HTTPLicenseService {
        try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: sandbox.url),
                authorization: .apiKey(
                    RequestSigner(apiKey: Inventory.APIKey.demo.key, sharedKey: Inventory.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: "test"),
                verifier: try ResponseVerifier(publicKey: sandbox.publicKeyPEM)),
            now: now)
    }

    /// Opens a desk of the demo, and closes it again whatever the body does.
    ///
    /// - Parameter session: begins the ids of what this desk does; each desk of one ledger needs its own.
    func desk(
        size: Size = Size(columns: 80, rows: 24), session: String = "s", keymap: Keymap<App.Action> = Keymap(),
        notification: App.Notification = .none, _ body: (DeskOnPipe) async throws -> Void
    ) async throws {
        let terminal = PipeTerminal(size: size)
        let state = App.State(
            client: Client.State(
                session: Client.Session(
                    id: session, server: server, performer: Fixture.performer, hardwareID: Fixture.host)),
            settings: App.Settings(
                profile: "sandbox", isDemo: true, guide: Inventory.guide.map(App.GuideRow.init),
                products: Inventory.demo.products.map(\.code).filter { !$0.hasPrefix("FAULT") }, timeZone: .utc,
                keymap: keymap, notification: notification),
            size: Size(columns: 0, rows: 0), now: clock.now)
        let runtime = Runtime(environment: environment, sleepUntil: clock.sleep(until:))
        let running = Task { await runtime.run(state, on: terminal) }
        do {
            try await terminal.waitUntil("the desk") {
                $0.contains("DEMO") && ($0.contains(" list ") || $0.contains(" new "))
            }
            try await body(DeskOnPipe(terminal: terminal, running: running))
        } catch {
            terminal.hangUp()
            _ = await running.value
            throw error
        }
        terminal.hangUp()
        _ = await running.value
    }

    /// The borrows of the ledger that hold a seat or may.
    func held() async throws -> [Borrow] {
        let moment = Moment(host: clock.now)
        return try await ledger.borrows(.all).borrows.filter { $0.mayHoldSeat(at: moment) }
    }
}

/// A desk that runs on a pipe.
struct DeskOnPipe {
    let terminal: PipeTerminal
    fileprivate let running: Task<ExitCode, Never>

    /// The status with which it has ended.
    func status() async throws -> ExitCode {
        try await eventually(
            "the end of the desk", look: { terminal.isClosed ? true : nil }, last: { terminal.screen })
        return await running.value
    }

    /// Fills the form with what brings an exception about, from the demo's guide.
    func takeFromGuide(_ code: ProblemCode) async throws {
        try await takeFromGuide(row: try #require(Inventory.guide.firstIndex { $0.code == code }))
    }

    /// Fills the form with a row of the demo's guide.
    func takeFromGuide(row: Int) async throws {
        terminal.press(.function(2))
        try await terminal.waitFor("Demo guide")
        // It opens at the row that was taken last.
        terminal.press(.home)
        for _ in 0..<row { terminal.press(.down) }
        terminal.press(.enter)
        try await terminal.waitFor("Filled in from the guide")
    }
}
