internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension App.State {
    /// Passes an event to the client, and lets the desk follow what it tells.
    mutating func client(_ event: Client.Event) -> [App.Effect] {
        var effects: [App.Effect] = []
        for effect in Client.reduce(&client, event) {
            if case .tell(let outcome) = effect { follow(outcome) } else { effects.append(.client(effect)) }
        }
        switch event {
        case .recorded(let id, .success, _): chooseBegun(id)
        case .queried(.licenses, _): refreshLicenseChoices()
        case .queried(.product(let code), .success) where code == form.product.text: followProduct()
        default: break
        }
        leaveSolvedProblems()
        warnOfClock()
        presentWaiting()
        return effects
    }

    /// The list follows what is done here: a borrow that this desk has just begun is the chosen one.
    private mutating func chooseBegun(_ id: OperationID) {
        guard let running = client.underway[id], case .borrow = running.request,
            case .recordingSending(_, let borrow, _) = running.step
        else { return }
        selection = borrow.id
    }

    /// A problem takes the keys, so that those that help work at once; but neither away from somebody who types, nor from
    /// a problem that is being read.
    private mutating func problemArrived(_ trouble: Client.Trouble) {
        if case .choice = overlays.last { overlays.removeLast() }
        if focus == .problem, overlays.isEmpty, client.troubles.contains(where: { $0.id == panel }) { return }
        panel = trouble.id
        if overlays.isEmpty, !isTyping { goToProblem() }
    }

    mutating func goToProblem() {
        if focus != .problem { focusBeforeProblem = focus }
        focus = .problem
    }

    /// Once no problem is left, the keys go back to where they were.
    mutating func leaveSolvedProblems() {
        if focus == .problem, client.troubles.isEmpty { focus = focusBeforeProblem }
    }

    /// Whether somebody goes on filling in the form while a response is awaited.
    private var isTyping: Bool { focus == .form && isFormChanged }

    private mutating func follow(_ outcome: Client.Outcome) {
        switch outcome.result {
        case .failed(let trouble):
            problemArrived(trouble)
        case .borrowed(let borrow, let previousEnd):
            selection = borrow.id
            if !isTyping {
                form.forgetSecrets()
                focus = focus == .problem ? .problem : .borrows
                focusBeforeProblem = .borrows
            }
            praise(borrowedText(borrow, previousEnd))
        case .released(let borrow):
            praise("Returned \(borrow.name(in: self)): the server said yes.")
        case .activated:
            if !isTyping {
                focus = .form
                form.focus = .submit
            }
            praise("The device is activated. Enter borrows.")
        case .checked(let borrow, let license):
            praise(license.seatsText(local, now: now))
            if borrow.checkTookSeat { offers.append(borrow.id) }
        case .noted(let borrow): praise("Settled by your note: \(borrow.name(in: self)).")
        case .forgotten(let borrow): praise("Taken off the list: \(borrow.name(in: self)). `berth history` keeps it.")
        }
    }

    private mutating func praise(_ text: String) { notice = App.Notice(text: text, isGood: true) }

    private func borrowedText(_ borrow: Borrow, _ previousEnd: Date?) -> String {
        func words(_ date: Date) -> String { local.long(date, now: now) + " " + local.zoneName(at: date) }
        let end = borrow.grant.map { words($0.end) } ?? ""
        guard let previousEnd, previousEnd != borrow.grant?.end else {
            return "Borrowed \(borrow.subject.product) until \(end)."
        }
        return "Extended \(borrow.subject.product): \(words(previousEnd)) → \(end)."
    }

    /// Puts what waits for an answer on the screen, once nobody types and nothing lies over the desk; takes away a question
    /// that others have settled.
    mutating func presentWaiting() {
        let open = client.questions.map(\.id)
        overlays.removeAll { if case .confirmRepeat(let id) = $0 { !open.contains(id) } else { false } }
        guard overlays.isEmpty, !isTyping else { return }
        questionedAt = open.isEmpty && offers.isEmpty ? nil : now
        if let question = open.first {
            overlays.append(.confirmRepeat(question))
        } else if !offers.isEmpty {
            ask(.releaseAfterCheck, about: client.borrows.first { [id = offers.removeFirst()] in $0.id == id })
        }
    }

    /// Whether something waits for an answer that would take the keys from somebody who types.
    var isQuestionWaiting: Bool {
        let isShown = overlays.contains { if case .confirmRepeat = $0 { true } else { false } }
        return !isShown && !client.questions.isEmpty || !offers.isEmpty
    }

    /// Says once that this host's clock is off, and what to do; the header goes on saying by how much.
    private mutating func warnOfClock() {
        guard let offset = client.clockOffset else { return }
        if abs(offset) >= 60, !isClockOff { notice = App.Notice(text: Strings.clockIsOff(offset), isGood: false) }
        isClockOff = abs(offset) >= 60
    }

    private mutating func refreshLicenseChoices() {
        guard case .choice(let shown) = overlays.last, shown.field == .license else { return }
        var list = licenseChoices()
        // What the finger is on stays under it.
        let value = shown.items.indices.contains(shown.cursor.index) ? shown.items[shown.cursor.index].value : ""
        list.cursor.index = list.items.firstIndex { $0.value == value } ?? list.cursor.index
        overlays[overlays.count - 1] = .choice(list)
    }

    /// Once it is known how the form's product is opened, the form asks for that.
    private mutating func followProduct() {
        guard let product = client.products[form.product.text], !form.isDirty else { return }
        switch product.signIn {
        case .licenseKey: form.signIn = .licenseKey
        case .user where form.signIn == .licenseKey: form.signIn = .user
        case .user, nil: break
        }
        if !form.fields.contains(form.focus) { form.focus = form.signIn == .user ? .userName : .key }
    }
}

extension Borrow {
    /// `CAD-PRO …4444`, and the device where it is another than this host.
    func name(in state: App.State) -> String {
        let name = "\(subject.product) \(subject.license.label)"
        return subject.hardwareID == state.client.session.hardwareID ? name : "\(name) on \(subject.hardwareID.short)"
    }
}

extension License {
    /// How many of its seats are taken, in a sentence.
    fileprivate func seatsText(_ local: LocalTime, now: Date) -> String {
        let seats = seats.map { "\($0.inUse) of \($0.total) seats taken" } ?? "the server names no seats"
        let end = borrowedUntil.map { "; borrowed until \(local.long($0, now: now)) \(local.zoneName(at: $0))" }
        return "\(seats)\(end ?? "; no borrow of this device")."
    }
}
