internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension ExtendDialog {
    mutating func layOut(_ desk: Desk) { isCut = box(desk).layout(on: desk.size).layOut(&scroll) }

    func draw(on frame: inout Frame, _ desk: Desk) { frame.draw(box(desk), scroll, isActive: !desk.isCovered) }

    /// The box that it is drawn as.
    func box(_ desk: Desk) -> Box {
        let borrow = desk.borrow(borrow)
        let keys = desk.settings.keymap.applied(to: bindings(desk).filter { disabledReason($0.action, desk) == nil })
        if let over { return Box(over, title: name, keys: keys) }
        if let asked { return Box(title: name, paragraphs: paragraphs(asked, desk), keys: keys) }
        let isKnown = borrow.map { if case .active = $0.status(at: desk.moment) { true } else { false } } ?? false
        let old = oldEnd(desk).map { "It \(isKnown ? "ends" : "surely runs until") \(desk.instant($0))." }
        let doubt =
            purpose == .repeat ? "Its outcome is unknown. Sending it again is safe: it only sets the end again." : nil
        let preview = preview(desk)
        var fields = [
            Box.Field(
                label: "Until", input: until, isSecret: KeyShape.isByAnyMeasureIn(until.text), isFocused: focus == .end,
                fixed: isMaximum ? "[x] max borrow time" : nil, remarks: preview.lines(width: 58))
        ]
        if let secret, let borrow {
            fields.append(
                Box.Field(
                    label: borrow.subject.license.secretName, input: secret, isSecret: true,
                    isFocused: focus == .secret, remarks: keyWanted(desk).map { [($0, .dim)] } ?? []))
        }
        return Box(
            title: name, subject: borrow.map(desk.name),
            paragraphs: [doubt, old, obstacle(desk).map(Strings.waits)].compactMap(\.self), fields: fields,
            // What stands below the end already is not told twice.
            error: focus == .end && preview.tellsFault ? nil : error, keys: keys)
    }

    /// Why the license key has to be typed, in a sentence; nil where it need not be.
    func keyWanted(_ desk: Desk) -> String? {
        guard secret != nil, let borrow = desk.borrow(borrow), case .key = borrow.subject.license else { return nil }
        return Strings.keyWanted(borrow.secretSource) + "."
    }

    /// What it asks before it shortens what is held; nothing where it does not.
    func paragraphs(_ desk: Desk) -> [String] { asked.map { paragraphs($0, desk) } ?? [] }

    private func paragraphs(_ asked: Shortening, _ desk: Desk) -> [String] {
        let question = desk.borrow(borrow).map { Dialog.asksToShorten($0, from: asked.old, to: asked.new, desk) }
        return [question, obstacle(desk).map(Strings.waits)].compactMap(\.self)
    }

    /// Old end → new end, and by how much.
    func preview(_ desk: Desk) -> EndPreview {
        EndPreview(
            typed: isMaximum ? nil : until.text, replacing: oldEnd(desk), now: desk.serverNow, limit: limit(desk),
            local: desk.local)
    }
}

extension LicenseReference {
    /// What signs in to it.
    fileprivate var secretName: String {
        switch self {
        case .key: "Key"
        case .user: "Password"
        case .customerAccount: "Code"
        }
    }
}
