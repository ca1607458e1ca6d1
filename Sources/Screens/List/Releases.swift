internal import ClientCore
internal import FoundationEssentials
public import Licensing

/// Several borrows that are returned one after another, with what came of each.
public struct Releases: Hashable, Sendable {
    /// What came of one.
    public enum Result: Hashable, Sendable {
        case waiting, running, released
        /// It was refused, or not sent; by the problem's code.
        case failed(ProblemCode)
        /// No response came that can be relied on.
        case unknown
        /// Its license key would have to be typed.
        case needsKey
        /// It was returned by others, or ended, before its turn came.
        case over
    }

    /// How many are on their way at once: a server that limits its clients must not refuse the rest.
    static let most = 4

    public private(set) var results: [OperationID: Result] = [:]
    /// The last operation of each as it came out: what has been done with it since is newer.
    private var operations: [OperationID: OperationID] = [:]
    /// Since when a response is awaited; nil before the first of them was sent.
    private(set) var since: Date?
    /// When the last of them came out; nil where some are on their way, or none has been begun.
    private var endedAt: Date?

    /// For how long a row tells what came of it, in place of the time that is left, in seconds.
    static let secondsTold: TimeInterval = 20
    /// Those that were not begun yet, the next one last.
    private var queue: [OperationID] = []
    private var running = 0
    private var done = 0
    /// Those that were dropped before they were begun.
    private var dropped: Set<OperationID> = []

    public init() {}

    /// Whether some have not been returned yet.
    var isRunning: Bool { running > 0 || !queue.isEmpty }

    /// How many were not begun yet.
    var waiting: Int { queue.count }

    /// Those that are on their way or wait for their turn.
    var begun: [OperationID] { results.filter { $0.value == .running || $0.value == .waiting }.map(\.key) }

    /// Those that have come out otherwise than returned, or were dropped.
    var notReturned: Set<OperationID> { dropped.union(results.filter { $0.value != .released }.keys) }

    /// Whether a borrow is one of these, on its way.
    func includes(_ id: OperationID?) -> Bool { id.flatMap { results[$0] } == .running }

    /// Begins with these; what came of earlier ones is gone.
    mutating func begin(_ ids: [OperationID], _ desk: Desk) -> [Intent] {
        if !isRunning { self = Releases() }
        let begun = Set(begun)
        let ids = ids.filter { !begun.contains($0) }
        let returns = ManyReturns(ids, of: ids.count, desk)
        let waiting = returns.borrows.map(\.id)
        for borrow in returns.wantingKey { note(.needsKey, of: borrow.id, desk) }
        for id in waiting { results[id] = .waiting }
        queue = waiting.reversed() + queue
        let intents = next(desk)
        if !isRunning { endedAt = desk.now }
        return intents
    }

    /// Takes note of since when a response is awaited: what waits before it is sent is not waited for at the server.
    mutating func follow(_ client: Client.State) {
        guard isRunning, since == nil else { return }
        since =
            client.underway.values.compactMap { running in
                if case .release(let id) = running.request, includes(id) { running.awaitedSince } else { nil }
            }.min()
    }

    /// When the rows tell the time that is left again; nil where they do, or some are on their way.
    var toldUntil: Date? { endedAt?.addingTimeInterval(Self.secondsTold) }

    /// Forgets what came of all once the rows have told it long enough.
    mutating func fade(at now: Date) {
        if let toldUntil, toldUntil <= now { self = Releases() }
    }

    /// Notes what came of one, and goes on with the next.
    mutating func ended(_ id: OperationID, _ result: Result, _ desk: Desk) -> [Intent] {
        guard results[id] == .running else { return [] }
        note(result, of: id, desk)
        running -= 1
        done += 1
        let intents = next(desk)
        if !isRunning { (since, endedAt) = (nil, desk.now) }
        return intents
    }

    private mutating func note(_ result: Result, of id: OperationID, _ desk: Desk) {
        results[id] = result
        operations[id] = desk.borrow(id)?.operation.id
    }

    /// Drops what was not begun yet.
    mutating func stop() {
        for id in queue { results[id] = nil }
        dropped.formUnion(queue)
        queue = []
        if !isRunning { since = nil }
    }

    /// Forgets what came of one: something newer is known of it.
    mutating func forget(_ id: OperationID) {
        if results[id] != .running, results[id] != .waiting { results[id] = nil }
    }

    private mutating func next(_ desk: Desk) -> [Intent] {
        var intents: [Intent] = []
        while running < Self.most, !queue.isEmpty {
            let id = queue.removeLast()
            // Others may have had the seat since: it is not theirs that was to be returned.
            if desk.borrow(id).map({ ManyReturns.isOver($0, desk) }) ?? true {
                note(.over, of: id, desk)
                done += 1
                continue
            }
            results[id] = .running
            running += 1
            intents.append(.client(.requested(.release(id), at: desk.now)))
        }
        return intents
    }

    /// How far it is, for the list's title; nil while nothing is returned so.
    var progress: String? {
        isRunning ? "Returning \(done + 1) of \(done + running + queue.count)" : nil
    }

    /// What came of all, in a sentence.
    ///
    /// - Parameter key: what returns a single one; nil where no key does.
    func summary(_ key: String?) -> String {
        let released = results.values.count { $0 == .released }
        let needKey = results.values.count { $0 == .needsKey }
        let unknown = results.values.count { $0 == .unknown }
        let over = results.values.count { $0 == .over }
        let failed = results.count - released - needKey - unknown - over
        return
            (["\(released) returned"] + (over == 0 ? [] : ["\(over) over already"])
            + (failed == 0 ? [] : ["\(failed) not"])
            + (unknown == 0 ? [] : ["\(unknown) unknown"])
            + (dropped.isEmpty ? [] : ["\(dropped.count) not begun"])
            + (needKey == 0
                ? [] : ["\(needKey) need their license key: return each\(key.map { " by \($0)" } ?? " by itself")"]))
            .joined(separator: ", ")
            + "."
    }

    /// What a row says of it; nil where it says what it always does, as what was done with it since.
    func word(for borrow: Borrow) -> String? {
        let isNewest = operations[borrow.id] == borrow.operation.id
        return switch results[borrow.id] {
        case nil, .released, .running, .unknown, .over: nil
        case .waiting: "waiting"
        case .needsKey: isNewest ? "! key" : nil
        case .failed: isNewest ? "! not" : nil
        }
    }

    /// What its words mean, for the list's help.
    static let legend = [
        Fact("waiting", "Waits for its turn among those that are returned."),
        Fact("! key", "Was not returned with the others: its license key has to be typed."),
        Fact("! not", "Was not returned: the server, or this host, refused."),
    ]
}
