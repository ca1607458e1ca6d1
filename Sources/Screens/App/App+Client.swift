internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension App.State {
    /// Passes an event to the client, and lets the desk follow what it tells.
    mutating func client(_ event: Client.Event) -> [App.Effect] {
        var effects: [App.Effect] = []
        for effect in Client.reduce(&client, event) {
            if case .tell(let outcome) = effect { effects += follow(outcome) } else { effects.append(.client(effect)) }
        }
        switch event {
        case .recorded(let id, .success, _): chooseBegun(id)
        case .queried(.licenses, _): refreshLicenses()
        case .queried(.product(let code), .success) where code == form[.product].text: followProduct()
        // Of a part alone it is known that there are some.
        case .ledgerReading, .ledgerRead(.success, _): if !hasBegun { begin() }
        default: break
        }
        warnOfClock()
        return effects
    }

    /// With borrows at hand the list has the keys, on an empty ledger the form.
    private mutating func begin() {
        hasBegun = true
        if client.book.listed.isEmpty, focus == .list, overlays.isEmpty { go(to: .form) }
    }

    /// The list follows what is done here: a borrow that this desk has just begun is the chosen one.
    private mutating func chooseBegun(_ id: OperationID) {
        guard let running = client.underway[id], case .borrow = running.request,
            case .recordingSending(_, let borrow, _) = running.step
        else { return }
        list.chooseBegun(borrow.id, desk)
    }

    /// Whether somebody goes on typing, in the form or in the list's search, while a response is awaited.
    var isTyping: Bool { focus == .form && form.isChanged || focus == .list && list.isTyping }

    /// A problem takes the keys, so that those that help work at once; but neither away from somebody who types, nor from
    /// a problem that is being read, nor for one of several that are returned at once.
    private mutating func problemArrived(_ trouble: Client.Trouble) -> [App.Effect] {
        if case .borrow(let request, _) = trouble.request, request == form.sent, trouble.problem.effect == .none {
            form.noteRefused(trouble.problem)
        }
        if let effects = askForKey(trouble) { return effects }
        // What was asked for in a borrow's details leaves them as it fails: why is what there is to read then.
        if isInDetails(trouble), !releases.includes(trouble.request.borrow) {
            overlays.removeLast()
            hasClosed(since: nil)
        }
        // A list that has waited for it in vain leaves, unless somebody searches it: why it is empty is what there is to read then.
        if case .choice(let list) = overlays.last, case .query(let query) = trouble.request, list.isFilled(by: query),
            list.picks.query.text.isEmpty
        {
            overlays.removeLast()
            hasClosed(since: nil)
        }
        // An activation is asked for from the panel alone: that it failed has to show there.
        let isAsked = if case .activate = trouble.request { true } else { false }
        let isReading =
            focus == .problem && overlays.isEmpty && !isAsked && client.troubles.contains { $0.id == panel.choice }
        if !isReading { panel.choice = trouble.id }
        guard case .release(let id) = trouble.request, releases.includes(id) else {
            if !isReading, overlays.isEmpty, !isTyping { goToProblem() }
            return []
        }
        if trouble.problem.isAboutAll { releases.stop() }
        return goOn(id, trouble.problem.effect == .none ? .failed(trouble.problem.code) : .unknown)
    }

    /// Whether the details of the borrow that a problem is about lie topmost.
    private func isInDetails(_ trouble: Client.Trouble) -> Bool {
        guard case .text(let page) = overlays.last, case .borrow(let id) = page.content else { return false }
        return trouble.request.borrow == id
    }

    /// Asks for the license key where that is all that is missing; nil where it is not, or where that would take the keys from
    /// somebody.
    private mutating func askForKey(_ trouble: Client.Trouble) -> [App.Effect]? {
        guard client.wantsKey(trouble) else { return nil }
        if case .release(let id) = trouble.request, releases.includes(id) {
            return client(.troubleDismissed(trouble.id)) + goOn(id, .needsKey)
        }
        guard overlays.isEmpty && !isTyping || isInDetails(trouble) else { return nil }
        return client(.troubleDismissed(trouble.id)) + carryOut(ProblemPanel.askForKey(trouble, desk))
    }

    /// What came of one of several returns, and the next ones.
    private mutating func goOn(_ id: OperationID, _ result: Releases.Result) -> [App.Effect] {
        guard releases.includes(id) else { return [] }
        let intents = releases.ended(id, result, desk)
        if !releases.isRunning {
            praise(releases.summary(desk.key(.release, in: BorrowList.onBorrow)))
            markNotReturned()
        }
        return carryOut(intents)
    }

    /// Once several returns are over, those that were not returned are marked as before: one key tries them again.
    mutating func markNotReturned() {
        if !releases.isRunning { list.mark(releases.notReturned, desk) }
    }

    private mutating func follow(_ outcome: Client.Outcome) -> [App.Effect] {
        noteKey(outcome)
        // What comes of a row by itself is newer than what came of several returns.
        if let id = outcome.request.borrow, !releases.includes(id) { releases.forget(id) }
        let desk = desk
        let done = desk.sentence(outcome.result) ?? ""
        switch outcome.result {
        case .failed(let trouble): return problemArrived(trouble)
        case .borrowed(let borrow, _):
            releases.forget(borrow.id)
            // Only what was sent from the form is done with there, and only where that still stands in it.
            if case .borrow(let request, _) = outcome.request, request == form.sent, !form.isChanged {
                form.beginAnew(desk)
                if focus == .form { focus = .list }
                panel.cameFrom = .list
            }
            praise(done, about: borrow)
        case .released(let borrow):
            // What ended before it was returned is another row than the one that was asked about.
            let asked = outcome.request.borrow ?? borrow.id
            releases.forget(asked)
            praise(done, about: borrow)
            return goOn(asked, .released)
        case .activated:
            // The form may have come to hold something else, which one key must not borrow.
            let isInForm = if case .activate(let wish, _) = outcome.request { form.holds(wish) } else { false }
            if isInForm, !isTyping {
                focus = .form
                form.focus = .borrow
            }
            praise(Strings.activated(isInForm ? desk.key(.borrow, in: [BorrowForm.send]) : nil))
        case .checked(let borrow, _), .checkedFeature(let borrow, _):
            praise(done, about: borrow)
            if borrow.checkTookSeat { offers.append(borrow.id) }
        case .noted(let borrow): praise(done, about: borrow)
        case .deactivated, .forgotten: praise(done)
        }
        return []
    }

    /// Takes note of whether the license key of a borrow was at hand when it was looked for.
    private mutating func noteKey(_ outcome: Client.Outcome) {
        guard let id = outcome.request.borrow else { return }
        if case .failed(let trouble) = outcome.result, client.wantsKey(trouble) {
            keysAway.insert(id)
        } else {
            keysAway.remove(id)
        }
    }

    /// - Parameter borrow: the one as it stands, where that is what is told of it.
    private mutating func praise(_ text: String, about borrow: Borrow? = nil) {
        turn.toldAt = now
        // That the clock is off is said once: what succeeds at the same time must not hide it.
        let warning = client.clockOffset.map(Strings.clockIsOff)
        notice =
            notice?.text == warning && warning != nil
            ? App.Notice(text: text + " " + (warning ?? ""), isGood: false)
            : App.Notice(text: text, isGood: true, about: borrow)
    }

    /// Says no more what was done with a borrow once something else has been done with it.
    private mutating func dropOldNotice() {
        guard let id = notice?.borrow, client.book[id]?.operation.id != notice?.operation else { return }
        notice = nil
    }

    /// Says once that this host's clock is off, and what to do; the header goes on saying by how much.
    private mutating func warnOfClock() {
        guard let offset = client.clockOffset else { return }
        if abs(offset) >= 60, !isClockOff { notice = App.Notice(text: Strings.clockIsOff(offset), isGood: false) }
        isClockOff = abs(offset) >= 60
    }

    private mutating func refreshLicenses() {
        guard case .choice(var list) = overlays.last else { return }
        list.refresh(desk)
        overlays[overlays.count - 1] = .choice(list)
    }

    /// Asks about the product that the settings name as the form has the keys, so that it asks for what opens that: somebody who is
    /// content with it never leaves its field. Nobody waits for the response.
    mutating func lookUpProduct() -> [App.Effect] {
        let code = settings.product
        guard focus == .form, overlays.isEmpty, !code.isEmpty, lookedUp != code, form[.product].text == code,
            client.products[code] == nil, !form.mistakesKey(.product)
        else { return [] }
        lookedUp = code
        return client(.requested(.query(.product(code)), at: now))
    }

    /// Once it is known how the form's product is opened, the form asks for that; where nobody has asked, not while somebody types.
    private mutating func followProduct() {
        let code = form[.product].text
        guard let product = client.products[code], !form.holdsSecret, code != lookedUp || !form.isChanged,
            form.follow(product)
        else { return }
        notice = App.Notice(text: Strings.signInTurned(form.signIn, form[.product].text), isGood: true)
        guard !form.fields.contains(form.focus) else { return }
        form.focus = form.signIn == .user ? .userName : .key
        formMoves += 1
    }
}

// What follows from any event.
extension App.State {
    /// Brings the parts up to date with the client, and puts what waits for an answer on the screen.
    mutating func settle() {
        dropOldNotice()
        keptNotice = wrappedNotice
        client.book.advance(to: client.moment(at: now))
        followQueries()
        releases.follow(client)
        releases.fade(at: now)
        followMarks(list.follow(desk))
        if client.troubles.isEmpty, focus == .problem { focus = panel.cameFrom }
        panel.follow(desk, row: list.choice, isInFront: focus == .list && overlays.isEmpty)
        form.renewErrors(desk)
        let now = desk
        closeSettled(now)
        dropOffers()
        presentWaiting()
        explainAnew()
        noteNews()
        layOut()
    }

    /// Says which marks are gone, unless what was marked was returned here, or the question about it says so.
    private mutating func followMarks(_ gone: [OperationID]) {
        guard !gone.isEmpty, !isAskedToReturn else { return }
        let performer = client.session.performer
        let others = gone.map { client.book[$0] }.filter {
            $0?.releasedAt == nil || $0?.operation.startedBy != performer
        }
        guard !others.isEmpty else { return }
        let sentence = Strings.marksGone(others.compactMap(\.self).first.map(desk.name), of: others.count)
        notice = App.Notice(text: [notice?.text, sentence].compactMap(\.self).joined(separator: " "), isGood: false)
    }

    /// Whether the question before several returns is open.
    private var isAskedToReturn: Bool {
        overlays.contains { overlay in
            if case .dialog(let dialog) = overlay, case .releaseMany = dialog.purpose { true } else { false }
        }
    }

    /// Takes away what lies over the desk and has been settled meanwhile, with what was opened from it, and says why. Where somebody
    /// types it stays, so that no letter becomes a command or goes into another field; what was opened from a field of it leaves, so that
    /// it shows.
    private mutating func closeSettled(_ desk: Desk) {
        var place = 0
        while overlays.indices.contains(place) {
            guard let settlement = overlays[place].part.settlement(desk) else {
                place += 1
                continue
            }
            let end = overlays[(place + 1)...].prefix(while: \.isOfTheOneBelow).endIndex
            if overlays[place..<end].contains(where: \.part.takesText) {
                let before = overlays[place]
                overlays[place].update { $0.becomeOver(settlement) }
                if overlays[place] != before, before.part.takesText, place + 1 < end {
                    overlays.removeSubrange((place + 1)..<end)
                    hasClosed(since: nil)
                }
                place += 1
                continue
            }
            overlays.removeSubrange(place..<end)
            hasClosed(since: Strings.closed(settlement))
        }
    }

    /// Takes note that what had the keys has left by itself, and why: what is pressed at once was meant for it.
    private mutating func hasClosed(since reason: String?) {
        turn.closedAt = now
        if let reason { notice = App.Notice(text: reason, isGood: false) }
    }

    /// Forgets the seats of checks that are not what they were: a borrow may hold one by now, and nobody asked to return that.
    private mutating func dropOffers() {
        if offers.isEmpty { return }
        let moment = desk.moment
        offers.removeAll { id in
            if case .seated = client.book[id]?.status(at: moment) { false } else { true }
        }
    }

    /// Puts what waits for an answer on the screen, once nobody types and nothing lies over the desk.
    private mutating func presentWaiting() {
        guard overlays.isEmpty, !isTyping else { return }
        if let question = client.questions.first {
            overlays.append(.dialog(Dialog(Dialog.Purpose(question), unaskedSince: now)))
        } else if let id = offers.first {
            offers.removeFirst()
            if let borrow = client.book[id] {
                overlays.append(.dialog(Dialog(.releaseAfterCheck(id), borrow, desk, unaskedSince: now)))
            }
        }
    }

    /// Whether something waits for an answer that would take the keys from somebody who types.
    var isQuestionWaiting: Bool {
        let isShown = overlays.contains { overlay in
            if case .dialog(let dialog) = overlay { dialog.purpose.answersQuestion } else { false }
        }
        return !isShown && !client.questions.isEmpty || !offers.isEmpty
    }

    /// Lets each part that shows learn how much room it has.
    private mutating func layOut() {
        keptNotice = wrappedNotice
        guard isLargeEnough else { return }
        let desk = desk
        let layout = Layout(self)
        if let rect = layout.form { form.layOut(desk, in: rect, isActive: focus == .form) }
        if let rect = layout.list {
            let atRest = noticeRows == restingRows ? rect : Layout(self, noticeRows: restingRows).list ?? rect
            list.layOut(desk, in: rect, covered: max(0, atRest.height - rect.height))
        }
        if let rect = layout.problem { panel.layOut(desk, in: rect, isActive: focus == .problem) }
        if !overlays.isEmpty { overlays[overlays.count - 1].update { $0.layOut(desk) } }
    }
}
