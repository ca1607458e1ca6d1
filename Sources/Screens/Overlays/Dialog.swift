public import ClientCore
public import FoundationEssentials
public import Licensing
public import TerminalUI

/// Asks once before something is done; takes down what that needs.
public struct Dialog: Hashable, Sendable {
    /// What is to be done.
    public enum Purpose: Hashable, Sendable {
        /// Release a borrow, or several.
        case release(OperationID)
        /// Of so many that are marked; the others do not show.
        case releaseMany([OperationID], of: Int)
        /// Release the seat that a check has taken.
        case releaseAfterCheck(OperationID)
        /// Check the license, which takes a seat where the device holds none.
        case check(OperationID)
        /// Borrow what may be borrowed already; by the question's id.
        case repeatInDoubt(OperationID)
        /// Borrow although what is held ends earlier then; by the question's id.
        case shorten(OperationID)
        /// Settle a doubt by hand.
        case note(OperationID)
        case activate(ActivationRequest)
        /// Fill the form in anew, by which the text of these fields is lost.
        case replaceDraft(by: BorrowForm.Filling, losing: [FormField.ID])
        case quit

        /// What puts a question of the client's before the person.
        public init(_ question: Client.Question) {
            self =
                switch question.reason {
                case .doubt: .repeatInDoubt(question.id)
                case .shortening: .shorten(question.id)
                }
        }

        /// The question of the client's that it answers, by its id; nil where it answers none.
        var question: OperationID? {
            switch self {
            case .repeatInDoubt(let id), .shorten(let id): id
            default: nil
            }
        }

        /// Whether it answers a question of the client's.
        public var answersQuestion: Bool { question != nil }
    }

    /// What has to be typed.
    public enum Want: Hashable, Sendable {
        case nothing
        /// The license key, which is not kept.
        case key
        /// Why a doubt counts as settled.
        case reason
        /// A word, since it concerns another device than this host.
        case word(String)
    }

    public var purpose: Purpose
    public var want: Want
    /// Whether the license key has to be typed after that.
    var wantsKeyNext = false
    /// What is typed.
    public var input: TextInput
    /// What is wrong with it.
    public var error: String?
    /// Since when it has told that its reason looks like a license key.
    var warnedSince: Date?
    /// Why it can do nothing any more; nil while it can.
    var over: String?
    var scroll = TextScroll()
    /// Whether not all of the question can be seen at once.
    var isCut = false
    /// What was in doubt as a note on it was begun.
    var doubt: Problem?
    /// Whether something is lost by a yes that a person has typed.
    var losesTyped = false
    /// When it came up without being asked for by a key; nil where it was.
    public var unaskedSince: Date?

    /// The word that confirms a return for another device.
    public static let word = "return"

    public init(_ purpose: Purpose, want: Want? = nil, unaskedSince: Date? = nil) {
        self.purpose = purpose
        let isNote = if case .note = purpose { true } else { false }
        self.want = want ?? (isNote ? .reason : .nothing)
        self.unaskedSince = unaskedSince
        input = TextInput(limit: isNote ? 200 : 512)
    }

    /// About a borrow: its key has to be typed where it is not kept, a word where it is another device's.
    init(_ purpose: Purpose, _ borrow: Borrow, _ desk: Desk, unaskedSince: Date? = nil) {
        let needsKey = desk.client.needsKey(borrow)
        var want = needsKey ? Want.key : .nothing
        if case .release = purpose, desk.isElsewhere(borrow) { want = .word(Self.word) }
        self.init(purpose, want: want, unaskedSince: unaskedSince)
        wantsKeyNext = needsKey && want != .key
    }

    /// Settles by hand what is in doubt now.
    static func note(_ borrow: Borrow, _ desk: Desk) -> Dialog {
        var dialog = Dialog(.note(borrow.id))
        if case .unknown(let doubt) = borrow.status(at: desk.moment) { dialog.doubt = doubt }
        return dialog
    }

    /// About several borrows that show, of so many that are marked.
    static func releaseMany(_ ids: [OperationID], of marked: Int, _ desk: Desk) -> Dialog {
        let isElsewhere = ManyReturns(ids, of: marked, desk).borrows.contains(where: desk.isElsewhere)
        return Dialog(.releaseMany(ids, of: marked), want: isElsewhere ? .word(word) : .nothing)
    }

    /// Asks for the license key: after the word that is wanted first, or since it was not to be had from where it came from.
    mutating func askForKey() { (want, wantsKeyNext, input, error) = (.key, false, TextInput(limit: input.limit), nil) }

    /// The borrow or question that it is about, where it is about one.
    var subject: OperationID? {
        switch purpose {
        case .release(let id), .releaseAfterCheck(let id), .check(let id), .note(let id): id
        case .repeatInDoubt, .shorten: purpose.question
        case .releaseMany, .activate, .replaceDraft, .quit: nil
        }
    }
}

extension Dialog: OverlayPart {
    var overlay: App.Overlay { .dialog(self) }

    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        if let unaskedSince, desk.isTypedAhead(key, of: unaskedSince, keys, takesText: takesText) {
            return [.notice(Strings.cameBeforeThis, isGood: false)]
        }
        guard want != .nothing, input.handle(key) else {
            return scroll.handle(key, count: box(desk).layout(on: desk.size).text.count) ? [] : nil
        }
        error = input.isCut ? Strings.cut(input.limit) : nil
        return []
    }

    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? {
        action == .accept && over == nil ? obstacle(desk) : nil
    }

    /// Why it can do nothing as long as others are at it; nil where it can.
    func obstacle(_ desk: Desk) -> String? {
        switch purpose {
        case .release(let id), .releaseAfterCheck(let id), .check(let id), .note(let id):
            return desk.borrow(id).flatMap { BorrowList.reasonUnderway(on: $0, desk) }
        case .releaseMany(let ids, let marked):
            return ManyReturns(ids, of: marked, desk).borrows.isEmpty ? Strings.noneToReturnNow : nil
        case .repeatInDoubt, .shorten, .activate, .replaceDraft, .quit: return nil
        }
    }

    /// Others may have answered the question, or returned the borrow.
    func settlement(_ desk: Desk) -> String? {
        if let question = purpose.question {
            return desk.client.questions.contains { $0.id == question } ? nil : Strings.questionSettled
        }
        if case .releaseMany(let ids, let marked) = purpose {
            let returns = ManyReturns(ids, of: marked, desk)
            return returns.isOver ? Strings.nothingLeftToReturn(returns.leftOut) : nil
        }
        guard let id = subject else { return nil }
        guard let borrow = desk.borrow(id) else { return Strings.closedAsGone }
        let status = borrow.status(at: desk.moment)
        switch (purpose, status) {
        case (.release, _) where borrow.isToRelease(at: desk.moment): return nil
        case (.release, .released), (.releaseAfterCheck, .released):
            return Strings.returnedMeanwhile(desk.name(borrow))
        case (.release, .ended): return Strings.endedMeanwhile(desk.name(borrow))
        case (.release, _): return Strings.knownMeanwhile(desk.name(borrow))
        // What others are at may come back.
        case (.releaseAfterCheck, .seated), (.releaseAfterCheck, .pending): return nil
        case (.releaseAfterCheck, .active): return Strings.borrowedMeanwhile(desk.name(borrow))
        case (.releaseAfterCheck, _): return Strings.movedOnMeanwhile(desk.name(borrow))
        case (.note, .pending): return nil
        case (.note, .unknown(let now)) where now == doubt: return nil
        case (.note, .unknown): return Strings.doubtfulAnew(desk.name(borrow))
        case (.note, _): return Strings.knownMeanwhile(desk.name(borrow))
        default: return nil
        }
    }

    var takesText: Bool { want != .nothing }

    var isDirty: Bool { over == nil && takesText && !input.text.isEmpty }

    mutating func becomeOver(_ reason: String) { over = over ?? reason }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] { keys }

    /// Moves in a question that is longer than its box.
    private var more: Binding<App.Action> {
        let keys: [Key] = [.up, .down, .pageUp, .pageDown]
        return Binding(keys, action: .scroll, label: "more", help: "Move in the text.", inFooter: isCut)
    }

    /// Its keys, which depend on what has to be typed.
    var keys: [Binding<App.Action>] {
        let letters = want == .nothing
        if over != nil { return [.closing, more, explain(letters)] }
        let (label, help) = words
        // An Enter may have been meant for what was there before; a text that is wanted is no such key.
        var keys: [Key] = unaskedSince == nil || !letters ? [.enter] : []
        if letters { keys.append(.character("y")) }
        if purpose == .quit { keys += [.character("q"), .control("c")] }
        let yes = Binding<App.Action>(keys, action: .accept, label: label, help: help, inFooter: true)
        let no = Binding<App.Action>(
            letters ? [.escape, .character("n")] : [.escape], action: .close, label: "cancel",
            help: "Change nothing and go back.", inFooter: true)
        return [yes, more, no, explain(letters)]
    }

    private func explain(_ letters: Bool) -> Binding<App.Action> {
        let keys: [Key] = letters ? [.character("?"), .function(1)] : [.function(1)]
        return Binding(keys, action: .help, label: "help", help: "Show the keys of this place.", inFooter: false)
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        // What is wrong with it stands first.
        scroll = TextScroll()
        return switch action {
        case .accept: over == nil ? accept(desk) : close()
        case .close: close()
        default: []
        }
    }

    /// A question that is left is answered with no.
    private func close() -> [Intent] {
        if let over { return [.close, .notice(Strings.closed(over), isGood: false)] }
        return [.close] + (purpose.question.map { [.client(.questionDeclined($0))] } ?? [])
    }

    private mutating func accept(_ desk: Desk) -> [Intent] {
        var key: Secret?
        switch want {
        case .nothing: break
        case .key:
            do {
                key = try Validation.licenseKey(Secret(input.text))
            } catch {
                self.error = error.sentence + (input.forget() ? " " + Strings.secretForgotten : "")
                return []
            }
        case .reason:
            guard input.text.contains(where: { !$0.isWhitespace }) else {
                error = Strings.noteNeedsReason
                return []
            }
            let warning = Strings.reasonHoldsKey(desk.key(.accept, in: keys))
            // Whoever was told and does it again knows that it is none.
            guard KeyShape.isAmongNames(input.text) else { break }
            guard error == warning, let since = warnedSince, desk.hasBeenRead(since: since) else {
                if error != warning { (error, warnedSince) = (warning, desk.now) }
                return []
            }
        case .word(let word):
            guard input.text.lowercased() == word else {
                error = Strings.typeTheWord(word, desk.key(.close, in: keys))
                return []
            }
            if wantsKeyNext {
                askForKey()
                return []
            }
        }
        return [.close] + done(key, desk)
    }

    private func done(_ key: Secret?, _ desk: Desk) -> [Intent] {
        switch purpose {
        case .release(let id), .releaseAfterCheck(let id):
            [.client(.requested(.release(id), key: key, at: desk.now))]
        case .releaseMany(let ids, _): [.release(ids)]
        case .check(let id): [.client(.requested(.check(id), key: key, at: desk.now))]
        case .repeatInDoubt(let id), .shorten(let id): [.client(.questionConfirmed(id, at: desk.now))]
        case .note(let id): [.client(.requested(.note(id, reason: input.text), at: desk.now))]
        case .activate(let request): [.client(.requested(.activate(request, source: .prompt), at: desk.now))]
        case .replaceDraft(let filling, _): [.fill(filling, asks: false)]
        case .quit: [.leave(.success)]
        }
    }
}

extension Binding<App.Action> {
    /// All that is left to do in what can do nothing any more.
    static let closing = Binding.shown(.enter, .escape, does: .close, "close", "Close it; nothing is sent.")
}
