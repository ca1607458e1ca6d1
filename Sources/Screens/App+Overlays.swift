internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension App.State {
    /// Gives a key to the topmost overlay; nil where it has no use for it beyond its bindings.
    mutating func takenByOverlay(_ key: Key) -> [App.Effect]? {
        guard let overlay = overlays.last else { return nil }
        if [.control("c"), .control("z"), .control("l")].contains(key) { return nil }
        let page = max(1, size.rows - 6)
        switch overlay {
        case .calendar(var picker):
            let reply = picker.handle(key)
            overlays[overlays.count - 1] = .calendar(picker)
            return calendarReplied(reply, picker)
        case .choice(var list):
            guard list.cursor.handle(key, count: list.items.count, page: page) else { return nil }
            overlays[overlays.count - 1] = .choice(list)
        case .guide(var cursor):
            guard cursor.handle(key, count: settings.guide.count, page: page) else { return nil }
            overlays[overlays.count - 1] = .guide(cursor)
        case .help(var scroll):
            guard scrolled(&scroll, key) else { return nil }
            overlays[overlays.count - 1] = .help(scroll: scroll)
        case .borrowDetails(let id, var scroll):
            guard scrolled(&scroll, key) else { return nil }
            overlays[overlays.count - 1] = .borrowDetails(id, scroll: scroll)
        case .problemDetails(let id, var scroll):
            guard scrolled(&scroll, key) else { return nil }
            overlays[overlays.count - 1] = .problemDetails(id, scroll: scroll)
        case .seat(var dialog):
            guard var input = dialog.key, input.handle(key) else { return nil }
            dialog.key = input
            dialog.error = input.isCut ? Strings.cut(input.limit) : nil
            overlays[overlays.count - 1] = .seat(dialog)
        case .note(var dialog):
            guard dialog.reason.handle(key) else { return nil }
            dialog.error = nil
            overlays[overlays.count - 1] = .note(dialog)
        case .confirmQuit, .confirmActivation, .confirmRepeat:
            return nil
        }
        return []
    }

    private func scrolled(_ scroll: inout ListCursor, _ key: Key) -> Bool {
        let lines = overlays.last.map { overlayText($0).lines.count } ?? 0
        let hidden = max(0, lines - overlayPage)
        return scroll.handle(key, count: hidden + 1, page: overlayPage)
    }

    private mutating func calendarReplied(_ reply: CalendarPicker.Reply, _ picker: CalendarPicker) -> [App.Effect] {
        switch reply {
        case .none: return []
        case .cancelled: break
        case .accepted:
            form.until.replace(with: local.typed(picker.chosen))
            form.errors[.until] = nil
            form.focus = .submit
        case .maximum:
            form.isMaximum = true
            form.focus = .submit
        }
        overlays.removeLast()
        return []
    }

    /// Takes what the topmost overlay offers.
    mutating func accept() -> [App.Effect] {
        switch overlays.last {
        case .choice(let list): return take(list)
        case .guide(let cursor):
            return settings.guide.indices.contains(cursor.index) ? take(settings.guide[cursor.index]) : []
        case .seat(let dialog): return confirmed(dialog)
        case .note(var dialog):
            guard dialog.reason.text.contains(where: { !$0.isWhitespace }) else {
                dialog.error = Strings.noteNeedsReason
                overlays[overlays.count - 1] = .note(dialog)
                return []
            }
            overlays.removeLast()
            return client(.requested(.note(dialog.borrow, reason: dialog.reason.text), at: now))
        case .confirmRepeat(let id):
            overlays.removeLast()
            return client(.questionConfirmed(id, at: now))
        case .confirmActivation(let request):
            overlays.removeLast()
            return client(.requested(.activate(request, source: .prompt), at: now))
        default: return []
        }
    }

    /// Goes one step back; a question that is left is answered with no.
    mutating func closeOverlay() -> [App.Effect] {
        guard case .confirmRepeat(let id) = overlays.popLast() else { return [] }
        return client(.questionDeclined(id))
    }

    private mutating func take(_ list: ChoiceList) -> [App.Effect] {
        overlays.removeLast()
        guard list.items.indices.contains(list.cursor.index) else { return [] }
        let item = list.items[list.cursor.index]
        form[list.field]?.replace(with: item.value)
        form.errors[list.field] = nil
        let effects = leaveProduct()
        form.moveFocus(by: 1)
        return effects
    }

    /// Opens the list or the calendar of the field that has the focus.
    mutating func openField() -> [App.Effect] {
        switch form.focus {
        case .product: overlays.append(.choice(productChoices()))
        case .device: overlays.append(.choice(deviceChoices()))
        case .license: return openLicenses()
        case .until:
            let reading = try? EndInput.read(form.until.text, now: serverNow, in: settings.timeZone)
            var chosen = serverNow.addingTimeInterval(86_400)
            if case .at(let date) = reading?.end { chosen = date }
            overlays.append(
                .calendar(
                    CalendarPicker(
                        chosen: chosen, now: serverNow, limit: knownLimit, local: local,
                        firstWeekday: settings.firstWeekday)))
        default: break
        }
        return []
    }

    private mutating func openLicenses() -> [App.Effect] {
        guard form.signIn == .user else {
            notice = App.Notice(text: Strings.keyHasOneLicense, isGood: false)
            return []
        }
        var errors: [BorrowForm.Field: String] = [:]
        guard !form.product.text.isEmpty, let credentials = form.credentials(&errors) else {
            form.errors = errors
            notice = App.Notice(text: Strings.needsCredentials, isGood: false)
            return []
        }
        let query = Client.Query.licenses(product: form.product.text, credentials: credentials)
        let effects = client(.requested(.query(query), at: now))
        overlays.append(.choice(licenseChoices()))
        return effects
    }
}
