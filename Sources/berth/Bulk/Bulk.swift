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
        /// Whether it goes on with the rest where the server is not reached.
        var goesOn: Bool
        /// Whether it borrows what is of unknown outcome.
        var repeats: Bool
        /// Whether it does again what an earlier run of the file has done.
        var again: Bool
        /// The license key of a borrow that is released, without asking anybody.
        var key: @Sendable (Borrow) async throws(Problem) -> Secret?
    }

    /// What may happen while rows are under way.
    private enum Happening: Sendable {
        case told(Client.Outcome)
        case asked(Client.Question)
        case late
        case lockHeld(by: String)
        case signalled(Int32)
    }

    /// How many seconds it goes on trying to write what the server said.
    private static let patience = 30

    private let way: Way
    private let mark: String
    private let ledger: any LedgerStore
    private let server: String
    private let store: Store<Client>
    private let happenings: AsyncStream<Happening>
    private let happened: AsyncStream<Happening>.Continuation

    private var waiting: ArraySlice<BulkRow>
    private var underway: [Client.Request: BulkRow] = [:]
    /// What came of a row, and the ledger does not take yet.
    private var held: [Client.Request: CommandFailure] = [:]
    private var references: [Secret: LicenseReference] = [:]
    private var report: BulkReport
    /// Why nothing is begun any more.
    private var stop: Stop?

    private enum Stop: Equatable {
        case signal(Int32)
        case notReached
        case ledger
        case untold(Problem)
    }

    init(_ rows: [BulkRow], content: Data, _ workplace: Workplace, _ way: Way, _ report: BulkReport) {
        (self.way, self.report) = (way, report)
        waiting = rows[...]
        (ledger, server) = (workplace.ledger, workplace.session.server)
        mark = "-f" + TrailCodec.digest(content).prefix(10)
        var session = workplace.session
        session.id += mark
        let (happenings, happened) = AsyncStream.makeStream(of: Happening.self)
        (self.happenings, self.happened) = (happenings, happened)
        let runner = EffectRunner(workplace.environment) { happened.yield(.told($0)) }
        store = Store(
            Client.State(session: session), run: { effect, send in await runner.run(effect, send) },
            changed: { state in
                if let holder = state.lockHolder { happened.yield(.lockHeld(by: holder)) }
                for question in state.questions { happened.yield(.asked(question)) }
            })
    }

    /// Does them, and says how the command ends.
    ///
    /// - Throws: what is wrong with the ledger before anything was sent, and `output_unwritable`.
    mutating func run() async throws -> ExitCode {
        await store.send(.started(at: Date()))
        await store.waitUntilIdle()
        if case .failed(let problem) = await store.state.ledger { throw problem }
        let signals = Signals { [happened] in happened.yield(.signalled($0)) }
        defer { signals.stop() }
        await begin()
        if !underway.isEmpty {
            for await happening in happenings {
                await take(happening)
                await begin()
                if underway.isEmpty { break }
            }
        }
        await store.send(.shutdownRequested)
        await store.waitUntilIdle()
        if case .untold(let problem) = stop { throw problem }
        try report.end(notBegun: waiting.count, hint: stop.flatMap(words))
        if case .signal(let number) = stop, let ending = ExitCode(signal: number) { return ending }
        return report.worst
    }

    private func words(_ stop: Stop) -> String? {
        switch stop {
        case .notReached:
            "the server was not reached: the rows that are left were not begun (--keep-going tries them all)"
        case .ledger: "the ledger does not take what is done: the rows that are left were not begun"
        case .signal, .untold: nil
        }
    }

    // MARK: Beginning

    /// Begins as many as may be under way, and passes over what is done already.
    private mutating func begin() async {
        while stop == nil, underway.count < way.jobs, let row = waiting.popFirst() {
            do {
                switch row.wish {
                case .nothing(let borrow, let why): try tell(row, .skipped(borrow, why))
                case .borrow(let request, let source): try await beginBorrow(row, request, source)
                case .release(let id): try await beginRelease(row, id)
                }
            } catch {
                fail(row, CommandFailure(error))
            }
        }
    }

    private mutating func beginBorrow(
        _ row: BulkRow, _ wish: BorrowRequest, _ source: SecretSource
    ) async throws(Problem) {
        let subject = BorrowSubject(
            server: server, product: wish.product, license: try await reference(wish.credentials),
            licenseID: wish.licenseID, bundleCode: wish.bundleCode, feature: wish.feature, hardwareID: wish.hardwareID)
        let state = await store.state
        let moment = state.moment(at: Date())
        let seat = state.book.borrows(sharing: subject).filter { $0.mayHoldSeat(at: moment) }
        if let borrow = seat.last(where: { $0.subject == subject }) ?? seat.last,
            case .active(let end) = borrow.status(at: moment), let why = reason(borrow, wish.end, end)
        {
            return try tell(row, .skipped(borrow, why))
        }
        // What is in doubt the machine asks about, and it is told then.
        await send(row, .borrow(wish, source: source), ifInDoubt: way.repeats ? .repeat : .ask)
    }

    /// Why a borrow that is held needs nothing more; nil where it is to have a new end.
    private func reason(_ borrow: Borrow, _ wanted: BorrowEnd, _ end: Date) -> String? {
        if case .at(let date) = wanted, abs(date.timeIntervalSince(end)) <= 60 {
            return "it is held until \(UTC.format(end)) already"
        }
        guard !way.again, borrow.operation.phase == .confirmed, borrow.operation.id.rawValue.contains(mark + "-"),
            case .borrow = borrow.operation.kind
        else { return nil }
        return "an earlier run of this file has borrowed it, until \(UTC.format(end))"
    }

    private mutating func reference(_ credentials: Credentials) async throws(Problem) -> LicenseReference {
        switch credentials {
        case .licenseKey(let key):
            if let known = references[key] { return known }
            let reference = LicenseReference.key(
                lastFour: key.lastFour, fingerprint: try await ledger.fingerprint(of: key))
            references[key] = reference
            return reference
        case .user(let name, _): return .user(name)
        case .singleSignOn(let signOn): return .customerAccount(signOn.customerAccountCode)
        }
    }

    private mutating func beginRelease(_ row: BulkRow, _ id: OperationID) async throws(Problem) {
        let state = await store.state
        let moment = state.moment(at: Date())
        if let borrow = state.book[id] {
            guard borrow.isToRelease(at: moment) else {
                return try tell(row, .skipped(borrow, "it is \(borrow.status(at: moment).word) already"))
            }
            if case .unknown(let doubt) = borrow.status(at: moment), doubt.facts.isOfRelease, !way.repeats {
                return fail(row, CommandFailure(doubt, borrow: borrow))
            }
            await send(row, .release(id), key: state.isElsewhere(borrow) ? nil : try await way.key(borrow))
        } else {
            await send(row, .release(id))
        }
    }

    private mutating func send(
        _ row: BulkRow, _ request: Client.Request, key: Secret? = nil, ifInDoubt: Client.InDoubt = .ask
    ) async {
        underway[request] = row
        await store.send(.requested(request, key: key, ifInDoubt: ifInDoubt, at: Date()))
    }

    // MARK: What came of it

    private mutating func take(_ happening: Happening) async {
        switch happening {
        case .told(let outcome): await take(outcome)
        case .asked(let question):
            guard let request = await store.state.underway[question.id]?.request,
                let row = underway.removeValue(forKey: request)
            else { return }
            await store.send(.questionDeclined(question.id))
            fail(row, CommandFailure(question.problem, borrow: question.borrow))
        case .late:
            for (request, failure) in held { if let row = underway.removeValue(forKey: request) { fail(row, failure) } }
        case .lockHeld(let process): report.note("waiting for the ledger, which \(process) is writing to")
        case .signalled(let number):
            if case .signal = stop { _exit(128 + number) }
            stop = .signal(number)
            await store.send(.shutdownRequested)
        }
    }

    private mutating func take(_ outcome: Client.Outcome) async {
        guard let row = underway[outcome.request] else { return }
        if case .failed(let trouble) = outcome.result {
            let failure = CommandFailure(trouble.problem, borrow: trouble.borrow, operation: outcome.operation)
            if trouble.problem.code == .outcomeNotWritten, held[outcome.request] == nil, await holds(outcome.operation)
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
            do { try tell(row, .done(outcome.result)) } catch { untold(error) }
        }
    }

    /// Whether the outcome of an operation waits to be written.
    private func holds(_ id: OperationID?) async -> Bool {
        guard let id else { return false }
        return await store.state.underway[id]?.heldOutcome != nil
    }

    private mutating func fail(_ row: BulkRow, _ failure: CommandFailure) {
        switch failure.exitCode {
        case .notReached where !way.goesOn: stop = stop ?? .notReached
        case .ledger: stop = stop ?? .ledger
        default: break
        }
        do { try tell(row, .failed(failure)) } catch { untold(error) }
    }

    private mutating func tell(_ row: BulkRow, _ ending: BulkReport.Ending) throws(Problem) {
        try report.tell(row.line, row.name, ending)
    }

    /// Nobody reads what comes of it: nothing more is begun, and what is under way is waited for.
    private mutating func untold(_ problem: Problem) { stop = .untold(problem) }
}
