internal import ClientCore
internal import Foundation
internal import Licensing

/// What a person has been called for, so that nothing calls twice.
struct Calls: Hashable, Sendable {
    /// The server's time up to which ends have been looked at; nil before the first look.
    var seen: Date?
    /// The borrows of unknown outcome that are no news.
    var unknown: Set<OperationID> = []
}

extension App.State {
    /// How long before its end a borrow calls.
    private static let warning = Countdown.defaultWarning
    /// How many borrows a call names.
    private static let named = 3

    /// Calls for a person where a borrow has come within its warning time, has ended or has become unknown since the last
    /// look, once each. What was so when the desk was opened is no news.
    mutating func callForPerson(_ event: App.Event) -> [App.Effect] {
        guard settings.notification != .none, hasBegun, event.mayCall else { return [] }
        let desk = desk
        let now = desk.serverNow
        let book = client.book
        let unknown = Set(book.unknown.map(\.id))
        let news = unknown.subtracting(calls.unknown)
        let seen = calls.seen
        calls = Calls(seen: max(seen ?? now, now), unknown: unknown)
        guard let seen else { return [] }
        var sentences = book.unknown.filter { news.contains($0.id) }.map { "\(desk.name($0)): outcome unknown" }
        if now > seen {
            sentences += book.ended(after: seen, upTo: now).map { "\(desk.name($0)) has ended" }
            let (from, to) = (seen.addingTimeInterval(Self.warning), now.addingTimeInterval(Self.warning))
            sentences += book.held(endingAfter: from, upTo: to).map { borrow in
                let left = (borrow.grant?.end ?? now).timeIntervalSince(now)
                return "\(desk.name(borrow)) ends in \(DurationText.short(left))"
            }
        }
        guard !sentences.isEmpty else { return [] }
        guard settings.notification == .osc9 else { return [.notify("")] }
        let more = sentences.count - Self.named
        let text = sentences.prefix(Self.named).joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
        return [.notify("Berth: " + text)]
    }

    /// The next time, by this host's clock, at which a borrow comes within its warning time; nil where nobody is called.
    var nextCall: Date? {
        guard settings.notification != .none else { return nil }
        let serverNow = desk.serverNow
        return client.book.nextEnd(after: serverNow.addingTimeInterval(Self.warning)).map {
            // A hair late rather than early, as for a countdown.
            $0.addingTimeInterval(0.001 - Self.warning - serverNow.timeIntervalSince(now))
        }
    }
}

extension App.Event {
    /// Whether it may bring something to be called for: what a person does at the desk does not.
    fileprivate var mayCall: Bool {
        switch self {
        case .ticked, .resumed, .client: true
        case .started, .key, .resized, .saved, .terminated, .terminalClosed: false
        }
    }
}
