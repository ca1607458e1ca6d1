internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension App.State {
    /// How long a question that nobody asked for by a key stands before it takes one.
    private static let secondsToReadAQuestion: TimeInterval = 0.5

    /// What a key press comes to here.
    mutating func keyPressed(_ key: Key) -> [App.Effect] {
        notice = nil
        defer { presentWaiting() }
        // What was typed ahead is no answer to a question that came up meanwhile.
        if let questionedAt, [.confirmRepeat, .offerRelease].contains(place), ![.control("c"), .escape].contains(key),
            now.timeIntervalSince(questionedAt) < Self.secondsToReadAQuestion
        {
            return []
        }
        if let effects = takenByOverlay(key) { return effects }
        if overlays.isEmpty, focus == .form, var input = form[form.focus], input.handle(key) {
            form[form.focus] = input
            form.errors[form.focus] = input.isCut ? Strings.cut(input.limit) : nil
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
            return client.underway.filter(\.value.isAwaitingResponse).keys.flatMap { client(.cancelRequested($0)) }
        case .goToForm: focus = .form
        case .goToProblem: goToProblem()
        case .nextProblem: goToNextProblem()
        case .nextPane:
            let next = nextPane()
            if next == .problem { goToProblem() } else { focus = next }
        case .release: ask(.release, about: selectedBorrow)
        case .check: ask(.check, about: focus == .problem ? troubledBorrow : selectedBorrow)
        case .extend: prefill()
        case .borrowDetails:
            if let borrow = selectedBorrow { overlays.append(.borrowDetails(borrow.id, scroll: ListCursor())) }
        case .forget:
            return selectedBorrow.map { client(.requested(.forget($0.id), at: now)) } ?? []
        case .note:
            if let borrow = focus == .problem ? troubledBorrow : selectedBorrow {
                overlays.append(.note(NoteDialog(borrow: borrow.id)))
            }
        case .retry: return retryTrouble()
        case .editProduct: correct(.product)
        case .editSignIn: correct(nil)
        case .editLicense: correct(.license)
        case .editDevice: correct(.device)
        case .editEnd:
            correct(.until)
            form.isMaximum = false
        case .useMaximum:
            correct(.submit)
            form.isMaximum = true
        case .activateDevice: askForActivation()
        case .problemDetails:
            if let trouble = shownTrouble { overlays.append(.problemDetails(trouble.id, scroll: ListCursor())) }
        case .closeProblem: return closeProblem()
        case .move, .scroll: break
        case .close: return closeOverlay()
        case .accept: return accept()
        case .guide: overlays.append(.guide(ListCursor()))
        case .help: overlays.append(.help(scroll: ListCursor()))
        case .copyDetails:
            let text = overlays.last.map(details)?.map(\.plain).joined(separator: "\n") ?? ""
            notice = App.Notice(text: "Sent to the terminal's clipboard.", isGood: true)
            return [.copy(text)]
        case .quit: return quit()
        case .quitNow: return leave(.success)
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
    ///
    /// Not where it looks like a license key, which must not go to the server as anything else.
    mutating func leaveProduct() -> [App.Effect] {
        guard form.focus == .product, let code = try? Validation.product(form.product.text),
            client.products[code] == nil
        else { return [] }
        guard !form.productLooksLikeKey else {
            form.errors[.product] = Strings.productLooksLikeKey
            return []
        }
        return client(.requested(.query(.product(code)), at: now))
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
        case .borrows: client.troubles.isEmpty ? .form : .problem
        case .problem: .form
        }
    }

    private mutating func quit() -> [App.Effect] {
        let mayLose = client.mayLose || form.isDirty
        guard mayLose, overlays.last != .confirmQuit else { return leave(.success) }
        overlays.append(.confirmQuit)
        return []
    }

    /// Ends the program: what waits for the server is cancelled, and its outcome written down first.
    mutating func leave(_ code: ExitCode) -> [App.Effect] {
        client(.shutdownRequested) + [.quit(code)]
    }
}
