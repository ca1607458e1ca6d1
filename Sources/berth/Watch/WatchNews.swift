internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing
internal import TerminalUI

/// A piece of news as a watch tells it: in a line, as JSON, and to a hook.
struct WatchNews {
    let news: Lookout.News
    let moment: Moment

    private var borrow: Borrow { news.borrow }

    /// What it is of, and on which device.
    private var title: String { "\(borrow.title) on \(borrow.subject.hardwareID.short)" }

    private var secondsLeft: Int? {
        switch news.kind {
        case .ended: 0
        case .endsSoon, .unknown:
            borrow.sureEnd(at: moment).map { Countdown(to: $0, now: moment.server(for: borrow)).secondsLeft }
        }
    }

    /// What has happened, and what can be done, in a sentence.
    var sentence: String {
        let end = borrow.grant.map { UTC.format($0.end) } ?? "-"
        switch news.kind {
        case .endsSoon:
            let left = DurationText.short(Double(secondsLeft ?? 0))
            return
                "\(title) ends in \(left), at \(end): \(OwnCommand.line(about: borrow, "extend", borrow.id.rawValue, "--max"))"
        case .ended: return "\(title) has ended, at \(end)"
        case .unknown:
            var doubt = borrow.asItStands(at: moment).doubt.map { ProblemCatalogue.explain($0) }
            // What it is of is said before.
            doubt?.subject = nil
            let why = doubt.map { " " + $0.whatHappened } ?? ""
            return "\(title) is of unknown outcome:\(why) Settle it: \(borrow.settleCommand(at: moment))"
        }
    }

    var line: String { "\(UTC.format(moment.host)) \(news.kind.rawValue) \(sentence)" }

    var json: JSONShapes.Event {
        JSONShapes.Event(
            event: news.kind.rawValue, time: UTC.format(moment.host), message: sentence,
            borrow: .init(borrow, at: moment))
    }

    /// The run of a hook for it.
    func hookRun(ledger: String) -> HookRun {
        HookRun(
            key: news.key, name: "\(news.kind.rawValue) of \(borrow.id)", variables: variables(ledger: ledger))
    }

    /// What a hook is told. Nothing of it is secret, and settings among the names mean what they mean to Berth: a
    /// `berth` in the hook works on this ledger and with this borrow's server.
    private func variables(ledger: String) -> [String: String] {
        func fact(_ variable: HookVariable) -> String {
            switch variable {
            case .event: news.kind.rawValue
            case .message: sentence
            case .borrow: borrow.id.rawValue
            case .product: borrow.subject.product
            case .feature: borrow.subject.feature ?? ""
            case .license: borrow.subject.license.label
            case .device: borrow.subject.hardwareID.rawValue
            case .end: borrow.grant.map { UTC.format($0.end) } ?? ""
            case .secondsLeft: secondsLeft.map { "\($0)" } ?? ""
            case .server: borrow.subject.server
            case .ledger: ledger
            }
        }
        return Dictionary(
            uniqueKeysWithValues: HookVariable.allCases.map { ($0.rawValue, TextWidth.sanitised(fact($0))) })
    }
}

extension JSONShapes {
    /// A line that `watch --json` prints.
    struct Event: Encodable {
        var version = 1
        /// `ends_soon`, `ended` or `unknown`.
        var event: String
        /// When it was told.
        var time: String
        /// It in a sentence.
        var message: String
        var borrow: BorrowShape
    }
}
