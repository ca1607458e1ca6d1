internal import ClientCore
internal import FoundationEssentials
internal import Licensing

extension App.State {
    /// How many borrows a call names.
    private static let named = 3

    /// Calls for a person where a borrow has come within its warning time, has ended or has become unknown since the last
    /// look, once each. What was so when the desk was opened is no news.
    mutating func callForPerson(_ event: App.Event) -> [App.Effect] {
        guard settings.notification != .none, hasBegun, event.mayCall else { return [] }
        let desk = desk
        let news = calls.look(at: client.book, warning: settings.warning)
        guard !news.isEmpty else { return [] }
        guard settings.notification == .osc9 else { return [.notify("")] }
        let sentences = news.prefix(Self.named).map { news in
            let name = desk.name(news.borrow)
            switch news.kind {
            case .unknown: return "\(name): outcome unknown"
            case .ended: return "\(name) has ended"
            case .endsSoon:
                let left = news.borrow.grant?.end.timeIntervalSince(client.book.moment.server(for: news.borrow)) ?? 0
                return "\(name) ends in \(DurationText.short(left))"
            }
        }
        let more = news.count - Self.named
        let text = sentences.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
        return [.notify("Berth: " + text)]
    }

    /// The next time, by this host's clock, at which a person is called for because of the time; nil where nobody is.
    var nextCall: Date? {
        settings.notification == .none ? nil : calls.nextNews(in: client.book, warning: settings.warning)
    }
}

extension App.Event {
    /// Whether it may bring something to be called for: what a person does at the desk does not.
    fileprivate var mayCall: Bool {
        switch self {
        case .ticked, .resumed, .client, .configurationChanged: true
        case .started, .key, .resized, .saved, .receiptRead, .terminated, .terminalClosed: false
        }
    }
}
