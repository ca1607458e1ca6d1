internal import CPostgres
internal import Foundation
internal import Licensing
internal import Synchronization

/// The one connection of a ledger, on a thread of its own, which begins when it is first needed.
///
/// Nothing of libpq runs on the tasks' shared threads. What is asked for is done in its order.
final class PostgresConnection: Sendable {
    /// What the thread is asked for.
    typealias Work = @Sendable (ConnectionThread) -> Void

    /// Nil until it is first needed.
    private let mailbox = Mutex<Mailbox?>(nil)
    private let address: String
    private let silence: Duration
    private let makeWakeup: @Sendable () -> Int32

    /// - Parameters:
    ///   - address: a connection URI.
    ///   - silence: for how long a server that is listened to may be silent, and then as long again to say that it is there.
    ///   - makeWakeup: makes a descriptor to be woken up by.
    init(
        address: String, silence: Duration, makeWakeup: @escaping @Sendable () -> Int32 = { cp_pg_wakeup() }
    ) {
        (self.address, self.silence, self.makeWakeup) = (address, silence, makeWakeup)
    }

    deinit { mailbox.withLock { $0?.close() } }

    /// Does something on the connection's thread, to its end, whether the calling task is cancelled or not.
    func perform<Value: Sendable>(_ work: @escaping @Sendable (ConnectionThread) throws -> Value) async throws -> Value
    {
        let mailbox = try open()
        return try await withCheckedThrowingContinuation { continuation in
            put({ thread in continuation.resume(with: Result { try work(thread) }) }, into: mailbox)
        }
    }

    /// Asks for something without waiting for it.
    ///
    /// - Throws: `ledger_unreachable` where nobody can be asked.
    func put(_ work: @escaping Work) throws(PostgresFault) { put(work, into: try open()) }

    private func open() throws(PostgresFault) -> Mailbox {
        try mailbox.withLock { mailbox throws(PostgresFault) in
            if let mailbox { return mailbox }
            let new = Mailbox(wakeup: try Wakeup(makeWakeup))
            mailbox = new
            return new
        }
    }

    private func put(_ work: @escaping Work, into mailbox: Mailbox) {
        guard mailbox.put(work) else { return }
        let thread = Thread { [address, silence] in ConnectionThread(address, mailbox, silence: silence).run() }
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

    let wakeup: Wakeup
    private let state = Mutex(State())

    init(wakeup: Wakeup) { self.wakeup = wakeup }

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
