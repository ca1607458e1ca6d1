internal import ClientCore
internal import Foundation
internal import Licensing

/// Watches a ledger: tells what happens to its borrows, and runs a hook for each piece of news.
struct Watch {
    let ledger: String
    let follower: LedgerFollower
    /// How long before its end a borrow is told of, in seconds.
    let warning: TimeInterval
    let hook: Hook?
    let json: Bool
    var memory: WatchMemory

    /// How many hooks run at once.
    private static let mostHooks = 4
    /// How many seconds pass at most until it looks again: clocks are set, and hosts sleep.
    private static let longestWait: TimeInterval = 600
    /// The same while the ledger cannot be read, or tells nothing of its changes.
    private static let retryWait: TimeInterval = 60

    /// Looks once.
    ///
    /// - Throws: what is wrong with the ledger, the output or the memory.
    mutating func once() async throws {
        await follower.start()
        let state = await follower.state
        if case .failed(let problem) = state.ledger { throw problem }
        try await look(state.book)
        try memory.save()
    }

    /// Looks whenever something may have happened, until its task is cancelled.
    ///
    /// A ledger that cannot be read for a while is told, and tried again.
    ///
    /// - Throws: `ledger_replaced`, and what is wrong with the output or the memory.
    mutating func untilCancelled() async throws {
        await follower.start()
        let clock = ContinuousClock()
        var (fault, readAt) = (nil as Problem?, clock.now)
        var alarm = follower.wake(in: 0)
        for await _ in follower.news {
            alarm.cancel()
            // Not at each change: a reading that fails is one itself.
            if fault != nil, clock.now - readAt >= .seconds(Self.retryWait - 1) {
                await follower.readAgain()
                readAt = clock.now
            }
            let state = await follower.state
            let problem = state.ledger.problem ?? state.watchProblem
            // What this process has open is the ledger no more: whoever starts it anew opens the one that is there.
            if let problem, problem.code == .ledgerReplaced { throw problem }
            if let problem, problem.code != fault?.code { Report.problem(problem) }
            fault = problem
            var wait = fault == nil ? Self.longestWait : Self.retryWait
            if state.ledger == .ready {
                try await look(state.book)
                if let next = memory.lookout.nextNews(in: at(Date(), state.book), warning: warning) {
                    wait = min(wait, max(0.01, next.timeIntervalSinceNow))
                }
            }
            alarm = follower.wake(in: wait)
        }
        alarm.cancel()
        await follower.stop()
        try memory.save()
    }

    /// Tells the news since the last look. They count as told once their hooks have ended, and their memory is on the disk.
    private mutating func look(_ book: Book) async throws {
        let book = at(Date(), book)
        let before = memory.lookout
        var lookout = before
        let all = lookout.look(at: book, warning: warning)
        let news = all.filter { !memory.told.contains($0.key) }
        try await tell(news.map { WatchNews(news: $0, moment: book.moment) })
        // What a signal has cut off is told again by the next watch.
        guard !Task.isCancelled || hook == nil else { return }
        memory.lookout = lookout
        if !all.isEmpty { memory.told = Set(all.map(\.key)) }
        if before.seen == nil || !all.isEmpty || lookout.unknown != before.unknown { try memory.save() }
    }

    private mutating func tell(_ news: [WatchNews]) async throws {
        for news in news { if json { try Report.jsonLine(news.json) } else { try Report.line(news.line) } }
        guard let hook else { return }
        let ledger = ledger
        try await withThrowingTaskGroup(of: (WatchNews, Hook.Ending).self) { group in
            var waiting = news[...]
            var running = 0
            while true {
                while running < Self.mostHooks, !Task.isCancelled, let next = waiting.popFirst() {
                    running += 1
                    group.addTask { (next, await hook.run(next.variables(ledger: ledger))) }
                }
                guard let (told, ending) = try await group.next() else { return }
                running -= 1
                if let complaint = ending.complaint(seconds: hook.seconds) {
                    Report.note("the hook for \(told.news.kind.rawValue) of \(told.news.borrow.id) \(complaint)")
                }
                guard ending != .cancelled else { continue }
                memory.told.insert(told.news.key)
                try memory.save()
            }
        }
    }

    private func at(_ now: Date, _ book: Book) -> Book {
        var book = book
        book.advance(to: Moment(host: now))
        return book
    }
}

extension Client.LedgerStatus {
    /// Why it could not be read; nil where it could.
    fileprivate var problem: Problem? { if case .failed(let problem) = self { problem } else { nil } }
}
