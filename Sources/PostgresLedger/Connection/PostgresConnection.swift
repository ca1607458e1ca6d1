internal import Foundation
internal import Licensing
internal import Synchronization

/// The one connection of a ledger, on a thread of its own, which begins when it is first needed.
///
/// Nothing of libpq runs on the tasks' shared threads. What is asked for is done in its order.
final class PostgresConnection: Sendable {
    /// What the thread is asked for.
    typealias Work = @Sendable (ConnectionThread) -> Void

    private let mailbox: Mailbox
    private let address: String

    init(address: String) {
        self.address = address
        mailbox = Mailbox()
    }

    deinit { mailbox.close() }

    /// Does something on the connection's thread, to its end, whether the calling task is cancelled or not.
    func perform<Value: Sendable>(_ work: @escaping @Sendable (ConnectionThread) throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            put { thread in continuation.resume(with: Result { try work(thread) }) }
        }
    }

    /// Asks for something without waiting for it.
    func put(_ work: @escaping Work) {
        guard mailbox.put(work) else { return }
        let (address, mailbox) = (address, mailbox)
        let thread = Thread { ConnectionThread(address, mailbox).run() }
        thread.name = "ledger"
        thread.start()
    }
}

/// What waits to be done on a connection's thread.
final class Mailbox: Sendable {
    private struct State {
        var work: [PostgresConnection.Work] = []
        var isBegun = false
        var isClosed = false
    }

    /// What comes next on the thread.
    enum Next {
        case work(PostgresConnection.Work)
        case nothing
        case end
    }

    let wakeup = Wakeup()
    private let state = Mutex(State())

    /// - Returns: whether there is no thread yet to do it.
    func put(_ work: @escaping PostgresConnection.Work) -> Bool {
        let isFirst = state.withLock { state in
            defer { state.isBegun = true }
            state.work.append(work)
            return !state.isBegun
        }
        wakeup.ring()
        return isFirst
    }

    /// Ends the thread, once it has done what waits.
    func close() {
        state.withLock { $0.isClosed = true }
        wakeup.ring()
    }

    func next() -> Next {
        wakeup.silence()
        return state.withLock { state in
            if !state.work.isEmpty { return .work(state.work.removeFirst()) }
            return state.isClosed ? .end : .nothing
        }
    }
}
