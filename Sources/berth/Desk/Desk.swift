internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing
internal import NcursesTerminal
internal import Screens
internal import StateMachine
internal import TerminalUI

/// The full-screen program: a terminal, a store, and what connects them.
struct Desk {
    var connection: ConnectionOptions
    var isDemo: Bool
    var ascii: Bool
    var noColour: Bool
    var mouse: Bool

    /// Opens the desk and returns how it ended.
    func run() async throws(Problem) -> ExitCode {
        let parts = try await isDemo ? DeskParts.demo(ledger: connection.ledger) : .configured(connection)
        let environment = ProcessInfo.processInfo.environment
        let isColourful = !noColour && (environment["NO_COLOR"] ?? "").isEmpty
        let terminal = try open(palette: isColourful ? .colour : .monochrome, environment)
        let code = await show(parts, on: terminal)
        await parts.close()
        return code
    }

    private func open(palette: Palette, _ environment: [String: String]) throws(Problem) -> NcursesTerminal {
        do throws(TerminalError) {
            return try NcursesTerminal.open(
                palette: palette, useMouse: mouse, ascii: ascii, environment: environment)
        } catch {
            let code: ProblemCode =
                switch error {
                case .unknownTerminal: .terminalUnknown
                case .notATerminal, .alreadyOpen: .terminalNotATerminal
                }
            throw Problem(code, message: error.description, time: Date())
        }
    }

    /// Runs until somebody quits, and gives the terminal back as it was.
    private func show(_ parts: DeskParts, on terminal: NcursesTerminal) async -> ExitCode {
        let (ending, end) = AsyncStream.makeStream(of: ExitCode.self)
        // A backlog of keys is worked off before the next frame is drawn: only the newest state waits.
        let (states, state) = AsyncStream.makeStream(of: App.State.self, bufferingPolicy: .bufferingNewest(1))
        let runner = EffectRunner(parts.workplace.environment)
        let store = Store<App>(
            App.State(
                client: Client.State(session: parts.workplace.session), settings: parts.settings,
                size: Size(columns: 0, rows: 0), now: Date()),
            run: { effect, send in
                switch effect {
                case .client(let effect): await runner.run(effect) { event in await send(.client(event)) }
                case .tick(let date):
                    try? await Task.sleep(for: .seconds(max(0, date.timeIntervalSinceNow)))
                    // Whatever the clock reads by then: it may have been set back meanwhile.
                    if !Task.isCancelled { await send(.ticked(at: Date())) }
                case .quit(let code): end.yield(code)
                case .suspend: terminal.suspend()
                case .repaint: terminal.repaint()
                case .copy(let text): terminal.copy(text)
                }
            },
            changed: { state.yield($0) })
        let output = Task {
            for await newest in states { terminal.show(App.view(newest)) }
        }
        let input = Task {
            for await event in terminal.events { await store.send(App.Event(event, at: Date())) }
            end.yield(.hungUp)
        }
        await store.send(.started(at: Date()))
        var code = ExitCode.success
        for await first in ending {
            code = first
            break
        }
        input.cancel()
        output.cancel()
        await terminal.close()
        await Self.settle(store)
        await store.cancelAll()
        return code
    }

    /// Waits until what was cancelled is written down; a disk that hangs does not keep the process for longer than a few
    /// seconds.
    private static func settle(_ store: Store<App>) async {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let idle = Task {
            await store.waitUntilIdle()
            end.yield()
        }
        let patience = Task {
            try? await Task.sleep(for: .seconds(5))
            end.yield()
        }
        for await _ in ends { break }
        idle.cancel()
        patience.cancel()
    }
}

extension App.Event {
    /// What a terminal's event means to the desk.
    init(_ event: TerminalEvent, at now: Date) {
        switch event {
        case .key(let key): self = .key(key, at: now)
        case .resized(let size): self = .resized(size)
        case .terminate(let signal): self = .terminated(signal: signal)
        case .resumed: self = .resumed(at: now)
        case .closed: self = .terminalClosed
        }
    }
}
