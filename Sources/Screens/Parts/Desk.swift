internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// What a part of the desk may read: all but the other parts. Nothing here sorts or searches.
struct Desk {
    let client: Client.State
    let settings: App.Settings
    /// The borrows whose license key was not to be had from where it came from when it was last looked for.
    var keysAway: Set<OperationID> = []
    /// What has come of each of several returns so far.
    var returns: [OperationID: Releases.Result] = [:]
    let size: Size
    /// All between the header and the line that says what was done last, or the footer.
    let body: Rect
    /// What this host's clock read at the last event.
    let now: Date
    /// Whether something lies over the part that reads this, and has the keys.
    var isCovered = false

    /// Times as the desk shows them.
    var local: LocalTime { settings.local }

    /// Now, on this host's clock and the server's.
    var moment: Moment { client.moment(at: now) }

    /// Of when all is that shows of the ledger, where it cannot be read: `as of 14:02`; nil where it can.
    var asOf: String? {
        guard case .failed(_, let asOf?) = client.ledger else { return nil }
        return "as of " + (local.isOneDay(asOf, now) ? local.clock(asOf) : local.typed(asOf))
    }

    /// The minute that this host's clock is in.
    var minute: Int { Int((now.timeIntervalSinceReferenceDate / 60).rounded(.down)) }

    /// This host's time, put right by the server's clock.
    var serverNow: Date { moment.server() }

    /// The minute that the server's clock is in: how long a borrow would last changes with it.
    var serverMinute: Date { serverNow.minute }

    /// This host's own hardware id, where one could be found.
    var host: HardwareID? { client.session.hardwareID }

    /// A borrow as it stands on disk.
    func borrow(_ id: OperationID?) -> Borrow? { id.flatMap { client.book[$0] } }

    /// How many of several returns have not been begun yet.
    var returnsWaiting: Int { returns.values.count { $0 == .waiting } }

    /// Whether a borrow is for another device than this host.
    func isElsewhere(_ borrow: Borrow) -> Bool { borrow.subject.hardwareID != host }

    /// Whether a borrow was made with an account that is called otherwise than the one in use.
    func isOfAnotherAccount(_ borrow: Borrow) -> Bool { borrow.accountName != client.session.accountName }

    /// Whether the list shows borrows of other accounts, so that each row has to say which it is of.
    var listsOtherAccounts: Bool { client.book.listsOtherAccounts(than: client.session.accountName) }

    /// The profile that a borrow was made with; the server's name where that has none.
    func accountName(_ borrow: Borrow) -> String {
        borrow.accountName.split(separator: "://", maxSplits: 1).last.map(String.init) ?? borrow.accountName
    }

    /// `Fri 27 Nov 18:00 UTC+1`
    func instant(_ date: Date) -> String { local.long(date, now: now) + " " + local.zoneName(at: date) }

    /// `Fri 27 Nov 18:00:07 UTC+1 = 2026-11-27T17:00:07Z`: by local clocks, and in UTC beside it where that is another time.
    func instants(_ date: Date) -> String {
        let utc = UTC.format(date)
        guard settings.timeZone.offset(at: date) != 0 else { return utc }
        let day = local.long(date, now: now).dropLast(5)
        return "\(day)\(local.clockWithSeconds(date)) \(local.zoneName(at: date)) = \(utc)"
    }

    /// A problem in words, with commands that can be pasted.
    func explain(_ problem: Problem) -> Explanation {
        ProblemCatalogue.explain(problem).completed(by: settings.commands)
    }

    /// Whether something waits for the server: for a response, or for what was sent before to be over there.
    var isWaiting: Bool { client.underway.values.contains(where: \.canBeCancelled) }

    /// Whether what came at a moment was there for long enough to be read before this one.
    func hasBeenRead(since: Date) -> Bool { abs(now.timeIntervalSince(since)) >= App.secondsToRead }

    /// Whether a key was typed before a question that nobody asked for could be read: it is no answer, unless it leads out.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - since: when the question came up.
    ///   - keys: those that do something in it.
    ///   - takesText: whether any other is text there.
    func isTypedAhead(
        _ key: Key, of since: Date, _ keys: [Binding<App.Action>], takesText: Bool = false
    ) -> Bool {
        guard abs(now.timeIntervalSince(since)) < App.secondsToRead else { return false }
        guard let action = settings.keymap.applied(to: keys + App.always).action(for: key) else { return takesText }
        return action != .close && action != .interrupt
    }

    /// The key that does something in a place, as sentences name it; its first where there are several.
    func key(_ action: App.Action, in bindings: [Binding<App.Action>]) -> String? {
        settings.keymap.shown(action, in: bindings)
    }
}

extension Keymap<App.Action> {
    /// The key that does something in a place, as sentences name it; nil where none does.
    func shown(_ action: App.Action, in bindings: [Binding<App.Action>]) -> String? {
        applied(to: bindings).first { $0.action == action }?.shownKeys
    }
}
