public import FoundationEssentials
public import Licensing

/// Looks out for borrows that come within their warning time, end or become unknown, and tells each once.
///
/// It remembers how far it has looked, and not what it has told: that is little, however many borrows there are, and what happened
/// while nobody looked is found by the next look. What was so at the first look is no news. A borrow that begins with less than the
/// warning time left never comes within it.
public struct Lookout: Hashable, Sendable {
    /// Something that has happened to a borrow.
    public struct News: Hashable, Sendable {
        /// What may happen to one.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
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

        public init(_ kind: Kind, _ borrow: Borrow) {
            self.kind = kind
            self.borrow = borrow
        }
    }

    /// The time, by this host's clock, up to which ends have been looked at; nil before the first look.
    public private(set) var seen: Date?
    /// The warning time of the last look, in seconds.
    public private(set) var warning: TimeInterval
    /// The borrows of unknown outcome that are no news.
    public private(set) var unknown: Set<OperationID>

    /// A lookout that has not looked yet, or one that goes on where an earlier one has ended.
    public init(
        seen: Date? = nil, warning: TimeInterval = Countdown.defaultWarning, unknown: Set<OperationID> = []
    ) {
        self.seen = seen
        self.warning = warning
        self.unknown = unknown
    }

    /// Looks at the borrows as they are listed at the book's moment.
    ///
    /// - Parameters:
    ///   - book: the borrows.
    ///   - warning: how long before its end a borrow is told of, in seconds. Where that is longer than at the last look, what
    ///     lies between the two has come within it by that.
    /// - Returns: the news since the last look: what has become unknown, what has ended, what ends soon.
    public mutating func look(at book: Book, warning: TimeInterval = Countdown.defaultWarning) -> [News] {
        let now = book.moment.host
        let last = self
        unknown = Set(book.unknown.map(\.id))
        // A clock that was set back tells nothing twice.
        seen = max(last.seen ?? now, now)
        self.warning = warning
        guard let then = last.seen else { return [] }
        var news = book.unknown.filter { !last.unknown.contains($0.id) }.map { News(.unknown, $0) }
        guard now > then else { return news }
        news += book.ended(after: then, upTo: now).map { News(.ended, $0) }
        let warned = then.addingTimeInterval(min(last.warning, warning))
        news += book.held(endingAfter: max(warned, now), upTo: now.addingTimeInterval(warning))
            .map { News(.endsSoon, $0) }
        return news
    }

    /// The next time, by this host's clock, at which a borrow may end, come within its warning time or become unknown because the
    /// lease of what is under way lapses; nil where none will.
    public func nextNews(in book: Book, warning: TimeInterval = Countdown.defaultWarning) -> Date? {
        let now = book.moment.host
        let warned = book.nextEnd(after: now.addingTimeInterval(warning))?.addingTimeInterval(-warning)
        return [warned, book.nextChange].compactMap(\.self).min()
    }
}
