internal import ClientCore
internal import FoundationEssentials
internal import Ledger
internal import Licensing
internal import TerminalUI

/// What is known of something, as a name and a value; without a name it is a paragraph of its own.
public struct Fact: Hashable, Sendable {
    let name: String?
    let value: String
    /// Whether its lines and blanks are kept as they are, below its name.
    var isVerbatim = false
    /// The commands in the value, which are not to be broken.
    let commands: [String]

    init(_ name: String?, _ value: String, commands: [String] = []) {
        self.name = name
        self.value = value
        self.commands = commands
    }

    static func verbatim(_ name: String, _ value: String) -> Fact {
        var fact = Fact(name, value)
        fact.isVerbatim = true
        return fact
    }

    /// As plain text, for the clipboard or a file: nothing in it acts on a terminal.
    var plain: String {
        let name = name.map(TextWidth.sanitised)
        guard !isVerbatim else { return "\n\(name ?? "")\n\n\(Self.plain(value))\n" }
        return (name.map { TextWidth.fit($0, to: 13) } ?? "") + TextWidth.sanitised(value)
    }

    static func plain(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { TextWidth.sanitised(String($0)) }.joined(separator: "\n")
    }
}

extension Fact {
    private static func known(_ pairs: [(String?, String?)]) -> [Fact] {
        pairs.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : Fact(name, $0) } }
    }

    /// All that is known of a borrow.
    ///
    /// - Parameters:
    ///   - keys: what of it can be done by a key.
    ///   - receipt: whether there is a receipt of it; nil where that is not known.
    static func all(
        of borrow: Borrow, _ desk: Desk, keys: [Binding<App.Action>], receipt: String?
    ) -> [Fact] {
        let subject = borrow.subject
        var unknown: String?
        if case .unknown(let problem) = borrow.status(at: desk.moment) {
            unknown = ProblemCatalogue.explain(problem).whatHappened
        }
        return known([
            ("Product", subject.product), ("Feature", subject.feature), ("License", subject.license.label),
            ("License id", borrow.licenseNumber.map(String.init)), ("Bundle", subject.bundleCode),
            ("Device", subject.hardwareID.rawValue + (subject.hardwareID == desk.host ? " (this host)" : "")),
            ("Device id", (borrow.grant?.deviceID).map { String($0) }), ("Server", subject.server),
            ("Status", standing(of: borrow, desk)), ("Seat taken", borrow.seatTakenAt.map(desk.instants)),
            ("Returned", returned(borrow, desk)),
            (borrow.endTitle(at: desk.moment), borrow.grant.map { desk.instants($0.end) }),
            ("End asked", borrow.askedEnd.map { words(of: $0, desk) }),
            ("Limit", (borrow.grant?.maxBorrowHours).map { DurationText.hours($0) }),
            ("Receipt", subject.feature == nil ? receipt : borrow.grant == nil ? nil : LicenseFeature.noReceipt),
            ("Begun", borrow.begun.map(desk.instants)),
            (
                "Last",
                borrow.operation.id == borrow.id
                    ? nil : "\(borrow.operation.did) \(desk.instants(borrow.operation.startedAt))"
            ),
            ("Why settled", borrow.operation.note), ("By", borrow.operation.startedBy.words),
            ("Operation", borrow.operation.id.rawValue),
            ("Profile", borrow.account.profile), ("Account", borrow.account.authorization), ("Unknown", unknown),
            ("You can", waysOn(of: borrow, isUnknown: unknown != nil, desk, keys)),
        ])
    }

    /// Whether there is a receipt of a borrow, and what its signature is worth.
    ///
    /// - Parameter way: what shows it; nil where nothing does.
    static func receipt(_ read: Result<HeldReceipt?, Problem>, shownBy way: String?, _ desk: Desk) -> String {
        switch read {
        case .failure(let problem): return desk.explain(problem).whatHappened
        case .success(nil): return "none is kept"
        case .success(let held?):
            let signature = held.verification.map { ", signature \($0.words)" } ?? ""
            return "kept" + signature + (way.map { " (\($0) shows it)" } ?? "")
        }
    }

    /// What there is to read of a receipt.
    static func all(of held: HeldReceipt) -> [Fact] {
        held.stored.facts(held.verification).map { Fact($0.name, $0.value) }
    }

    /// What can be done about a doubt, and with what is of another account; nil where neither is the case.
    private static func waysOn(
        of borrow: Borrow, isUnknown: Bool, _ desk: Desk, _ keys: [Binding<App.Action>]
    ) -> String? {
        if desk.client.isElsewhere(borrow), borrow.isToRelease(at: desk.moment) {
            return Strings.isElsewhere(borrow, desk, to: isUnknown ? .repeatBorrow : .release)
        }
        guard isUnknown else { return nil }
        guard borrow.doubt?.facts.isOfSeat ?? true else {
            return Strings.repeatedByCommand(borrow, desk.settings.commands)
        }
        let ways: [(action: App.Action, words: String)] =
            [(.repeatBorrow, "repeat it, which is safe"), (.check, "ask the server")]
            + (borrow.isReturnInDoubt(at: desk.moment) ? [] : [(.release, "return it")])
            + [(.note, "settle it by hand")]
        return ways.filter { BorrowList.disabledReason($0.action, on: borrow, desk) == nil }.map { way in
            let key = keys.first { $0.action == way.action }.map { " (\($0.shownKeys))" }
            return way.words + (key ?? "")
        }.joined(separator: "; ")
    }

    /// Whether a borrow holds its seat; of one that is over, how that came.
    private static func standing(of borrow: Borrow, _ desk: Desk) -> String {
        switch borrow.status(at: desk.moment) {
        case .pending: "under way"
        case .active: "borrowed"
        case .unknown: "outcome unknown"
        case .refused(let problem): "over: \(problem.howItWasRefused)"
        case .activated: "activated, and nothing was borrowed"
        case .deactivated: "over: the device was taken off the license"
        case .released: "over: returned"
        case .ended where borrow.isSettledByHand: "over: settled by hand"
        case .seated: "a check has taken a seat, which a return or the license's time-out frees"
        case .ended: "over: its end has come"
        }
    }

    private static func words(of end: BorrowEnd, _ desk: Desk) -> String {
        switch end {
        case .at(let date): desk.instants(date)
        case .maximum: "maximum (null)"
        }
    }

    /// When a borrow was returned, and by whom as long as nothing has come after that; nil where it was not.
    private static func returned(_ borrow: Borrow, _ desk: Desk) -> String? {
        let by = borrow.operation.kind == .release ? " by \(borrow.operation.startedBy.words)" : ""
        return borrow.releasedAt.map { desk.instants($0) + by }
    }

    /// What is behind a problem, and what went out and came back.
    static func all(of trouble: Client.Trouble, _ desk: Desk) -> [Fact] {
        let problem = trouble.problem
        let explanation = desk.explain(trouble)
        let facts = problem.facts
        let end = facts.requestedEnd.map { words(of: $0, desk) }
        let remedies = Fact(
            "You can", desk.remedies(of: trouble).map(\.text).joined(separator: "; "), commands: explanation.commands)
        return known([(nil, explanation.whatHappened)]) + (remedies.value.isEmpty ? [] : [remedies])
            + known([
                ("Likely", explanation.likelyCauses.joined(separator: "; or ")),
                ("Who", explanation.solvers.map(\.rawValue).joined(separator: ", ")), ("Code", problem.code.rawValue),
                ("Message", problem.message), ("Status", problem.status.map(String.init)),
                ("Time", desk.instants(problem.time)), ("Server", facts.server), ("Endpoint", facts.endpoint),
                ("Product", facts.product), ("Feature", facts.feature), ("License", facts.license),
                ("License id", facts.licenseID.map(String.init)),
                ("Device", facts.hardwareID?.rawValue), ("End asked", end), ("File", facts.path),
                ("Setting", facts.name),
            ]) + (trouble.exchange.map(all(of:)) ?? [])
    }

    private static func all(of exchange: Exchange) -> [Fact] {
        var facts = [Fact("Request", exchange.requestID)]
        if let reply = exchange.reply {
            let kind = [reply.contentType, "\(reply.size) bytes"].compactMap(\.self).joined(separator: ", ")
            facts.append(.verbatim("Response \(reply.status), \(kind)", reply.body.isEmpty ? "(empty)" : reply.body))
        }
        return facts + [.verbatim("The same request by curl, with a variable for each secret", exchange.command)]
    }
}

extension Performer {
    /// The system's word for who it was, and what the environment claims beside it.
    fileprivate var words: String {
        var words = user
        if let login, login != user { words += ", logged in as \(login)" }
        if let address = claims.address { words += ", says from \(address)" }
        if let claimed = claims.user, claimed != user, claimed != login { words += ", says \(claimed)" }
        return words
    }
}

extension Borrow {
    /// What its end is called: one that counts no more is not called as if it held.
    fileprivate func endTitle(at moment: Moment) -> String {
        switch status(at: moment) {
        case .pending, .active, .unknown: grant?.isWithdrawn == true ? "Ended" : "Ends"
        case .released: "End was"
        case .seated, .ended, .refused, .activated, .deactivated: "Ended"
        }
    }
}

extension Problem {
    /// How a request came to nothing, in a word or two: not all that did was refused by the server.
    var howItWasRefused: String { status != nil ? "refused" : code == .operationNotSent ? "not sent" : "failed" }
}

extension Licensing.Operation {
    /// Why a person has settled it; nil where nobody has.
    fileprivate var note: String? { if case .noted(let reason) = phase { reason } else { nil } }

    /// What it did or tried, in a word or two.
    fileprivate var did: String {
        let word =
            switch kind {
            case .borrow: "borrow"
            case .release: "return"
            case .check: "check"
            case .activate: "activation"
            case .deactivate: "deactivation"
            }
        return switch phase {
        case .intended, .sent: "\(word) begun"
        case .confirmed: word
        case .refused(let problem): "\(word) \(problem.howItWasRefused)"
        case .unknown: "\(word) of unknown outcome"
        case .noted: "\(word) settled by hand"
        }
    }
}
