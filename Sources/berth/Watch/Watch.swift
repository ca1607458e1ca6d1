internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

/// Watches a ledger: tells what happens to its borrows, and runs a hook for each piece of news.
///
/// It looks as its ledger changes, as a clock reaches an end, a warning time or the end of a lease, and as a hook has ended; and
/// sleeps in between. It never waits for a hook.
struct Watch {
    let ledger: String
    let follower: LedgerFollower
    /// How long before its end a borrow is told of, in seconds.
    let warning: TimeInterval
    let json: Bool
    /// Whether it ends once what is so now has been told.
    let once: Bool
    var memory: WatchMemory

    private let hook: Hook?
    private let queue: HookQueue?
    private var hasLooked = false
    /// Whether there is more news than may wait.
    private var isBehind = false
    /// Why a line could not be told, where hooks tell of it all the same.
    private var untold: Problem?
    private var fault: Problem?
    private var readAt = ContinuousClock.now

    /// How many hooks run at once, and how many are remembered: with more news it waits.
    private static let mostHooks = (running: 4, remembered: 256)
    /// How many seconds pass until it looks again while the ledger cannot be read, or tells nothing of its changes.
    private static let retryWait: TimeInterval = 60

    init(
        ledger: String, follower: LedgerFollower, warning: TimeInterval, hook: Hook?, json: Bool, once: Bool,
        memory: WatchMemory
    ) {
        (self.ledger, self.follower, self.warning, self.hook) = (ledger, follower, warning, hook)
        (self.json, self.once, self.memory) = (json, once, memory)
        queue = hook.map { hook in HookQueue(hook) { follower.ring() } }
    }

    /// Works until its task is cancelled, or what is so now has been told.
    ///
    /// A ledger that cannot be read for a while is told, and tried again.
    ///
    /// - Throws: `ledger_replaced`, what else is wrong with the ledger where it is to look once, and what is wrong with the
    ///   output or the memory.
    mutating func run() async throws {
        await follower.start()
        var failure: (any Error)?
        do { try await work() } catch { failure = error }
        await queue?.end()
        await follower.stop()
        // What a signal has cut off is the next watch's.
        do { try await settleHooks(isEnding: true) } catch { failure = failure ?? error }
        if let failure = failure ?? untold { throw failure }
    }

    private mutating func work() async throws {
        try await takeOverHooks()
        var alarm = follower.wake(at: Date())
        defer { alarm.cancel() }
        for await _ in follower.news {
            alarm.cancel()
            try await settleHooks(isEnding: false)
            var next = try await checkLedger()
            let state = await follower.state
            if state.ledger == .ready, !once || !hasLooked || isBehind {
                next = [next, try look(state.book)].compactMap(\.self).min()
                hasLooked = true
            }
            try await beginHooks()
            if once, memory.hooks.isEmpty, !isBehind { return }
            if let next { alarm = follower.wake(at: next) }
        }
    }

    /// Tells what is wrong with the ledger, and when to try it again.
    private mutating func checkLedger() async throws -> Date? {
        // Not at each change: a reading that fails is one itself.
        if fault != nil, .now - readAt >= .seconds(Self.retryWait - 1) {
            await follower.readAgain()
            readAt = .now
        }
        let state = await follower.state
        let problem = state.ledger.problem ?? state.watchProblem
        // What this process has open is the ledger no more: whoever starts it anew opens the one that is there.
        if let problem, problem.code == .ledgerReplaced || (once && state.ledger.problem != nil) { throw problem }
        if let problem, problem.code != fault?.code, !once { Report.problem(problem) }
        fault = problem
        return problem.map { _ in Date(timeIntervalSinceNow: Self.retryWait) }
    }

    /// Tells the news since the last look, and takes note of the hooks to be run for them; both are in memory as it returns.
    ///
    /// - Returns: when to look again.
    private mutating func look(_ book: Book) throws -> Date? {
        var book = book
        book.advance(to: Moment(host: Date()))
        let before = memory.lookout
        var lookout = before
        let all = lookout.look(at: book, warning: warning)
        // What a longer warning time told of is told once more as it comes within the shorter one.
        if warning < before.memory.warning { memory.told = [] }
        let news = all.filter { !memory.told.contains($0.key) }
        let room = hook == nil ? news.count : max(0, Self.mostHooks.remembered - memory.hooks.count)
        let taken = news.prefix(room).map { WatchNews(news: $0, moment: book.moment) }
        isBehind = taken.count < news.count
        for news in taken { try tell(news) }
        if hook != nil { memory.hooks += taken.map { $0.hookRun(ledger: ledger) } }
        if isBehind {
            // From where it has looked last it finds the others again.
            memory.told.formUnion(taken.map(\.news.key))
        } else {
            memory.lookout = lookout
            if !all.isEmpty { memory.told = Set(all.map(\.key)) }
        }
        if !taken.isEmpty || memory.lookout.memory.isOther(than: before.memory) { try memory.save() }
        return isBehind ? nil : lookout.nextNews(in: book, warning: warning)
    }

    private mutating func tell(_ news: WatchNews) throws {
        do {
            if json { try Report.jsonLine(news.json) } else { try Report.line(news.line) }
        } catch let problem as Problem where hook != nil {
            if untold == nil {
                Report.note("the output cannot be written (\(problem.message)); hooks are run all the same")
            }
            untold = problem
        }
    }

    // MARK: Hooks

    /// Goes on with the hooks of an earlier watch: those that waited wait, and those that were under way as it was killed are not
    /// run again, unless the host has gone down with them.
    private mutating func takeOverHooks() async throws {
        guard !memory.hooks.isEmpty else { return }
        guard let queue else {
            Report.note(
                "there is no --exec: what an earlier watch had still to run is left out (\(memory.hooks.count))")
            memory.hooks = []
            return try memory.save()
        }
        for run in memory.hooks {
            guard let begun = run.begun else { continue }
            if begun.isCutOff {
                Report.note("the hook for \(run.name) was cut off with the host, and is run again")
                memory.change(run.key) { $0.begun = nil }
            } else if let left = begun.leftBehind {
                await queue.follow(run.key, left)
            } else {
                Report.note(
                    "the hook for \(run.name) was under way as the last watch was killed, and is not run again")
                memory.forget(run.key)
            }
        }
        try memory.save()
    }

    /// Begins those whose turn it is. That it was begun is on the disk before it is, so that none is run twice.
    private mutating func beginHooks() async throws {
        guard let hook, let queue else { return }
        while await queue.count < Self.mostHooks.running, !Task.isCancelled,
            let run = memory.hooks.first(where: { $0.begun == nil })
        {
            let begun = HookRun.Begun.now
            memory.change(run.key) { $0.begun = begun }
            try memory.save()
            do throws(ProcessGroup.Refusal) {
                let group = try hook.start(run.variables)
                await queue.follow(run.key, group)
                memory.change(run.key) { $0.begun = begun.of(group) }
            } catch {
                complain(run, .notStarted(error.words))
                memory.forget(run.key)
            }
            try memory.save()
        }
    }

    /// Takes note of those that have ended.
    ///
    /// - Parameter isEnding: whether the watch ends, and has ended them.
    private mutating func settleHooks(isEnding: Bool) async throws {
        let ended = await queue?.takeEnded() ?? []
        for (key, ending) in ended {
            guard let run = memory.hooks.first(where: { $0.key == key }) else { continue }
            // A service's signal reaches its hooks, too, and perhaps first.
            let isCutOff = ending == .cancelled || (isEnding && ending == .killed(signal: SIGTERM))
            complain(run, isCutOff ? .cancelled : ending)
            if isCutOff { memory.change(key) { $0.begun = nil } } else { memory.forget(key) }
        }
        if !ended.isEmpty || isEnding { try memory.save() }
    }

    private func complain(_ run: HookRun, _ ending: Hook.Ending) {
        guard let hook, let complaint = ending.complaint(seconds: hook.seconds) else { return }
        Report.note("the hook for \(run.name) \(complaint)")
    }
}

extension Lookout.Memory {
    /// Whether it is more than the time that has passed.
    fileprivate func isOther(than before: Self) -> Bool {
        var later = before
        if before.seen != nil { later.seen = seen }
        return self != later
    }
}

extension Client.LedgerStatus {
    /// Why it could not be read; nil where it could.
    fileprivate var problem: Problem? { if case .failed(let problem, _) = self { problem } else { nil } }
}
