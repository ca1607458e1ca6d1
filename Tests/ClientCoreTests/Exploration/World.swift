import Foundation
import Licensing
import TestKit

@testable import ClientCore

/// One or two processes and all around them at one moment: the disk, the servers' seats, what is on its way, and what may
/// still happen.
///
/// One license with one feature, one device. What takes time happens in two moves, so that anything can come in between: an effect is
/// carried out, which changes disk or server; then its reply reaches the process.
struct World: Hashable {
    enum Seat: Hashable { case free, floating, borrowed }

    /// Something on its way.
    enum Pending: Hashable {
        case effect(Client.Effect)
        /// A call whose sender waits for it no longer.
        case stopped(OperationID, Client.Call)
        case reply(Client.Event)
    }

    /// How often things may happen that the processes do not bring about.
    struct Budget: Hashable {
        /// What people ask for.
        var requests = 0
        /// Processes that are killed, and begin anew.
        var kills = 0
        /// Processes that are asked to end.
        var quits = 0
        /// Steps, readings and keys that fail.
        var faults = 0
        /// Times that a lease's length passes.
        var ticks = 0
        /// Times that the host's clock is set back.
        var jumps = 0
        /// Responses that somebody waits for no longer.
        var cancels = 0
        /// Requests that are carried out after nobody waits for them any more.
        var lates = 0
        /// What may be asked for.
        var wishes: Set<Wish> = [.borrow, .release, .check, .note]
        /// The server of each process.
        var servers = [Fixture.server]
        /// What is on disk at the beginning.
        var borrows: [Borrow] = []
        /// Whether the server holds a seat at the beginning.
        var isHeld = false
    }

    enum Wish: Hashable {
        case borrow, borrowFeature, extend, activate, deactivate, release, check, checkByName, note, forget
    }

    /// Where seats are counted: a server's license, or its feature.
    struct Pool: Hashable, CustomStringConvertible {
        var server: String
        var feature: String?

        init(_ server: String, feature: String? = nil) { (self.server, self.feature) = (server, feature) }
        init(_ borrow: Borrow) { self.init(borrow.subject.server, feature: borrow.subject.feature) }

        var description: String { feature.map { "\($0) of \(server)" } ?? server }
    }

    struct Late: Hashable {
        var call: Client.Call
        var process: Int
        var end: Date
    }

    struct Process: Hashable {
        var client: Client.State { didSet { digest = nil } }
        /// The client's hash, once it was reckoned; worlds in which nothing happens to it share that.
        private var digest: Int?
        var pending = Bag<Pending>()
        /// The operations whose response has come.
        var heard: Set<OperationID> = []
        /// What was told to be over, and need not be told again.
        var told: Set<OperationID> = []

        init(client: Client.State) { self.client = client }

        mutating func seal() { digest = digest ?? client.hashValue }

        static func == (one: Process, other: Process) -> Bool {
            one.client == other.client && one.pending == other.pending && one.heard == other.heard
                && one.told == other.told
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(digest ?? client.hashValue)
            hasher.combine(pending)
            hasher.combine(heard)
            hasher.combine(told)
        }
    }

    var processes: [Process] = []
    var begun = 0
    var disk = ModelDisk()
    var seats: [Pool: Seat] = [:]
    /// The servers whose license does not know the device any more.
    var unbound: Set<String> = []
    var budget: Budget
    var now = TestClock.start
    /// What is still to be carried out, by whom it was sent, and by when it is or never will be.
    var late: Set<Late> = []
    private let settleAfterSeconds: TimeInterval
    /// What the last move broke, if anything.
    var violation: String?
    var way = Way()

    init(_ budget: Budget) {
        self.budget = budget
        settleAfterSeconds = budget.lates > 0 ? Self.lateness : 0
        disk = ModelDisk(budget.borrows)
        if budget.isHeld { seats[Pool(Fixture.server)] = .borrowed }
        for index in budget.servers.indices {
            processes.append(newProcess(index))
            let read = Client.LedgerRead(disk.current(), isWhole: true)
            happen(.ledgerRead(.success(read), at: now), to: index)
        }
    }

    /// Reckons what its hash is made of, once for it and all worlds that come of it.
    mutating func seal() {
        for index in processes.indices { processes[index].seal() }
    }

    private mutating func newProcess(_ index: Int) -> Process {
        begun += 1
        return Process(
            client: Client.State(
                session: Client.Session(
                    id: "p\(begun)", server: budget.servers[index],
                    account: Account(authorization: "API key", digest: "\(index)"),
                    performer: Performer(user: "user \(index)", process: Int32(begun)), hardwareID: Fixture.host,
                    settleAfterSeconds: settleAfterSeconds)))
    }

    /// For how long after its beginning a request may be carried out, in seconds.
    static let lateness: TimeInterval = 30

    /// A process dies and another one begins: what was on its way is lost.
    mutating func restart(_ index: Int) {
        way.append(.other("\(index): killed"))
        processes[index] = newProcess(index)
        happen(.started(at: now), to: index)
    }

    /// An event reaches a process, and its effects are on their way.
    mutating func happen(_ event: Client.Event, to index: Int) {
        way.append(.event(event, process: index))
        if case .responded(let id, _, _) = event { processes[index].heard.insert(id) }
        let shown = processes[index].client.book
        let asking = processes[index].client.questions.map(\.id)
        for effect in Client.reduce(&processes[index].client, event) {
            switch effect {
            case .watchLedger, .cancelQuery: continue
            case .tell(let outcome):
                hear(outcome, index)
                continue
            case .cancel(let id):
                stop(id, index)
                continue
            case .send(let id, let call):
                if let broken = reasonNotToSend(id, call, index) { violation = broken }
            case .record(_, let entry):
                if entry.performer != processes[index].client.session.performer {
                    violation = "another's name: \(entry)"
                }
            // One wait for each operation: the next one takes the place of what waits already.
            case .recordLater(let id, _):
                processes[index].pending.removeAll {
                    if case .effect(.recordLater(id, _)) = $0 { true } else { false }
                }
            case .loadLedger, .readChanges, .identify, .query, .wait: break
            }
            if !processes[index].pending.insert(.effect(effect)) { violation = "twice at once: \(effect)" }
        }
        for row in processes[index].client.book.rows.map(\.row) {
            guard let line = disk.line(of: row), let before = shown.row(row.borrow.id).flatMap(disk.line(of:)) else {
                continue
            }
            if line < before { violation = "what is shown goes back: \(row.borrow)" }
        }
        // A no to a question is all that need not be told.
        for id in asking where processes[index].client.underway[id] == nil { processes[index].told.insert(id) }
        closeTroubles(index)
    }

    /// What is over is told once; before that, only that the disk would not take it.
    private mutating func hear(_ outcome: Client.Outcome, _ index: Int) {
        if let broken = outcome.contradiction { violation = broken }
        guard let id = outcome.operation else { return }
        if processes[index].told.contains(id) { violation = "told again: \(outcome)" }
        switch processes[index].client.underway[id]?.step {
        case .holdingOutcome: return
        case .recordingOutcome(let outcome) where outcome.failures > 0: return
        default: processes[index].told.insert(id)
        }
    }

    /// What a person reads and closes has no part in what happens next.
    private mutating func closeTroubles(_ index: Int) {
        for trouble in processes[index].client.troubles {
            if let broken = trouble.wrongRetry(in: processes[index].client, at: now) { violation = broken }
        }
        guard processes[index].client.troublesMet > 0 else { return }
        processes[index].client.troubles = []
        processes[index].client.troublesMet = 0
    }

    private mutating func stop(_ id: OperationID, _ index: Int) {
        for case .effect(.wait(id, let seconds)) in processes[index].pending.items {
            processes[index].pending.remove(.effect(.wait(id, seconds: seconds)))
            processes[index].pending.insert(.reply(.waitOver(id, isCancelled: true, at: now)))
        }
        for case .effect(.send(id, let call)) in processes[index].pending.items {
            processes[index].pending.remove(.effect(.send(id, call)))
            processes[index].pending.insert(.stopped(id, call))
        }
    }

    private func reasonNotToSend(_ id: OperationID, _ call: Client.Call, _ index: Int) -> String? {
        let session = processes[index].client.session
        if processes[index].client.isShuttingDown { return "\(id) leaves a process that ends" }
        guard disk.operations[id] == .sent || disk.operations[id]?.isSettled == true else {
            return "\(id) leaves before it is on disk that it does"
        }
        guard case .awaitingResponse(let borrow) = processes[index].client.underway[id]?.step else {
            return "nobody waits for \(id)"
        }
        if case .deactivate = call, disk.shown.contains(where: { $0.subject.server == session.server && isHeld($0) }) {
            return "\(id) takes away a seat that the disk knows"
        }
        return borrow.subject.server == session.server ? nil : "\(id) goes to another server than the borrow's"
    }

    /// Whether the disk says that a seat is held by a borrow, or may be.
    private func isHeld(_ borrow: Borrow) -> Bool {
        switch borrow.status(at: Moment(host: now)) {
        case .active: true
        case .unknown(let doubt): borrow.doubt != nil && !doubt.facts.isOfDeactivation
        case .pending, .seated, .ended, .released, .refused, .activated, .deactivated: false
        }
    }
}

extension Client.Trouble {
    /// Whether a retry of it asks for anything else than what it is about.
    fileprivate func wrongRetry(in state: Client.State, at: Date) -> String? {
        var after = state
        let effects = Client.reduce(&after, .retryRequested(id, at: at))
        let begun = after.underway.filter { state.underway[$0.key] == nil }.map(\.value.request)
        let isRead = after.reading == .whole || after.next == .whole
        let isSame =
            switch request {
            case .readLedger: isRead && begun.isEmpty
            case .query(let query): effects == [.query(query)]
            // Where it cannot be begun, that is said of the same request.
            default:
                begun == [request]
                    || (begun.isEmpty && after.troublesMet > state.troublesMet
                        && after.troubles.first?.request == request)
            }
        return isSame ? nil : "a retry of \(request) began \(begun) and \(effects)"
    }
}

extension Client.Outcome {
    /// Where what is told does not fit the row; nil where it does.
    fileprivate var contradiction: String? {
        switch result {
        case .failed(let trouble):
            guard let borrow = trouble.borrow, borrow.operation.id == operation else { return nil }
            // What others have made of it is told then.
            if trouble.problem.code == .outcomeOvertaken { return nil }
            let effect = trouble.problem.effect
            let fits =
                switch borrow.operation.phase {
                case .confirmed:
                    effect == .done && trouble.problem.code == .outcomeNotWritten
                case .unknown(let problem): effect == problem.effect && effect != .none
                case .refused, .intended: effect == .none
                case .sent, .noted: false
                }
            return fits ? nil : "told \(trouble.problem), and the row says \(borrow.operation.phase)"
        case .borrowed(let borrow, _), .released(let borrow), .checked(let borrow, _), .checkedFeature(let borrow, _),
            .activated(let borrow, _), .deactivated(let borrow):
            return borrow.operation.phase == .confirmed ? nil : "told as done: \(borrow)"
        case .noted, .forgotten: return nil
        }
    }
}
