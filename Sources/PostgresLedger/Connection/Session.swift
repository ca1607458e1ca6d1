internal import CPostgres
internal import FoundationEssentials
internal import Glibc
internal import Licensing

/// An open connection, for the one thread that opened it.
///
/// No call of libpq here blocks but the look-up of a host's name: each wait is a `poll()` with an end.
final class Session {
    private let handle: OpaquePointer
    /// When the task is to be done that uses it now.
    var end: ContinuousClock.Instant
    /// What the database's clock read as the transaction that is under way could begin its work.
    var now = Date.distantPast

    /// Connects.
    ///
    /// - Throws: `ledger_unreachable`, `ledger_denied` and the like, in the words of libpq or of the server.
    init(_ address: String, until end: ContinuousClock.Instant) throws(PostgresFault) {
        try PostgresLibrary.load()
        try PostgresLibrary.check(address)
        guard let handle = cp_pg_connect_start(address) else { throw .lost("There is no memory left.") }
        (self.handle, self.end) = (handle, end)
        try connect()
    }

    deinit { cp_pg_finish(handle) }

    var socket: Int32 { cp_pg_socket(handle) }
    /// The version of the server: 150004 for 15.4.
    var version: Int { Int(cp_pg_version(handle)) }

    private func connect() throws(PostgresFault) {
        var polling = Int32(bitPattern: CP_PG_WRITING.rawValue)
        while polling != Int32(bitPattern: CP_PG_DONE.rawValue) {
            guard polling != Int32(bitPattern: CP_PG_FAILED.rawValue), socket >= 0 else { throw connectFault }
            let isReading = polling == Int32(bitPattern: CP_PG_READING.rawValue)
            guard wait(for: [(socket, isReading ? POLLIN : POLLOUT)], until: end) != nil else {
                throw .lost("The server did not answer in time.")
            }
            polling = Int32(cp_pg_connect_poll(handle))
        }
        guard cp_pg_set_nonblocking(handle) else { throw lost }
    }

    /// Why there is no connection. The server’s code stands in the message, after two blanks, since there is no result to ask.
    private var connectFault: PostgresFault {
        let words = String(cString: cp_pg_error(handle))
        if let match = words.firstMatch(of: /: {2}([0-9A-Z]{5}): ([^\n]+)/) {
            var fault = PostgresFault(
                state: String(match.1), message: String(match.2), otherwise: .ledgerUnreachable)
            fault.endsConnection = true
            return fault
        }
        let line = String(words.prefix { $0 != "\n" })
        if cp_pg_needs_password(handle) { return PostgresFault(.ledgerDenied, line, endsConnection: true) }
        return .lost(line)
    }

    private var lost: PostgresFault {
        let words = String(cString: cp_pg_error(handle)).prefix { $0 != "\n" }
        return .lost(words.isEmpty ? "The connection was lost." : String(words))
    }

    // MARK: Statements

    /// Carries out one statement, with its values bound.
    ///
    /// - Parameter otherwise: what a refusal is whose code says nothing of a ledger.
    @discardableResult
    func query(
        _ statement: String, _ values: [PostgresValue] = [], otherwise: ProblemCode = .ledgerUnreadable
    ) throws(PostgresFault) -> PostgresRows {
        guard send(statement, values) else { throw lost }
        try flush()
        var rows: PostgresRows?
        var fault: PostgresFault?
        while true {
            while cp_pg_is_busy(handle) { try read() }
            guard let result = cp_pg_next_result(handle) else { break }
            let status = UInt32(cp_pg_result_status(result))
            if status == CP_PG_COMMAND_OK.rawValue || status == CP_PG_TUPLES_OK.rawValue {
                rows = PostgresRows(result)
            } else {
                fault = fault ?? Self.fault(of: result, otherwise: otherwise)
                cp_pg_clear(result)
            }
        }
        guard cp_pg_is_open(handle) else { throw .lost(fault?.message ?? lost.message) }
        if let fault { throw fault }
        guard let rows else { throw lost }
        return rows
    }

    private func send(_ statement: String, _ values: [PostgresValue]) -> Bool {
        let bytes = values.map(\.bytes)
        // One room for all, with a byte at its end, so that an empty text has a place, too.
        let room = bytes.compactMap(\.self).flatMap(\.self) + [0]
        return room.withUnsafeBytes { room in
            var pointers: [UnsafePointer<CChar>?] = []
            var place = 0
            for value in bytes {
                guard let value, let base = room.baseAddress else {
                    pointers.append(nil)
                    continue
                }
                pointers.append((base + place).assumingMemoryBound(to: CChar.self))
                place += value.count
            }
            return cp_pg_send(
                handle, statement, Int32(values.count), values.map(\.type), pointers,
                bytes.map { Int32($0?.count ?? 0) }, values.map { _ in 1 })
        }
    }

    private func flush() throws(PostgresFault) {
        while true {
            let left = cp_pg_flush(handle)
            if left == 0 { return }
            guard left > 0 else { throw lost }
            guard let ready = wait(for: [(socket, POLLIN | POLLOUT)], until: end) else { throw late }
            // A server that has something to say first must not wait for this to be read.
            if ready[0] & POLLIN != 0, !cp_pg_consume(handle) { throw lost }
        }
    }

    private func read() throws(PostgresFault) {
        guard wait(for: [(socket, POLLIN)], until: end) != nil else { throw late }
        guard cp_pg_consume(handle) else { throw lost }
    }

    /// What is not waited for any more may still come, so that the connection is of no use.
    private var late: PostgresFault { .lost("The server did not answer in time.") }

    private static func fault(of result: OpaquePointer, otherwise: ProblemCode) -> PostgresFault {
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        return PostgresFault(
            state: text(cp_pg_result_state(result)), message: text(cp_pg_result_message(result)), otherwise: otherwise)
    }

    // MARK: Notifications

    /// Takes what has come of notifications.
    ///
    /// - Parameter reading: whether to look what has come; else only what came with answers is taken.
    /// - Returns: whether there was one of another connection.
    func takeNotifications(reading: Bool) throws(PostgresFault) -> Bool {
        if reading, !cp_pg_consume(handle) { throw lost }
        guard cp_pg_is_open(handle) else { throw lost }
        var isNews = false
        while case let process = cp_pg_next_notification(handle), process != 0 {
            if process != cp_pg_process(handle) { isNews = true }
        }
        return isNews
    }
}
