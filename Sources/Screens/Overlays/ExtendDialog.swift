internal import ClientCore
internal import FoundationEssentials
public import Licensing
public import TerminalUI

/// Borrows to a new end what is borrowed: old end → new end; or repeats a borrow of unknown outcome.
public struct ExtendDialog: Hashable, Sendable {
    /// What it is for: another end, or the end of a doubt.
    public enum Purpose: Hashable, Sendable {
        case extend
        case `repeat`
    }

    /// What has the focus.
    public enum Focus: Hashable, Sendable { case end, secret }

    public let borrow: OperationID
    public let purpose: Purpose
    public var until: TextInput
    public var isMaximum: Bool
    /// The key, password or code that signs in; nil where the key is at hand, as for a return.
    public var secret: TextInput?
    public var focus = Focus.end
    public var error: String?
    /// Why it can do nothing any more; nil while it can.
    var over: String?
    var scroll = TextScroll()
    /// Whether not all of it can be seen at once.
    var isCut = false
    /// The end that comes earlier and waits for a yes; nil while none does.
    var asked: Shortening?

    /// That what is held would end earlier.
    struct Shortening: Hashable, Sendable {
        var old: Date
        var new: Date
        var since: Date
    }

    private static let longestSecret = 8192

    init(_ borrow: Borrow, _ purpose: Purpose, _ desk: Desk) {
        self.borrow = borrow.id
        self.purpose = purpose
        isMaximum = false
        until = TextInput(limit: 80)
        var isAtHand = false
        if case .key = borrow.subject.license { isAtHand = !desk.client.needsKey(borrow) }
        secret = isAtHand ? nil : TextInput(limit: Self.longestSecret)
        // Whoever repeats it wants the end that stands there; whoever extends it wants another one.
        if purpose == .repeat, !isAtHand { focus = .secret }
        let old = borrow.grant.map(\.end) ?? desk.serverNow
        switch (purpose, borrow.askedEnd) {
        case (.repeat, .maximum): isMaximum = true
        case (.repeat, .at(let end)) where end > desk.serverNow:
            until.replaceAsDefault(with: desk.local.typed(end))
        case (.repeat, _):
            // The end that was asked for is over, or not at hand: none is made up for it.
            if old > desk.serverNow { until.replaceAsDefault(with: desk.local.typed(old.toTheMinute(.up))) }
        case (.extend, _):
            let day = desk.local.adding(days: 1, to: max(old, desk.serverNow)).toTheMinute(.up)
            let latest =
                borrow.grant?.maxBorrowHours.map { desk.serverNow.addingTimeInterval(Double($0) * 3600) } ?? day
            // What is borrowed as long as it may be goes on so.
            isMaximum = day > latest
            // No later than it may be, and never earlier than it is: between the two no full minute may lie.
            until.replaceAsDefault(with: desk.local.typed(min(day, max(old, latest.toTheMinute(.down)))))
        }
    }
}

extension ExtendDialog: OverlayPart {
    var overlay: App.Overlay { .extend(self) }
    var name: String { asked.map { shortening($0).name } ?? (purpose == .extend ? "Extend" : "Repeat") }

    /// The question about an earlier end: it has the keys of the one that a borrow from the form is asked.
    func shortening(_ asked: Shortening) -> Dialog {
        var question = Dialog(.shorten(borrow), unaskedSince: asked.since)
        question.isCut = isCut
        return question
    }

    /// Others may have returned the borrow, or it may have ended, or become known.
    func settlement(_ desk: Desk) -> String? {
        guard let borrow = desk.borrow(borrow) else { return Strings.closedAsGone }
        switch (purpose, borrow.status(at: desk.moment)) {
        case (_, .released): return Strings.returnedMeanwhile(desk.name(borrow))
        case (_, .ended): return Strings.endedMeanwhile(desk.name(borrow))
        case _ where !borrow.mayHoldSeat(at: desk.moment): return Strings.knownMeanwhile(desk.name(borrow))
        case (.repeat, .active): return Strings.knownMeanwhile(desk.name(borrow))
        default: return nil
        }
    }

    var takesText: Bool { asked == nil }

    var isDirty: Bool {
        over == nil && (!until.text.isEmpty && !until.isUntouchedDefault || secret?.text.isEmpty == false)
    }

    mutating func becomeOver(_ reason: String) { (over, asked) = (over ?? reason, nil) }

    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? {
        action == .accept && over == nil ? obstacle(desk) : nil
    }

    /// Why it can do nothing as long as others are at it; nil where it can.
    func obstacle(_ desk: Desk) -> String? {
        desk.borrow(borrow).flatMap { BorrowList.reasonUnderway(on: $0, desk) }
    }

    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        if let asked {
            if desk.isTypedAhead(key, of: asked.since, bindings(desk)) {
                return [.notice(Strings.cameBeforeThis, isGood: false)]
            }
            return scroll.handle(key, count: box(desk).layout(on: desk.size).text.count) ? [] : nil
        }
        if key == .pageUp || key == .pageDown {
            return scroll.handle(key, count: box(desk).layout(on: desk.size).text.count) ? [] : nil
        }
        switch focus {
        case .end:
            if isMaximum {
                // Typing an end means that one; a blank, which turns elsewhere, brings back what stood there.
                guard key.isTyped || key == .character(" ") else { return nil }
                (isMaximum, error) = (false, nil)
                if key == .character(" ") { return [] }
            }
            guard until.handle(key) else { return nil }
            error = nil
        case .secret:
            guard var input = secret, input.handle(key) else { return nil }
            secret = input
            error = input.isCut ? Strings.cut(input.limit) : nil
        }
        return []
    }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] {
        if let asked { return shortening(asked).keys }
        if over != nil { return [.closing, Self.more(isCut), Self.explain] }
        return Self.keys(
            yes: goesOn ? nil : name.lowercased(), hasSecret: secret != nil, isAtEnd: focus == .end, isCut: isCut)
    }

    /// Whether what signs in is still wanted, so that a yes at the end goes on to that.
    private var goesOn: Bool { focus == .end && secret?.text.isEmpty == true }

    /// Its keys, with what its yes is called; nil where that only goes on to what signs in.
    static func keys(yes: String?, hasSecret: Bool, isAtEnd: Bool, isCut: Bool) -> [Binding<App.Action>] {
        var bindings: [Binding<App.Action>] = [
            .shown(
                .enter, does: .accept, yes ?? "go on",
                yes == nil ? "Go on to what signs in." : "Send the borrow to the new end."), more(isCut),
            .shown(.control("t"), does: .maximum, "max", "Turn max borrow time on or off."),
        ]
        if hasSecret { bindings.append(otherField) }
        if isAtEnd { bindings.append(.shown(.down, .control("o"), does: .calendar, "calendar", "Pick the end.")) }
        return bindings + [
            .shown(.escape, does: .close, "cancel", "Change nothing and go back."), explain,
        ]
    }

    private static func more(_ isCut: Bool) -> Binding<App.Action> {
        Binding([.pageDown, .pageUp], action: .scroll, label: "more", help: "Move in the text.", inFooter: isCut)
    }
    private static let otherField = Binding<App.Action>.shown(
        .tab, .backTab, does: .nextField, "next", "Go to the other field.")
    private static let explain = Binding<App.Action>.hidden(
        .function(1), does: .help, "help", "Show the keys of this place.")

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        // What is told of it stands first.
        scroll = TextScroll()
        switch action {
        case .nextField: focus = focus == .end && secret != nil ? .secret : .end
        case .maximum:
            isMaximum.toggle()
            error = nil
        case .calendar:
            let reading = try? EndInput.read(until.text, now: desk.serverNow, in: desk.settings.timeZone)
            var chosen: Date?
            if case .at(let date) = reading?.end { chosen = date }
            return [.open(.calendar(CalendarPicker(desk, chosen: chosen, limit: limit(desk))))]
        case .close where asked != nil: asked = nil
        case .close where over != nil:
            return [.close] + (over.map { [.notice(Strings.closed($0), isGood: false)] } ?? [])
        case .close: return [.close]
        case .accept: return over == nil ? accept(desk) : perform(.close, key, desk)
        default: break
        }
        return []
    }

    /// Writes the end that stands there unasked as other clocks show it, where those are set while it is open.
    mutating func follow(_ desk: Desk, from before: LocalTime) {
        guard until.isUntouchedDefault, desk.local != before,
            case .at(let date)? = (try? EndInput.read(until.text, now: desk.serverNow, in: before.zone))?.end
        else { return }
        until.replaceAsDefault(with: desk.local.typed(date))
    }

    /// Asks for what signs in, also for a license key that was not to be had from where it came from.
    mutating func askForSecret() {
        secret = secret ?? TextInput(limit: Self.longestSecret)
        focus = .secret
    }

    /// Takes the end that the calendar found.
    mutating func take(_ end: BorrowEnd, _ desk: Desk) {
        error = nil
        switch end {
        case .maximum: isMaximum = true
        case .at(let date):
            isMaximum = false
            until.replace(with: desk.local.typed(date))
        }
    }

    func limit(_ desk: Desk) -> Int? { desk.borrow(borrow)?.grant?.maxBorrowHours }

    /// The end that the borrow surely has.
    func oldEnd(_ desk: Desk) -> Date? { desk.borrow(borrow)?.sureEnd(at: desk.moment) }

    /// The end that stands in the dialog.
    private func newEnd(_ desk: Desk) throws(FieldError) -> BorrowEnd {
        isMaximum
            ? .maximum
            : try Validation.end(
                typed: until.text, now: desk.serverNow, zone: desk.settings.timeZone, limit: limit(desk))
    }

    private mutating func accept(_ desk: Desk) -> [Intent] {
        guard let borrow = desk.borrow(borrow) else {
            error = "It is not in the list any more."
            return []
        }
        do throws(FieldError) {
            // What is sent is the moment that the question names, whatever the clocks are set to meanwhile.
            let end = if let asked { BorrowEnd.at(asked.new) } else { try newEnd(desk) }
            if goesOn {
                focus = .secret
                return []
            }
            let (credentials, key) = try signIn(to: borrow)
            // What was asked is told anew where others have set a later end meanwhile.
            let shortening = asked.map { Client.Shortening.shortenFrom($0.old) } ?? .ask
            if case .at(let date) = end, let old = borrow.end(shortenedBy: end, at: desk.moment),
                !shortening.allows(old)
            {
                asked = Shortening(old: old, new: date, since: desk.now)
                return []
            }
            // Whoever repeats it has read that it is in doubt.
            let ifInDoubt: Client.InDoubt = purpose == .repeat ? .repeatOf(borrow.operation.id) : .ask
            let request = Client.Request.extend(borrow.id, to: end, with: credentials)
            let event = Client.Event.requested(
                request, key: key, ifInDoubt: ifInDoubt, shortening: shortening, at: desk.now)
            return [.close, .client(event)]
        } catch {
            (self.error, asked) = (error.sentence, nil)
            focus = error.field == .end || secret == nil ? .end : .secret
            // What cannot be seen cannot be corrected.
            if focus == .secret, secret?.forget() == true {
                self.error = error.sentence + " " + Strings.secretForgotten
            }
            return []
        }
    }

    /// What signs in as it was typed: a password or a code, or a key where this process has it no more.
    private func signIn(to borrow: Borrow) throws(FieldError) -> (Credentials?, key: Secret?) {
        guard let secret else { return (nil, nil) }
        let typed = Secret(secret.text)
        switch borrow.subject.license {
        case .key: return (nil, try Validation.licenseKey(typed))
        case .user(let name): return (.user(name: name, password: try Validation.password(typed)), nil)
        case .customerAccount(let code):
            let proof = SingleSignOn.Proof.code(try Validation.token(typed))
            return (.singleSignOn(SingleSignOn(proof: proof, customerAccountCode: code)), nil)
        }
    }
}

extension Date {
    /// The full minute before or after it.
    fileprivate func toTheMinute(_ rule: FloatingPointRoundingRule) -> Date {
        Date(timeIntervalSinceReferenceDate: (timeIntervalSinceReferenceDate / 60).rounded(rule) * 60)
    }
}
