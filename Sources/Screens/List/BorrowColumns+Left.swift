internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension BorrowColumns {
    /// What the last column says of a row: the time left with a mark, or a word.
    struct Left: Equatable {
        var text: String
        var role: Role
        /// Whether the borrow holds no seat any more.
        var isOver = false

        private init(_ text: String, _ role: Role, isOver: Bool = false) {
            (self.text, self.role, self.isOver) = (text, role, isOver)
        }

        init(_ borrow: Borrow, _ desk: Desk, _ releases: Releases) {
            if let running = desk.client.underway(on: borrow.id) {
                self.init(running.1.request.doing(to: borrow, at: desk.moment), .dim)
            } else if let word = releases.word(for: borrow), borrow.isToRelease(at: desk.moment),
                BorrowList.reasonUnderway(on: borrow, desk) == nil
            {
                // What others have returned meanwhile, or has ended, waits for nothing any more.
                self.init(word, word.hasPrefix("!") ? .warning : .dim)
            } else {
                self.init(borrow, desk)
            }
        }

        private init(_ borrow: Borrow, _ desk: Desk) {
            switch borrow.status(at: desk.moment) {
            case .pending: self.init("under way", .dim)
            case .released: self.init("returned", .dim, isOver: true)
            case .activated: self.init("activated", .dim, isOver: true)
            case .deactivated: self.init("deactivated", .dim, isOver: true)
            case .refused: self.init("refused", .dim, isOver: true)
            case .seated: self.init("seated", .plain)
            case .ended: self.init(borrow.isSettledByHand ? "settled" : "ended ×", .dim, isOver: true)
            case .unknown:
                guard let grant = borrow.grant, !grant.isWithdrawn else {
                    self.init("?", .warning)
                    return
                }
                // What it surely has still counts down.
                let left = Countdown(
                    to: grant.end, now: desk.moment.server(for: borrow), warning: desk.settings.warning)
                self.init(left.secondsLeft == 0 ? "?" : left.text + " ?", .warning)
            case .active(let end):
                let left = Countdown(to: end, now: desk.moment.server(for: borrow), warning: desk.settings.warning)
                let role: Role =
                    switch left.urgency {
                    case .calm: .plain
                    case .soon: .warning
                    case .lastHour, .ended: .danger
                    }
                self.init(left.mark.isEmpty ? left.text : left.text + " " + left.mark, role)
            }
        }
    }
}

extension Client.Request {
    /// What it does, in a word for a row.
    fileprivate func doing(to borrow: Borrow, at moment: Moment) -> String {
        switch self {
        case .borrow: "borrowing…"
        // What nobody knows to be held is not extended but repeated.
        case .extend: borrow.sureEnd(at: moment) == nil ? "repeating…" : "extending…"
        case .activate: "activating…"
        case .release: "returning…"
        case .check, .checkLicense: "asking…"
        case .deactivate, .deactivateLicense: "deactivating…"
        case .note, .forget, .query, .readLedger: "writing…"
        }
    }
}
