import Foundation
import NcursesTerminal
import Synchronization
import TerminalUI
import TestKit
import Testing

extension DeviceTests {
    @Suite("Tasks on the terminal's thread") struct Executor {
        @Test("a task that prefers it runs, also once the terminal is closed")
        func afterwards() async throws {
            var executor: (any TaskExecutor)?
            try await Session.run { session in
                executor = session.device.executor
                #expect(await Task(executorPreference: executor) { "ran" }.value == "ran")
            }
            #expect(await Task(executorPreference: executor) { "ran" }.value == "ran")
        }

        @Test("what waits there when the terminal closes is still run")
        func closing() async throws {
            var waiting: [Task<Void, Never>] = []
            try await Session.run { session in
                for _ in 0..<64 {
                    waiting.append(Task(executorPreference: session.device.executor) { await Task.yield() })
                }
            }
            for task in waiting { await task.value }
        }

        @Test("a task that goes to other threads and back, again and again, always comes back")
        func backAndForth() async throws {
            try await Session.run { session in
                let task = Task(executorPreference: session.device.executor) {
                    for _ in 0..<20_000 { await Task.detached {}.value }
                    return "back"
                }
                let isBack = Mutex(false)
                let waiting = Task {
                    _ = await task.value
                    isBack.withLock { $0 = true }
                }
                try await waitUntil("it is back") { isBack.withLock { $0 } }
                await waiting.value
            }
        }

        @Test("a frame that is shown there in answer to a key is painted, and the next key is heard")
        func answering() async throws {
            try await Session.run { session in
                let answering = Task(executorPreference: session.device.executor) {
                    var text = ""
                    for await event in session.device.events {
                        guard case .key(.character(let letter)) = event else { continue }
                        text.append(letter)
                        session.device.show(Frame("typed \(text)."))
                        if letter == "q" { return }
                    }
                }
                session.terminal.type("a")
                await session.terminal.output { $0.contains("typed a.") }
                session.terminal.type("q")
                await session.terminal.output { $0.contains("q.") }
                await answering.value
            }
        }
    }
}
