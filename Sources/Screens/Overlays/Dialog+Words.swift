internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension Dialog {
    var name: String {
        switch purpose {
        case .release, .releaseMany: "Return"
        case .releaseAfterCheck: "Return the seat of a check"
        case .check: "Ask the server"
        case .repeatInDoubt: "Borrow again"
        case .shorten: "Shorten"
        case .note: "Settle"
        case .activate: "Activate"
        case .replaceDraft: "Fill the form in"
        case .quit: "Quit"
        }
    }

    /// What its yes is called, and what that does.
    public var words: (label: String, help: String) {
        switch purpose {
        case .release, .releaseAfterCheck: ("return it", "Give the seat back now.")
        case .releaseMany: ("return all", "Give all these seats back now.")
        case .check: ("ask", "Ask the server.")
        case .repeatInDoubt: ("borrow again", "Borrow it again, to the new end.")
        case .shorten: ("shorten it", "Set the earlier end.")
        case .note: ("settle it", "Write the reason down.")
        case .activate: ("activate", "Bind this device to the license.")
        case .replaceDraft: ("replace it", "Fill the form in, in place of what stands there.")
        case .quit: ("quit", "Leave the program.")
        }
    }

    /// What it asks, a paragraph each.
    func paragraphs(_ desk: Desk) -> [String] {
        let waits = subject == nil ? nil : obstacle(desk).map(Strings.waits)
        return question(desk) + (waits.map { [$0] } ?? [])
    }

    private func question(_ desk: Desk) -> [String] {
        let borrow = desk.borrow(subject)
        let name = borrow.map(desk.fullName) ?? "this borrow"
        switch purpose {
        case .release: return release(borrow, name, desk) + wanted(borrow)
        case .releaseMany(let ids, let marked): return releaseMany(ids, of: marked, desk) + wanted(nil)
        case .releaseAfterCheck:
            let isOver =
                borrow?.subject.feature == nil ? "The server knows of no borrow of \(name)" : "\(name) is over"
            return ["\(isOver), and asking has taken a seat for its device. Return that seat?"] + wanted(borrow)
        case .check:
            let feature =
                borrow?.subject.feature == nil
                ? [] : ["Whether a feature is borrowed the server does not say; it says whether the license has it."]
            return ["Ask the server about \(name)? If its device holds no seat, asking takes one; you can return it."]
                + feature + wanted(borrow)
        case .repeatInDoubt, .shorten:
            return desk.client.questions.first { $0.id == purpose.question }.map { asked($0, desk) } ?? []
        case .note: return ["Why is \(name) settled? The reason is kept in the history."]
        case .activate(let request):
            return [
                "Activate device \(request.hardwareID.short) on the license \(request.licenseName)?",
                "That uses one of the license's activations. It takes no seat.",
            ]
        case .replaceDraft(_, let lost):
            let names = lost.map(\.field.title).joined(separator: ", ")
            return ["The form holds what you typed, which is lost then: \(names). Fill it in anew?"]
        case .quit: return quit(desk) + ["Quit?"]
        }
    }

    /// - Parameter borrow: the one that it is about, where it is about one.
    private func wanted(_ borrow: Borrow?) -> [String] {
        want == .key ? [Strings.keyWanted(borrow?.secretSource) + ":"] : []
    }

    /// Why the license key has to be typed, in a sentence; nil where it need not be.
    func keyWanted(_ desk: Desk) -> String? {
        want == .key ? Strings.keyWanted(desk.borrow(subject)?.secretSource) + "." : nil
    }

    private func release(_ borrow: Borrow?, _ name: String, _ desk: Desk) -> [String] {
        guard let borrow else { return ["It is not in the list any more."] }
        guard desk.isElsewhere(borrow) else { return ["Return \(name) now? Its seat is free for others at once."] }
        let end = borrow.grant.map { " until \(desk.instant($0.end))" } ?? ""
        return [
            "Return \(borrow.name(on: borrow.subject.hardwareID, in: desk.client.book)) of another device, "
                + "\(borrow.subject.hardwareID.rawValue)?",
            "An application that is offline there keeps running\(end); its seat is free for others at once.",
        ]
    }

    private func releaseMany(_ ids: [OperationID], of marked: Int, _ desk: Desk) -> [String] {
        let returns = ManyReturns(ids, of: marked, desk)
        let borrows = returns.borrows
        // As many as there is room for without scrolling, two on a line.
        let most = max(4, 2 * (desk.size.rows - 16))
        let names = borrows.prefix(most).map(desk.name).joined(separator: ", ").and(borrows.count - most)
        let others = borrows.count(where: desk.isElsewhere)
        let question =
            switch borrows.count {
            case 0: Strings.noneToReturnNow
            case 1: "Return 1 borrow now? Its seat is free for others at once."
            default: "Return \(borrows.count) borrows now? Their seats are free for others at once."
            }
        let parts = [
            question, names,
            others == 0
                ? "" : "Of other devices: \(others). An application that is offline there keeps running until its end.",
        ]
        return parts.filter { !$0.isEmpty } + returns.leftOut(desk)
    }

    /// What is held or may be, and what borrowing again does to it.
    private func asked(_ question: Client.Question, _ desk: Desk) -> [String] {
        let name = desk.fullName(question.borrow)
        switch question.reason {
        case .doubt(let doubt):
            return [
                "\(name) may be borrowed already, since \(desk.local.long(doubt.time, now: desk.now)): "
                    + ProblemCatalogue.explain(doubt).whatHappened,
                "Borrowing it again is safe: it only sets a new end.",
            ]
        case .shortening(let old, let new):
            return [Self.asksToShorten(question.borrow, from: old, to: new, desk)]
        }
    }

    /// Asks whether what is held is to end earlier.
    static func asksToShorten(_ borrow: Borrow, from old: Date, to new: Date, _ desk: Desk) -> String {
        let length = DurationText.rounded(old.timeIntervalSince(new))
        return "\(desk.fullName(borrow)) is held until \(desk.instant(old)). It ends \(length) earlier then, "
            + "\(desk.instant(new)). Shorten it?"
    }

    private func quit(_ desk: Desk) -> [String] {
        var atStake: [String] = []
        if let held = desk.client.underway.values.lazy.compactMap(\.heldOutcome).first {
            atStake = [
                "The server's response about \(desk.name(held)) is not on disk yet; it is written as soon as the disk allows. "
                    + "If you quit now, the ledger knows only that it was sent."
            ]
        } else if desk.client.mayLose {
            let count = desk.client.underway.values.count(where: \.isAtStake)
            atStake = [
                count == 1
                    ? "An operation is under way. If you quit now, its outcome may stay unknown; the ledger remembers that it "
                        + "was sent, and the next start shows it."
                    : "\(count) operations are under way. If you quit now, their outcomes may stay unknown; the ledger "
                        + "remembers that they were sent, and the next start shows them."
            ]
        }
        return desk.droppedByQuitting + atStake + [
            (losesTyped ? "What you typed is lost. " : "") + "Borrows stay borrowed."
        ]
    }

    /// What stands before what has to be typed.
    public var wantedWords: String {
        switch want {
        case .key: "Key"
        case .reason: "Why"
        case .word(let word): "Type \"\(word)\""
        case .nothing: ""
        }
    }

    /// The box that it is drawn as.
    func box(_ desk: Desk) -> Box {
        let keys = desk.settings.keymap.applied(to: bindings(desk).filter { disabledReason($0.action, desk) == nil })
        if let over { return Box(over, title: name, keys: keys) }
        let field = want == .nothing ? nil : Box.Field(label: wantedWords, input: input, isSecret: want == .key)
        return Box(
            title: name, paragraphs: paragraphs(desk), fields: field.map { [$0] } ?? [],
            error: error, keys: keys)
    }

    mutating func layOut(_ desk: Desk) { isCut = box(desk).layout(on: desk.size).layOut(&scroll) }

    func draw(on frame: inout Frame, _ desk: Desk) { frame.draw(box(desk), scroll, isActive: !desk.isCovered) }
}

extension ActivationRequest {
    /// The license that it opens, as rows call one: `CAD-PRO …4444`, `SIM-X ana@acme.example 1699349720166389`.
    fileprivate var licenseName: String {
        let license: LicenseReference =
            switch credentials {
            case .licenseKey(let key): .key(lastFour: key.lastFour, fingerprint: "")
            case .user(let name, _): .user(name)
            case .singleSignOn(let signOn): .customerAccount(signOn.customerAccountCode)
            }
        return [product, license.label, licenseID.map(String.init)].compactMap(\.self).joined(separator: " ")
    }
}
