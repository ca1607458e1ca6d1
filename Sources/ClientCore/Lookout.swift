public import FoundationEssentials
public import Licensing

/// Looks out for borrows that come within their warning time, end or become unknown, and tells each once.
///
/// It remembers how far it has looked, and hardly what it has told: that is little, however many borrows there are, and what happened
/// while nobody looked is found by the next look. What was so at the first look is no news. A borrow that begins with less than the
/// warning time left never comes within it.
public struct Lookout: Hashable, Sendable {
    /// Something that has happened to a borrow.
    public struct News: Hashable, Sendable {
        /// What may happen to one.
        public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            /// Less than the warning time is left.
            case endsSoon = "ends_soon"
            /// Its end has come.
            case ended
            /// It is not known any more whether it holds a seat.
            case unknown
        }

        public var kind: Kind
        /// The borrow as it stood then.
        public var borrow: Borrow
        /// What tells it from other news of that kind, a later one of the same borrow among them.
        public var mark: Mark
    }

    /// A borrow as it stood at one time: what tells a second doubt of it, or a second end, from the first.
    public struct Mark: Hashable, Sendable, Codable {
        public var borrow: OperationID
        /// When it came into doubt, or its end.
        public var time: String

        fileprivate init(_ borrow: Borrow, _ time: Date?) {
            self.borrow = borrow.id
            self.time = time.map(UTC.formatMilliseconds) ?? "-"
        }

        fileprivate init(endOf borrow: Borrow) { self.init(borrow, borrow.grant?.end) }
    }

    /// That an end was told of.
    public struct Told: Hashable, Sendable, Codable {
        /// That it is near, or has come.
        public var kind: News.Kind
        public var mark: Mark
    }

    /// What is remembered from one look to the next.
    public struct Memory: Hashable, Sendable, Codable {
        /// The time, by this host's clock, up to which ends have been looked at; nil before the first look.
        public var seen: Date?
        /// The warning time of the last look, in seconds.
        public var warning: TimeInterval
        /// The doubts that are no news.
        public var doubts: Set<Mark> = []
        /// What was under way as its end passed, so that it is not known yet whether it has ended.
        public var overdue: Set<OperationID> = []
        /// The ends that were within a longer warning time, and lie beyond that of the last look.
        public var warned: Set<Mark> = []
        /// Of the ends from a day before ``seen`` on, what was told; nil where that was not kept.
        public var told: Set<Told>?

        public init(seen: Date? = nil, warning: TimeInterval = Countdown.defaultWarning) {
            (self.seen, self.warning) = (seen, warning)
        }
    }

    public private(set) var memory: Memory

    /// How far a clock may be set back before it counts as one that was ahead until then, in seconds.
    private static let tolerance: TimeInterval = 60

    /// A lookout that has not looked yet, or one that goes on where an earlier one has ended.
    public init(_ memory: Memory = Memory()) { self.memory = memory }

    /// Looks at the borrows as they are listed at the book's moment.
    ///
    /// - Parameters:
    ///   - book: the borrows.
    ///   - warning: how long before its end a borrow is told of, in seconds. With one that is longer than at the last look, what has
    ///     come within it by that is told, but for what was within such a one before. With a shorter one each is told once more, as
    ///     it comes within that.
    /// - Returns: the news since the last look: what has become unknown, what has ended, what ends soon.
    public mutating func look(at book: Book, warning: TimeInterval = Countdown.defaultWarning) -> [News] {
        let now = book.moment.host
        var last = memory
        // A clock that was ahead has shown ends that are still to come: they are looked out for again, and none is told twice.
        if let seen = last.seen, seen.timeIntervalSince(now) > Self.tolerance { last.seen = now }
        if warning < last.warning { last.told = last.told?.filter { $0.kind != .endsSoon } }
        memory.seen = max(last.seen ?? now, now)
        memory.warning = warning
        let doubts = book.unknown.map { News(inDoubt: $0, at: book.moment) }
        memory.doubts = Set(doubts.map(\.mark))
        memory.overdue = last.overdue(in: book)
        memory.told = last.told
        guard let then = last.seen else { return [] }
        let known = last.warned.union(
            book.held(endingAfter: now.addingTimeInterval(warning), upTo: then.addingTimeInterval(last.warning))
                .filter { $0.hadItsEnd(at: then) }.map { Mark(endOf: $0) })
        memory.warned = known.filter { $0.isAhead(in: book, by: warning) }
        let doubtful = doubts.filter { !last.doubts.contains($0.mark) }
        guard now > then else { return doubtful }
        let ended = book.ended(after: then, upTo: now).filter { $0.hasEnded(at: book.moment) }
        let soon = book.held(
            endingAfter: max(then.addingTimeInterval(min(last.warning, warning)), now),
            upTo: now.addingTimeInterval(warning)
        )
        .filter { !known.contains(Mark(endOf: $0)) || $0.timeLeft(at: book.moment) <= last.warning }
        let ends =
            (ended + last.endedMeanwhile(in: book, besides: ended)).map { News(.ended, $0) }
            + soon.map { News(.endsSoon, $0) }
        return doubtful + memory.untold(ends)
    }

    /// The next time, by this host's clock, at which a borrow may end, come within its warning time or become unknown because the
    /// lease of what is under way lapses; nil where none will.
    public func nextNews(in book: Book, warning: TimeInterval) -> Date? {
        let now = book.moment.host
        let warned = book.nextEnd(after: now.addingTimeInterval(warning))?.addingTimeInterval(-warning)
        return [warned, book.nextChange].compactMap(\.self).min()
    }
}

extension Lookout.News {
    /// - Parameter kind: that it ends soon, or has ended.
    fileprivate init(_ kind: Kind, _ borrow: Borrow) {
        self.init(kind: kind, borrow: borrow, mark: .init(endOf: borrow))
    }

    fileprivate init(inDoubt borrow: Borrow, at moment: Moment) {
        // Of an operation whose lease has lapsed the doubt need not be written down yet.
        let doubt: Problem? = if case .unknown(let doubt) = borrow.status(at: moment) { doubt } else { nil }
        self.init(kind: .unknown, borrow: borrow, mark: .init(borrow, doubt?.time))
    }
}

extension Lookout.Mark {
    /// Whether it is an end that is held still, and farther away than a time.
    fileprivate func isAhead(in book: Book, by time: TimeInterval) -> Bool {
        guard let held = book[borrow], self == .init(endOf: held) else { return false }
        return held.sureEnd(at: book.moment) != nil && held.timeLeft(at: book.moment) > time
    }
}

extension Lookout.Memory {
    /// For how long before the last look what was told is remembered, in seconds: no clock is ahead by more for a while.
    private static let span: TimeInterval = 86_400

    /// Of what is known of ends, what was not told; it counts as told from now on.
    fileprivate mutating func untold(_ news: [Lookout.News]) -> [Lookout.News] {
        let new = news.filter { told?.contains(.init(kind: $0.kind, mark: $0.mark)) != true }
        let first = seen.map { UTC.formatMilliseconds($0.addingTimeInterval(-Self.span)) } ?? ""
        told = (told ?? []).filter { $0.mark.time >= first }
            .union(new.map { .init(kind: $0.kind, mark: $0.mark) })
        return new
    }

    /// What is under way, and has been since its end passed.
    fileprivate func overdue(in book: Book) -> Set<OperationID> {
        let now = book.moment.host
        let since = seen.map { book.held(endingAfter: $0, upTo: now).map(\.id) } ?? []
        return overdue.filter { id in
            if case .pending? = book[id]?.status(at: book.moment) { true } else { false }
        }
        .union(since)
    }

    /// What has turned out to have ended before the last look, when it was in doubt or under way.
    fileprivate func endedMeanwhile(in book: Book, besides ended: [Borrow]) -> [Borrow] {
        let open = overdue.union(doubts.map(\.borrow)).subtracting(ended.map(\.id))
        return open.sorted { $0.rawValue < $1.rawValue }.compactMap { book[$0] }
            .filter { $0.hasEnded(at: book.moment) && book.listedPosition(of: $0.id) != nil }
    }
}

extension Borrow {
    /// Whether it was held to its end, and that has passed; of what a check took nobody knows the end, and what was never granted,
    /// as far as is known, has none.
    fileprivate func hasEnded(at moment: Moment) -> Bool {
        if case .ended = status(at: moment), grant != nil { true } else { false }
    }

    /// Whether it had the end that it has at a time of this host's clock, as far as is known: nobody has looked at an end that was
    /// granted since.
    fileprivate func hadItsEnd(at time: Date) -> Bool {
        if case .borrow = operation.kind, operation.phase == .confirmed { return operation.startedAt <= time }
        return begun.map { $0 <= time } ?? true
    }

    /// How long it is until its end, in seconds.
    fileprivate func timeLeft(at moment: Moment) -> TimeInterval {
        grant.map { $0.end.timeIntervalSince(moment.server(for: self)) } ?? 0
    }
}
