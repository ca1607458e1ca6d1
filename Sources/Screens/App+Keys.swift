internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension App.State {
    /// What a key press comes to here.
    mutating func keyPressed(_ key: Key) -> [App.Effect] {
        notice = nil
        if let effects = takenByOverlay(key) { return effects }
        if overlays.isEmpty, focus == .form, var input = form[form.focus], input.handle(key) {
            form[form.focus] = input
            form.errors[form.focus] = nil
            isFormChanged = true
            return []
        }
        if overlays.isEmpty, focus == .borrows, moveSelection(key) { return [] }
        guard let action = App.bindings(in: place).action(for: key) else { return [] }
        if let reason = disabledReason(action) {
            notice = App.Notice(text: reason, isGood: false)
            return []
        }
        return perform(action, key)
    }

    private mutating func perform(_ action: App.Action, _ key: Key) -> [App.Effect] {
        switch action {
        case .nextField: return moveFocus(by: 1)
        case .previousField: return moveFocus(by: -1)
        case .openField: return openField()
        case .turn, .toggle:
            form.turn(by: key == .left ? -1 : 1)
            return []
        case .borrow: return submit()
        case .leaveForm, .goToBorrows:
            let effects = leaveProduct()
            focus = .borrows
            return effects
        case .stopWaiting:
            return client.underway.keys.flatMap { client(.cancelRequested($0)) }
        case .goToForm: focus = .form
        case .goToProblem: focus = .problem
        case .nextPane: focus = nextPane()
        case .returnBorrow: ask(.giveBack, about: selectedBorrow)
        case .look: ask(.look, about: selectedBorrow)
        case .extend: prefill()
        case .borrowDetails:
            if let borrow = selectedBorrow { overlays.append(.borrowDetails(borrow.id, scroll: ListCursor())) }
        case .forget:
            return selectedBorrow.map { client(.forgotten($0.id, at: now)) } ?? []
        case .markSeen:
            if let borrow = selectedBorrow { overlays.append(.note(NoteDialog(borrow: borrow.id))) }
        case .retry: return retry()
        case .editProduct: edit(.product)
        case .editSignIn: edit(form.signIn == .user ? .userName : form.signIn == .licenseKey ? .key : .proof)
        case .editLicense: edit(.license)
        case .editDevice: edit(.device)
        case .editEnd:
            form.isMaximum = false
            edit(.until)
        case .useMaximum:
            form.isMaximum = true
            edit(.submit)
        case .activateDevice: askForActivation()
        case .problemDetails: overlays.append(.problemDetails(scroll: ListCursor()))
        case .closeProblem:
            let effects = client(.problemDismissed)
            if client.problems.isEmpty { focus = .form }
            return effects
        case .move, .scroll: break
        case .close: return closeOverlay()
        case .accept: return accept()
        case .guide: overlays.append(.guide(ListCursor()))
        case .help: overlays.append(.help(scroll: ListCursor()))
        case .copyDetails:
            let text = details().map(\.plain).joined(separator: "\n")
            notice = App.Notice(text: "Sent to the terminal's clipboard.", isGood: true)
            return [.copy(text)]
        case .quit: return quit()
        case .quitNow: return [.quit(.success)]
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        }
        return []
    }

    private mutating func moveFocus(by step: Int) -> [App.Effect] {
        let effects = leaveProduct()
        form.moveFocus(by: step)
        return effects
    }

    /// Asks the server about a product that was just typed: that costs no seat, and tells how its licenses are opened.
    mutating func leaveProduct() -> [App.Effect] {
        let code = form.product.text
        guard form.focus == .product, !code.isEmpty, client.products[code] == nil else { return [] }
        return client(.lookupRequested(.product(code)))
    }

    private mutating func moveSelection(_ key: Key) -> Bool {
        let rows = rows
        var cursor = ListCursor(rows.firstIndex { $0.id == selection } ?? 0)
        guard cursor.handle(key, count: rows.count, page: max(1, size.rows - 8)) else { return false }
        selection = rows.isEmpty ? nil : rows[cursor.index].id
        return true
    }

    private func nextPane() -> App.Focus {
        switch focus {
        case .form: .borrows
        case .borrows: client.problems.isEmpty ? .form : .problem
        case .problem: .form
        }
    }

    private mutating func edit(_ field: BorrowForm.Field) {
        focus = .form
        form.focus = field
    }

    private mutating func quit() -> [App.Effect] {
        let mayLose = !client.underway.isEmpty || form.isDirty
        guard mayLose, overlays.last != .confirmQuit else { return [.quit(.success)] }
        overlays.append(.confirmQuit)
        return []
    }
}
