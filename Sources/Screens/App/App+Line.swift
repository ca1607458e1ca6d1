internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension App.State {
    /// Since when each thing that was sent has been waiting for its response: operations and queries alike. Several returns are
    /// one wait.
    var waits: [Date] {
        let operations = client.underway.values.compactMap(\.awaitedSince)
        return operations + (operations.isEmpty ? [] : [releases.since].compactMap(\.self)) + queriesSince.values
    }

    /// The queries that somebody waits for: not what the desk has asked by itself.
    var awaitedQueries: Set<Client.Query> {
        guard let lookedUp else { return client.queries }
        return client.queries.subtracting([.product(lookedUp)])
    }

    /// Takes note of queries that have begun, and of those that are over.
    mutating func followQueries() {
        guard !client.queries.isEmpty || !queriesSince.isEmpty else { return }
        let awaited = awaitedQueries
        queriesSince = queriesSince.filter { awaited.contains($0.key) }
        for query in awaited where queriesSince[query] == nil { queriesSince[query] = now }
    }

    /// What stands above the footer: what is being waited for, and below it what was done last, or why a key did nothing; where there is
    /// neither, what the configuration has come to say.
    var told: [App.Notice] {
        var told: [App.Notice] = []
        if let wait { told.append(wait) }
        if let notice { told.append(notice) }
        if !told.isEmpty { return told }
        if let news = configuration.news { return [news] }
        return client.watchProblem.map { _ in [App.Notice(text: Strings.notWatched, isGood: false)] } ?? []
    }

    /// What is being waited for; nil where that is nothing, or too short to be worth a word.
    private var wait: App.Notice? {
        // Asked many times a key, and nearly always nothing is.
        if client.underway.isEmpty, queriesSince.isEmpty, client.lockHolder == nil, offers.isEmpty { return nil }
        if let since = waits.min(), now.timeIntervalSince(since) >= 1 {
            let key = settings.keymap.shown(.stopWaiting, in: App.always)
            return App.Notice(text: Strings.sent(Int(now.timeIntervalSince(since)), key), isGood: true)
        }
        if let end = client.underway.values.compactMap(\.waitsUntil).max() {
            let key = settings.keymap.shown(.stopWaiting, in: App.always)
            return App.Notice(text: Strings.settling(settings.local.clockWithSeconds(end), key), isGood: true)
        }
        if let held = client.underway.values.lazy.compactMap(\.heldOutcome).first {
            return App.Notice(
                text: Strings.notOnDisk(held.name(on: client.session.hardwareID, in: client.book)), isGood: false)
        }
        if let holder = client.lockHolder { return App.Notice(text: Strings.ledgerIsBusy(holder), isGood: false) }
        guard isQuestionWaiting else { return nil }
        let (key, place) =
            focus == .list && list.isTyping
            ? (settings.keymap.shown(.clear, in: BorrowList.finding), "search")
            : (settings.keymap.shown(.leaveForm, in: BorrowForm.common), "form")
        return App.Notice(text: Strings.questionWaits(key, in: place), isGood: false)
    }
}
