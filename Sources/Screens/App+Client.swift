internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension App.State {
    /// Passes an event to the client, and lets the desk follow what it came to.
    mutating func client(_ event: Client.Event) -> [App.Effect] {
        let before = client
        let effects = Client.reduce(&client, event).map(App.Effect.client)
        if client.problems.count > before.problems.count || client.problems.first != before.problems.first,
            !client.problems.isEmpty
        {
            problemArrived()
        }
        chooseNewRow(before.borrows)
        followQuestions(before.questions)
        if client.lastOutcome != before.lastOutcome, let outcome = client.lastOutcome { follow(outcome) }
        if client.licenses != before.licenses || client.lookups != before.lookups { refreshLicenseChoices() }
        if client.products != before.products { followProduct() }
        if client.clockOffset != before.clockOffset { warnOfClock(before.clockOffset) }
        return effects
    }

    /// Puts a new question on the screen, and takes away one that others have settled.
    private mutating func followQuestions(_ before: [Client.Question]) {
        let open = Set(client.questions.map(\.id))
        overlays.removeAll { if case .confirmRepeat(let id) = $0 { !open.contains(id) } else { false } }
        let known = Set(before.map(\.id))
        for question in client.questions where !known.contains(question.id) {
            overlays.append(.confirmRepeat(question.id))
        }
    }

    /// The list follows what is done here: a borrow that this desk has just begun is the chosen one.
    private mutating func chooseNewRow(_ before: [Borrow]) {
        guard let newest = client.borrows.last, client.underway(on: newest.id) != nil else { return }
        if !before.contains(where: { $0.id == newest.id }) { selection = newest.id }
    }

    /// A problem takes the keys, so that those that help work at once; but not away from somebody who types.
    private mutating func problemArrived() {
        if case .choice = overlays.last { overlays.removeLast() }
        if overlays.isEmpty, !isTyping { focus = .problem }
    }

    /// Whether somebody goes on filling in the form while an answer is awaited.
    private var isTyping: Bool { focus == .form && isFormChanged }

    private mutating func follow(_ outcome: Client.Outcome) {
        switch outcome {
        case .failed: break
        case .borrowed(let borrow):
            selection = borrow.id
            if !isTyping {
                form.forgetSecrets()
                focus = .borrows
            }
            let end = borrow.grant.map { local.long($0.end, now: now) + " " + local.zoneName(at: $0.end) } ?? ""
            notice = App.Notice(text: "Borrowed \(borrow.subject.product) until \(end).", isGood: true)
        case .returned(let borrow):
            notice = App.Notice(
                text: "Returned \(borrow.subject.product) \(borrow.subject.license.label): the server said yes.",
                isGood: true)
        case .activated:
            focus = .form
            form.focus = .submit
            notice = App.Notice(text: "The device is activated. Enter borrows.", isGood: true)
        case .checked(let license): notice = App.Notice(text: license.seatsText, isGood: true)
        case .looked(let borrow, let license):
            notice = App.Notice(text: license.seatsText, isGood: true)
            if borrow.lookTookSeat { ask(.giveBackLook, about: borrow) }
        }
    }

    /// Says once that this host's clock is off, and what to do; the header goes on saying by how much.
    private mutating func warnOfClock(_ before: TimeInterval?) {
        guard let offset = client.clockOffset, abs(offset) >= 60, abs(before ?? 0) < 60 else { return }
        notice = App.Notice(text: Strings.clockIsOff(offset), isGood: false)
    }

    private mutating func refreshLicenseChoices() {
        guard case .choice(let list) = overlays.last, list.field == .license else { return }
        overlays[overlays.count - 1] = .choice(licenseChoices())
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

extension License {
    /// How many of its seats are taken, in a sentence.
    fileprivate var seatsText: String {
        let seats = seats.map { "\($0.inUse) of \($0.total) seats are taken" } ?? "the server names no seats"
        let end = borrowedUntil.map { ", borrowed until \(UTC.words($0))" } ?? ""
        return "License \(id): \(seats)\(end)."
    }
}
