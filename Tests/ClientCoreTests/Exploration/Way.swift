import Ledger
import Licensing

@testable import ClientCore

/// The moves that led to a world; two worlds are the same whichever way led there.
struct Way: Hashable, CustomStringConvertible {
    /// A move and those before it, which the ways that go on from it share.
    private final class Step {
        let move: Move
        let before: Step?

        init(_ move: Move, after before: Step?) {
            self.move = move
            self.before = before
        }
    }

    private var last: Step?

    enum Move {
        case event(Client.Event, process: Int)
        case carriedOut(Client.Effect, process: Int)
        case other(String)
    }

    mutating func append(_ move: Move) { last = Step(move, after: last) }

    static func == (one: Way, other: Way) -> Bool { true }
    func hash(into hasher: inout Hasher) {}

    var description: String {
        sequence(first: last) { $0?.before }.compactMap { $0 }.reversed().map { "\($0.move)" }.joined(separator: "\n")
    }
}

extension Way.Move: CustomStringConvertible {
    var description: String {
        switch self {
        case .other(let text): text
        case .event(let event, let process): "\(process): \(event.short)"
        case .carriedOut(let effect, let process): "\(process): ↦ \(effect.short)"
        }
    }
}

extension Client.Event {
    fileprivate var short: String {
        switch self {
        case .started: "started"
        case .ledgerAnnounced: "announced"
        case .ledgerReading(let part, _): "read \(part.progress.read) of \(part.progress.total)"
        case .ledgerRead(.success(let read), _): "\(read.isWhole ? "all" : "changes") read to \(read.line)"
        case .ledgerRead(.failure, _): "reading failed"
        case .requested(let request, _, _, _, _): "requested \(request.short)"
        case .retryRequested(let id, _): "retry of \(id)"
        case .questionConfirmed(let id, _): "yes to \(id)"
        case .questionDeclined(let id): "no to \(id)"
        case .cancelRequested(let id): "cancel \(id)"
        case .shutdownRequested: "shut down"
        case .troubleDismissed(let id): "dismissed \(id)"
        case .profilesChanged(let profiles): "profiles \(profiles.map(\.name))"
        case .identified(let id, let result, _): "identified \(id) \(result.short)"
        case .waitOver(let id, let isCancelled, _): "wait of \(id) \(isCancelled ? "cancelled" : "over")"
        case .recorded(let id, let result, _): "recorded \(id) \(result.short)"
        case .recordingDue(let id): "recording of \(id) due"
        case .responded(let id, let result, _): "responded to \(id) \(result.short)"
        case .queried: "queried"
        case .queryCancelled: "query cancelled"
        }
    }
}

extension Client.Effect {
    fileprivate var short: String {
        switch self {
        case .loadLedger: "read all"
        case .readChanges(let line): "read changes after \(line)"
        case .watchLedger: "watch"
        case .identify(let id, _): "identify \(id)"
        case .record(let id, let entry): "write \(id): \(entry.borrow.operation.phase.name) on \(entry.borrow.id)"
        case .recordLater(let id, _): "write \(id) later"
        case .wait(let id, let seconds): "wait \(seconds) s before \(id)"
        case .send(let id, let call): "send \(id): \(call.kind)"
        case .query: "query"
        case .cancelQuery: "cancel query"
        case .cancel(let id): "cancel \(id)"
        case .tell: "tell"
        }
    }
}

extension Client.Request {
    fileprivate var short: String {
        switch self {
        case .borrow: "borrow"
        case .extend(let id, _, _): "extend \(id)"
        case .activate: "activate"
        case .release(let id): "release \(id)"
        case .check(let id): "check \(id)"
        case .checkLicense: "check by name"
        case .deactivate(let id): "deactivate \(id)"
        case .deactivateLicense: "deactivate by name"
        case .note(let id, _): "note \(id)"
        case .forget(let id): "forget \(id)"
        case .query: "query"
        case .readLedger: "reading"
        }
    }
}

extension Result {
    fileprivate var short: String {
        switch self {
        case .success: "yes"
        case .failure(let problem as Problem): problem.code.rawValue + ": " + problem.message
        case .failure(let failure as ServiceFailure): "\(failure.problem.code.rawValue), \(failure.problem.effect)"
        case .failure: "no"
        }
    }
}

extension Client.LedgerRead {
    fileprivate var isWhole: Bool { if case .whole = content { true } else { false } }
}
