import ClientCore
import Foundation
import Ledger
import Licensing
import Screens
import Synchronization
import TerminalUI
import TestKit
import Testing

@Suite("The runtime") struct RuntimeTests {
    @Test("The first frame does not wait for the ledger")
    func firstFrame() async throws {
        let ledger = StalledLedger()
        try await Self.run(ledger: ledger) { terminal, _ in
            try await terminal.waitFor("Reading the ledger…")
            ledger.release()
            try await terminal.waitFor("Nothing is borrowed.")
        }
    }

    @Test("Ten thousand keys that wait cost a few frames, and none is lost")
    func backlog() async throws {
        let terminal = PipeTerminal()
        for _ in 0..<2_500 {
            terminal.press(.character("x"), .backspace)
            terminal.press(.character("y"), .backspace)
        }
        terminal.type("CAD-PRO")
        try await Self.run(on: terminal) { terminal, _ in
            try await terminal.waitFor("▸Product  CAD-PRO")
            #expect(terminal.frames.count < 100)
        }
    }

    @Test("An Enter that waits behind the one that led on does not press the button that it led to")
    func twoEnters() async throws {
        try await Self.run { terminal, _ in
            try await terminal.waitFor("▸Product")
            terminal.type("MESH")
            terminal.press(.tab, .right, .tab)
            try await terminal.waitFor("▸User")
            terminal.type("ana@acme.example")
            terminal.press(.tab)
            terminal.type("tulip-9-harbour")
            terminal.press(.tab, .character(" "), .enter, .enter)
            try await terminal.waitFor("Enter came twice at once")
            terminal.press(.enter)
            try await terminal.waitFor("config_missing")
        }
    }

    @Test("A paste of a megabyte costs a few frames")
    func paste() async throws {
        try await Self.run { terminal, _ in
            terminal.send(.key(.paste(String(repeating: "x\u{1B}[2J", count: 200_000))))
            terminal.press(.control("u"))
            terminal.type("MESH")
            try await terminal.waitFor("▸Product  MESH")
            #expect(terminal.frames.count < 20)
        }
    }

    @Test("What changes by itself is drawn when its moment comes, by the clock that was handed in")
    func tick() async throws {
        try await Self.run { terminal, clock in
            try await terminal.waitFor("13:02")
            clock.advance(by: 60)
            try await terminal.waitFor("13:03")
        }
    }

    @Test("Wishes reach the terminal: repaint, suspend, copy")
    func wishes() async throws {
        try await Self.run { terminal, _ in
            terminal.press(.control("l"), .control("z"), .escape, .character("?"))
            try await waitUntil("a repaint and a suspension") { terminal.repaints == 1 && terminal.suspensions == 1 }
            try await terminal.waitFor("┌▸Help")
        }
    }

    @Test(
        "What ends the desk says with which status",
        arguments: [
            (TerminalEvent.key(.control("c")), ExitCode.success), (.terminate(signal: SIGTERM), .terminated),
            (.terminate(signal: SIGINT), .interrupted), (.closed, .hungUp),
        ])
    func status(event: TerminalEvent, code: ExitCode) async throws {
        let terminal = PipeTerminal()
        terminal.send(event)
        #expect(await Self.runtime().run(Self.state, on: terminal) == code)
        #expect(terminal.isClosed)
    }

    @Test(
        "What is under way as a signal or a hang-up ends the desk is told once the terminal is given back",
        arguments: [TerminalEvent.terminate(signal: SIGTERM), .closed])
    func farewell(event: TerminalEvent) async throws {
        let (clock, terminal) = (TestClock(), PipeTerminal())
        let told = Mutex<[String]>([])
        let ledger = MemoryLedger(by: Fixture.performer, at: TestClock.start)
        let environment = ClientEnvironment(
            now: { clock.now }, ledger: ledger,
            identify: { (_) async throws(Problem) in
                Client.Identified(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))
            },
            send: { (_) async throws(ServiceFailure) in
                terminal.send(event)
                while !Task.isCancelled { await Task.yield() }
                var failure = Fixture.timeout
                failure.problem.code = .transportCancelled
                throw failure
            }, query: { (_) async throws(ServiceFailure) in throw Fixture.refusal(.internalError) },
            // Nothing here waits but the ending, whose patience lasts until all is written down.
            sleep: { _ in try? await Task.sleep(for: .seconds(3600)) })
        let runtime = Runtime(
            environment: environment, sleepUntil: clock.sleep(until:),
            farewell: { sentences in
                #expect(terminal.isClosed)
                told.withLock { $0 += sentences }
            })
        let running = Task { await runtime.run(Self.state, on: terminal) }
        try await terminal.waitFor("▸Product")
        terminal.type("CAD-PRO")
        terminal.press(.tab, .tab)
        terminal.type("AAAA-BBBB-CCCC-4444")
        terminal.press(.tab, .character(" "), .tab, .tab)
        try await terminal.waitFor("Enter borrow")
        terminal.press(.enter)
        _ = await running.value
        let id = try #require(try await ledger.borrows(.all).borrows.first?.id.rawValue)
        let sentences = told.withLock { $0 }
        #expect(sentences.count == 1 && sentences[0].hasPrefix("CAD-PRO …4444"), "\(sentences)")
        #expect(sentences[0].hasSuffix("Settle it: berth settle \(id) --repeat"), "\(sentences)")
    }

    @Test("A terminal that ends without a word ends the desk")
    func endOfEvents() async throws {
        #expect(await Self.runtime().run(Self.state, on: SilentTerminal()) == .hungUp)
    }

    @Test("A disk that hangs does not keep the program from ending")
    func hangingDisk() async throws {
        let terminal = PipeTerminal()
        terminal.press(.control("c"))
        let ledger = StalledLedger()
        #expect(await Self.runtime(ledger: ledger).run(Self.state, on: terminal) == .success)
        ledger.release()
    }

    /// For these seconds a second ^C did nothing.
    @Test("That the screen is gone is told before the disk is waited for")
    func screenIsGone() async throws {
        let (terminal, clock, ledger) = (PipeTerminal(), TestClock(), StalledLedger())
        terminal.press(.control("c"))
        let isGone = Mutex(false)
        let waits = Mutex<[Bool]>([])
        let environment = ClientEnvironment(
            now: { clock.now }, ledger: ledger,
            identify: { (_) async throws(Problem) in throw Problem(.configMissing, message: "", time: clock.now) },
            send: { (_) async throws(ServiceFailure) in throw Fixture.refusal(.internalError) },
            query: { (_) async throws(ServiceFailure) in throw Fixture.refusal(.internalError) },
            sleep: { _ in waits.withLock { $0.append(isGone.withLock(\.self)) } })
        let runtime = Runtime(
            environment: environment, sleepUntil: clock.sleep(until:),
            screenIsGone: {
                #expect(terminal.isClosed)
                isGone.withLock { $0 = true }
            })
        #expect(await runtime.run(Self.state, on: terminal) == .success)
        #expect(waits.withLock(\.last) == true)
        ledger.release()
    }

    @Test("Step by step, each key's frame shows all that came of it")
    func stepwise() async throws {
        let terminal = PipeTerminal()
        terminal.type("MESH")
        terminal.press(.tab)
        terminal.hangUp()
        _ = await Self.runtime(pace: .stepwise).run(Self.state, on: terminal)
        let products = terminal.frames.compactMap { $0.text.firstMatch(of: /▸Product  (\w+)/)?.1 }
        #expect(products.suffix(4) == ["M", "ME", "MES", "MESH"])
        // What the server says of the product is on the very frame of the key that asked for it.
        let next = try #require(terminal.frames.first { !$0.text.contains("▸Product") })
        #expect(next.text.contains("[user]"))
    }
}

extension RuntimeTests {
    private static let state = App.State(
        client: Client.State(
            session: Client.Session(
                id: "s", server: Fixture.server, performer: Fixture.performer, hardwareID: Fixture.host)),
        settings: App.Settings(profile: "production", products: ["MESH"], timeZone: .utc),
        size: Size(columns: 0, rows: 0), now: TestClock.start)

    /// A runtime whose server describes every product and grants nothing; patience is over at once.
    private static func runtime(
        ledger: any LedgerStore = MemoryLedger(by: Fixture.performer, at: TestClock.start),
        clock: TestClock = TestClock(),
        pace: Runtime.Pace = .eager
    ) -> Runtime {
        let environment = ClientEnvironment(
            now: { clock.now }, ledger: ledger,
            identify: { (_) async throws(Problem) in throw Problem(.configMissing, message: "", time: clock.now) },
            send: { (_) async throws(ServiceFailure) in throw Fixture.refusal(.internalError) },
            query: { (query) async throws(ServiceFailure) in
                guard case .product(let code) = query else { throw Fixture.refusal(.internalError) }
                return .product(Response(value: Product(code: code, name: "Mesh Studio", signIn: .user)))
            }, sleep: { _ in })
        return Runtime(environment: environment, pace: pace, sleepUntil: clock.sleep(until:))
    }

    /// Runs the desk as long as the body takes.
    private static func run(
        ledger: any LedgerStore = MemoryLedger(by: Fixture.performer, at: TestClock.start),
        on terminal: PipeTerminal = PipeTerminal(), _ body: (PipeTerminal, TestClock) async throws -> Void
    ) async throws {
        let clock = TestClock()
        let runtime = runtime(ledger: ledger, clock: clock)
        let running = Task { await runtime.run(state, on: terminal) }
        do {
            try await body(terminal, clock)
        } catch {
            terminal.hangUp()
            throw error
        }
        terminal.hangUp()
        _ = await running.value
    }
}

/// A terminal at which nothing ever happens, and whose events are over at once.
private struct SilentTerminal: TerminalDevice {
    let events = AsyncStream<TerminalEvent> { $0.finish() }

    func show(_ frame: Frame) {}
    func repaint() {}
    func suspend() {}
    func copy(_ text: String) {}
    func close() async {}
}
