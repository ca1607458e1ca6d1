internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import StateMachine

/// Does what the rows of a file ask for, several at once, over the machine of the client.
///
/// What an earlier run of the same file has done is told by the ledger alone: each of its operations bears a mark of
/// the file. So a run that was killed is gone on with by running it again, and nothing has to be kept beside the
/// ledger.
struct Bulk {
    /// How a row is done.
    struct Way {
        /// How many are under way at once.
        var jobs: Int
        /// Whether it goes on with the rest where the server is not reached, or takes no more.
        var goesOn: Bool
        /// Whether it borrows what is of unknown outcome.
        var repeats: Bool
        /// Whether a row may end earlier what is held.
        var shortens: Bool
        /// Whether it does again what an earlier run of the file has done.
        var again: Bool
    }

    /// What may happen while rows are under way.
    private enum Happening: Sendable {
        case told(Client.Outcome)
        /// By the client of the account of that place.
        case asked(Client.Question, Int)
        case late
        /// A row waits for what was sent before to the same seat.
        case waits(Client.Request, until: Date)
        case lockHeld(by: String)
        case signalled(Int32)
        case timeIsAlmostOver
        case timeIsOver
        /// Nothing is under way any more at any client.
        case idle
    }

    /// How many seconds it goes on trying to write what the server said.
    private static let patience = 30

    var way: Way
    let mark: String
    /// A client for each account that rows go by.
    var clients: [BulkClient]
    let limit: TimeLimit?
    private let happenings: AsyncStream<Happening>
    private let happened: AsyncStream<Happening>.Continuation

    var waiting: ArraySlice<BulkRow>
    var underway: [Client.Request: BulkRow] = [:]
    /// What came of a row, and the ledger does not take yet.
    private var held: [Client.Request: CommandFailure] = [:]
    var references: [Secret: LicenseReference] = [:]
    var report: BulkReport
    /// Why nothing is begun any more, beside the command's time.
    var stop: Stop?
    /// Whether the command's time is over, whatever else has stopped it: then nothing is begun any more, and nothing waited for.
    var isTimedOut = false
    /// Whether the ledger's lock keeps it from writing down that nothing has left, and its time is over.
    private var leaves = false
    /// Whether a signal that is still to be told here has ended the command, while it was busy with a row.
    var isInterrupted = false

    /// What may keep rows from being begun.
    enum Stop: Equatable {
        case signal(Int32)
        case notReached
        case ledger
        case untold
    }

    init(
        _ rows: [BulkRow], content: Data, _ accounts: [BulkAccount], _ way: Way, within limit: TimeLimit?,
        _ report: BulkReport
    ) {
        (self.way, self.limit, self.report) = (way, limit, report)
        waiting = rows[...]
        // What is heard is of the row that is under way.
        if accounts.contains(where: { $0.workplace.rehearsal != nil }) { self.way.jobs = 1 }
        let mark: String = "-f" + TrailCodec.digest(content).prefix(10)
        let (happenings, happened) = AsyncStream.makeStream(of: Happening.self)
        (self.happenings, self.happened, self.mark) = (happenings, happened, mark)
        clients = accounts.enumerated().map { place, account in
            BulkClient(account, mark: mark) {
                happened.yield(.told($0))
            } changed: { state in
                if let holder = state.lockHolder { happened.yield(.lockHeld(by: holder)) }
                for running in state.underway.values {
                    if let end = running.waitsUntil { happened.yield(.waits(running.request, until: end)) }
                }
                for question in state.questions { happened.yield(.asked(question, place)) }
            }
        }
    }

    /// Reads the ledger.
    func start() async throws(Problem) {
        try await TimeLimit.bounding("the ledger could be read") { [clients] in
            for client in clients {
                await client.store.send(.started(at: Date()))
                await client.store.waitUntilIdle()
            }
        }
        for client in clients { if case .failed(let problem, _) = await client.store.state.ledger { throw problem } }
    }

    /// Does them, and says how the command ends.
    mutating func run() async -> ExitCode {
        let signals = Signals(isLeftBySecond: true) { [happened] in happened.yield(.signalled($0)) }
        defer { signals.stop() }
        let alarms = [
            limit?.beforeEnd { [happened] in happened.yield(.timeIsAlmostOver) },
            limit?.then { [happened] in happened.yield(.timeIsOver) },
        ]
        defer { alarms.forEach { $0?.cancel() } }
        if report.unwritten != nil { stop = .untold }
        await begin()
        if !underway.isEmpty || isInterrupted {
            for await happening in happenings {
                await take(happening)
                await begin()
                if isStopped { await endWaits() }
                if underway.isEmpty, !isInterrupted { break }
            }
        }
        await shutDown()
        if !leaves { await waitUntilIdle() }
        return report.end(
            notBegun: waiting.count, hints: hints, isTimedOut: isTimedOut, isUntold: stop == .untold,
            signal: stop.flatMap { if case .signal(let number) = $0 { ExitCode(signal: number) } else { nil } })
    }

    /// Sends nothing any more, and writes down what is under way.
    private func shutDown() async {
        for client in clients { await client.store.send(.shutdownRequested) }
    }

    /// Waits until what is told is on disk, and what was taken back; not much longer than until a signal, or the end of the
    /// command's time.
    private mutating func waitUntilIdle() async {
        Task { [clients, happened] in
            for client in clients { await client.store.waitUntilIdle() }
            happened.yield(.idle)
        }
        let alarm = limit?.atLeast(Self.rest) { [happened] in happened.yield(.timeIsOver) }
        defer { alarm?.cancel() }
        for await happening in happenings {
            await take(happening)
            switch happening {
            case .idle, .timeIsOver: return
            case .signalled:
                Task { [happened] in
                    try? await Task.sleep(for: Self.rest)
                    happened.yield(.timeIsOver)
                }
            default: break
            }
        }
    }

    /// How long it waits at least for what is taken back to be on disk.
    private static let rest = Duration.seconds(1)

    /// Whether nothing is begun any more.
    var isStopped: Bool { stop != nil || isTimedOut }

    /// Has no row that waits for what was sent before go on: it would send, which nobody wants any longer.
    private func endWaits() async {
        for client in clients {
            for id in await client.store.state.waiting { await client.store.send(.cancelRequested(id)) }
        }
    }

    /// Why rows are left.
    private var hints: [String] {
        var hints = waiting.isEmpty ? [] : [stop.flatMap(words)]
        if isTimedOut {
            let rest = waiting.isEmpty && !report.hasUnsent ? "" : ": run it again, and it does the rest"
            hints.append("the time that --timeout gives is over" + rest)
        }
        return hints.compactMap(\.self)
    }

    private func words(_ stop: Stop) -> String? {
        switch stop {
        case .notReached:
            "the server was not reached, or takes no more: the rows that are left were not begun (--keep-going tries them all)"
        case .ledger: "the ledger does not take what is done: the rows that are left were not begun"
        case .untold: "the output takes nothing more: the rows that are left were not begun"
        case .signal: nil
        }
    }

    // MARK: What came of it

    private mutating func take(_ happening: Happening) async {
        switch happening {
        case .told(let outcome): await take(outcome)
        case .asked(let question, let place):
            let store = clients[place].store
            guard let request = await store.state.underway[question.id]?.request,
                let row = underway.removeValue(forKey: request)
            else { return }
            await store.send(.questionDeclined(question.id))
            fail(row, CommandFailure(question.problem, borrow: question.borrow))
        case .late:
            for (request, failure) in held { if let row = underway.removeValue(forKey: request) { fail(row, failure) } }
        case .waits(let request, let end):
            if let row = underway[request] { report.waits(row.line, row.name, until: end) }
        case .lockHeld(let process): report.note("waiting for the ledger, which \(process) is writing to")
        case .signalled(let number):
            if isSignalled { return }
            (stop, isInterrupted) = (.signal(number), false)
            await shutDown()
        case .timeIsAlmostOver: await end()
        case .timeIsOver:
            await end()
            await leave()
        case .idle: break
        }
    }

    /// Whether a signal has ended it.
    var isSignalled: Bool { if case .signal = stop { true } else { false } }

    /// Ends it by its time, unless a signal has.
    private mutating func end() async {
        if isSignalled { return }
        isTimedOut = true
        await shutDown()
    }

    /// Waits no longer for a ledger whose lock somebody holds, where nothing is lost by that.
    private mutating func leave() async {
        var known: [Client.Request: (OperationID, Client.Underway)] = [:]
        for client in clients {
            for (id, underway) in await client.store.state.underway { known[underway.request] = (id, underway) }
        }
        for (request, row) in underway {
            guard known[request]?.1.canBeLeft ?? true else { continue }
            underway[request] = nil
            leaves = true
            let doubt = known[request].flatMap { id, underway in
                underway.unwrittenDoubt.map {
                    CommandFailure($0, borrow: underway.borrow, operation: id, isTimedOut: true)
                }
            }
            fail(row, doubt ?? CommandFailure(TimeLimit.over(before: "it was sent"), isTimedOut: true))
        }
    }

    private mutating func take(_ outcome: Client.Outcome) async {
        guard let row = underway[outcome.request] else { return }
        let client = clients[row.account]
        if let dryRun = await client.rehearsal?.takeDryRun(), dryRun.isTold {
            underway[outcome.request] = nil
            tell(row, .rehearsed(dryRun.naming(row.variable)))
        } else if case .failed(let trouble) = outcome.result {
            let failure = CommandFailure(trouble, isTimedOut: isTimedOut)
            if trouble.problem.code == .outcomeNotWritten, held[outcome.request] == nil,
                await client.holds(outcome.operation)
            {
                held[outcome.request] = failure
                stop = stop ?? .ledger
                report.note("an outcome is known, and the ledger does not take it yet; trying for \(Self.patience) s")
                Task { [happened] in
                    try? await Task.sleep(for: .seconds(Self.patience))
                    happened.yield(.late)
                }
                return
            }
            underway[outcome.request] = nil
            fail(row, failure)
        } else {
            underway[outcome.request] = nil
            tell(row, .done(outcome.result))
        }
    }

    /// What each further row would meet as well: a server that fails leaves it in doubt, one that is elsewhere says no to it.
    private static let ofAllRows: [ProblemCode] = [.responseServerError, .internalError, .notFound, .responseRedirect]

    mutating func fail(_ row: BulkRow, _ failure: CommandFailure) {
        switch failure.exitCode {
        case .notReached where Deadline.isOver: if stop == nil { isTimedOut = true }
        // What was taken back before it was sent says nothing of the server.
        case .notReached where failure.problem.code == .operationNotSent: break
        case .notReached where !way.goesOn: stop = stop ?? .notReached
        case _ where Self.ofAllRows.contains(failure.problem.code) && !way.goesOn: stop = stop ?? .notReached
        case .ledger: stop = stop ?? .ledger
        default: break
        }
        tell(row, .failed(failure))
    }

    /// Tells what came of a row. Where nobody reads that, nothing more is begun, and what is under way is waited for.
    mutating func tell(_ row: BulkRow, _ ending: BulkReport.Ending) {
        report.tell(row.line, row.name, ending)
        if report.unwritten != nil { stop = stop ?? .untold }
    }
}

extension Client.State {
    /// The requests that wait for what was sent before to their seats.
    fileprivate var waiting: [OperationID] { underway.filter { $0.value.waitsUntil != nil }.map(\.key) }
}
