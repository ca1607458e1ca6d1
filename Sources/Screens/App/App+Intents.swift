internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension App.State {
    /// Carries out what a part wants of the rest of the desk, in order.
    mutating func carryOut(_ intents: [Intent]) -> [App.Effect] {
        var effects: [App.Effect] = []
        for intent in intents { effects += carryOut(intent) }
        return effects
    }

    private mutating func carryOut(_ intent: Intent) -> [App.Effect] {
        switch intent {
        case .client(let event): return client(event)
        case .effect(let effect):
            if case .copy = effect { notice = App.Notice(text: Strings.copied, isGood: true) }
            return [effect]
        case .open(let overlay): overlays.append(overlay)
        case .close:
            if case .guide(let guide) = overlays.popLast() { guidePlace = guide.picks.chosenPlace ?? guidePlace }
        case .focus(let focus): go(to: focus)
        case .back(let focus):
            // What was refused meanwhile is what is to be corrected.
            if focus == .form, form.wrong(desk) != nil { go(to: focus) } else { self.focus = focus }
        case .notice(let text, let isGood): notice = App.Notice(text: text, isGood: isGood)
        case .choose(let id): list.choose(id, desk)
        case .show(let part): list.show(part, desk)
        case .fill(let filling, let asks): return fill(filling, asks: asks)
        case .act(let action): return perform(action, .enter)
        case .release(let ids):
            let intents = releases.begin(ids, desk)
            list.marked.subtract(releases.begun)
            markNotReturned()
            return carryOut(intents)
        case .end(let end):
            guard case .extend(var dialog) = overlays.last else { return fill(.end(end), asks: false) }
            dialog.take(end, desk)
            overlays[overlays.count - 1] = .extend(dialog)
        case .leave(let code): return leave(code)
        }
        return []
    }

    /// Every way into the form: whatever would be lost by it of what a person has typed there is asked about first.
    private mutating func fill(_ filling: BorrowForm.Filling, asks: Bool) -> [App.Effect] {
        var filled = form
        let intents = filled.fill(filling, desk)
        let lost = asks && !filling.isOfOneField ? form.typed(missingFrom: filled) : []
        guard lost.isEmpty else {
            overlays.append(.dialog(Dialog(.replaceDraft(by: filling, losing: lost))))
            return []
        }
        form = filled
        switch filling {
        case .guide:
            focus = .form
            notice = App.Notice(text: Strings.filledIn(desk.key(.borrow, in: [BorrowForm.send])), isGood: true)
        case .again(let borrow):
            focus = .form
            let other = client.isElsewhere(borrow) ? client.session.accountName : nil
            notice = App.Notice(text: Strings.filledInAgain(other), isGood: true)
        case .correction: focus = .form
        case .value, .end: break
        }
        return carryOut(intents)
    }
}

extension BorrowForm.Filling {
    /// Whether it is the value that somebody has chosen for one field.
    fileprivate var isOfOneField: Bool {
        switch self {
        case .value, .end: true
        case .correction, .again, .guide: false
        }
    }
}
