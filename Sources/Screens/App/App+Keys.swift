internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension App.State {
    /// The part that has the keys: what lies topmost, or the part of the desk that has the focus.
    var front: any Part {
        if let overlay = overlays.last { return overlay.part }
        return switch focus {
        case .form: form
        case .list: list
        case .problem: panel
        }
    }

    /// Lets the part that has the keys change itself.
    private mutating func updateFront<Result>(_ body: (inout any Part) -> Result) -> Result {
        if overlays.isEmpty {
            var part = front
            let result = body(&part)
            switch part {
            case let form as BorrowForm: self.form = form
            case let list as BorrowList: self.list = list
            case let panel as ProblemPanel: self.panel = panel
            default: break
            }
            return result
        }
        return overlays[overlays.count - 1].update { overlay in
            var part: any Part = overlay
            defer { if let changed = part as? any OverlayPart { overlay = changed } }
            return body(&part)
        }
    }

    /// The keys of the part that has them, as the keymap has them.
    func bindings() -> [Binding<App.Action>] {
        let all = settings.keymap.applied(to: front.bindings(desk) + App.always)
        return settings.isDemo ? all : all.filter { $0.action != .guide }
    }

    /// Why an action cannot be done now; nil where it can.
    func disabledReason(_ action: App.Action) -> String? { disabledReason(action, desk) }

    /// The same for whoever asks of several actions.
    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? {
        guard action == .stopWaiting else { return front.disabledReason(action, desk) }
        if desk.isWaiting || !awaitedQueries.isEmpty || releases.waiting > 0 { return nil }
        return client.underway.isEmpty ? Strings.nothingUnderway : Strings.cannotBeStopped
    }

    /// What a key press comes to here.
    mutating func keyPressed(_ key: Key, seen: Int? = nil) -> [App.Effect] {
        if let sentence = held(key, seen: seen) {
            // What has come to pass meanwhile is worth more than why a key does nothing.
            notice = notice ?? App.Notice(text: sentence, isGood: false)
            // Both are told where a question has closed: what is pressed goes on without being seen.
            if hasJustClosed, let told = notice?.text, !told.hasSuffix(sentence) {
                notice?.text = told + " " + sentence
            }
            return []
        }
        clearLine()
        guard isLargeEnough else { return keyPressedUnseen(key) }
        if case .mouse(.left, let position) = key { return clicked(position) }
        let taken = updateFront { [desk] in $0.handle(key, desk) }
        if let taken { return carryOut(taken) }
        if let action = bindings().action(for: key) { return perform(action, key) }
        // Escape and a letter that arrive together look like one with Alt.
        if case .alt(let character) = key {
            return keyPressed(.escape, seen: seen) + keyPressed(.character(character), seen: seen)
        }
        if key == .enter, let reason = enterIsNoAnswer { notice = App.Notice(text: reason, isGood: false) }
        return []
    }

    /// Why an Enter, which says yes elsewhere, does not answer the question in front; nil where none is that it might answer.
    private var enterIsNoAnswer: String? {
        let yes = settings.keymap.applied(to: front.bindings(desk)).first { $0.action == .accept }
        return yes.map { Strings.enterIsNoAnswer($0.shownKeys, $0.label) }
    }

    /// Whether a key does something in the part that has the keys.
    func works(_ key: Key) -> Bool {
        if overlays.last?.part.takesText == true || bindings().action(for: key) != nil { return true }
        var part = front
        guard let intents = part.handle(key, desk) else { return false }
        return !intents.contains { if case .notice = $0 { true } else { false } }
    }

    /// On a screen that is too small little can be read, so that nothing but leaving is done; its question stands there in short.
    private mutating func keyPressedUnseen(_ key: Key) -> [App.Effect] {
        switch settings.keymap.applied(to: App.always).action(for: key) {
        case .suspend: [.suspend]
        case .repaint: [.repaint]
        case .interrupt: quit()
        default: []
        }
    }

    /// Does what a binding stands for: what concerns the whole desk here, the rest in the part that has the keys.
    mutating func perform(_ action: App.Action, _ key: Key) -> [App.Effect] {
        if let reason = disabledReason(action) {
            notice = App.Notice(text: reason, isGood: false)
            return []
        }
        switch action {
        case .quit, .interrupt: return quit()
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .help: overlays.append(.text(TextPage(help)))
        case .commands: overlays.append(.commands(CommandList(explained)))
        case .guide: overlays.append(.guide(GuideList(settings.guide, chosen: guidePlace)))
        case .stopWaiting:
            releases.stop()
            if !awaitedQueries.isEmpty { notice = App.Notice(text: Strings.stoppedAsking, isGood: false) }
            return client.underway.filter(\.value.canBeCancelled).keys.flatMap { client(.cancelRequested($0)) }
                + awaitedQueries.flatMap { client(.queryCancelled($0)) }
        case .problem: goToProblem()
        case .list:
            if let id = panel.borrowToReturn { list.choose(id, desk) }
            go(to: .list)
        case .nextPane: go(to: nextPane)
        default: return carryOut(updateFront { [desk] in $0.perform(action, key, desk) })
        }
        return []
    }

    /// The keys of the part in front, each with the reason where it cannot be used now.
    private var explained: [(Binding<App.Action>, reason: String?)] {
        bindings().reduce(into: [Binding<App.Action>]()) { told, binding in
            // What is bound in two places, as to a letter where none is typed, is one thing to a person.
            if let place = told.firstIndex(where: { ($0.action, $0.help) == (binding.action, binding.help) }) {
                told[place].keys += binding.keys.filter { !told[place].keys.contains($0) }
            } else {
                told.append(binding)
            }
        }.map { [desk] in ($0, disabledReason($0.action, desk)) }
    }

    private var help: TextPage.Content { .help(of: front.name, explained, front.legend(desk)) }

    /// What tells the keys of what lies below it tells them as they are by now.
    mutating func explainAnew() {
        for (place, overlay) in overlays.enumerated() {
            switch overlay {
            case .text(var page):
                guard case .help = page.content else { continue }
                page.content = below(place).help
                overlays[place] = .text(page)
            case .commands(var list):
                list.refresh(below(place).explained)
                overlays[place] = .commands(list)
            default: continue
            }
        }
    }

    /// Has the ledger read for the receipts of the borrows whose details show.
    mutating func readReceipts() -> [App.Effect] {
        overlays.indices.compactMap { place in
            guard case .text(var page) = overlays[place], let effect = page.readReceipt(desk) else { return nil }
            overlays[place] = .text(page)
            return effect
        }
    }

    /// Hands what the ledger has of a borrow's receipt to the details that asked for it.
    mutating func take(_ receipt: Result<HeldReceipt?, Problem>, of id: OperationID) {
        for (place, overlay) in overlays.enumerated() {
            guard case .text(var page) = overlay else { continue }
            page.take(receipt, of: id)
            overlays[place] = .text(page)
        }
    }

    /// The desk without what lies at a place over it, and above that.
    private func below(_ place: Int) -> App.State {
        var state = self
        state.overlays.removeSubrange(place...)
        return state
    }

    private var nextPane: App.Focus {
        switch focus {
        case .form: .list
        case .list: client.troubles.isEmpty ? .form : .problem
        case .problem: .form
        }
    }

    /// Gives the keys to a part; the form begins at the first field that wants something.
    mutating func go(to focus: App.Focus) {
        if focus == .problem { return goToProblem() }
        if focus == .form, self.focus != .form, form.correcting == nil { form.begin(desk) }
        self.focus = focus
    }

    mutating func goToProblem() {
        guard !client.troubles.isEmpty else { return }
        if focus != .problem { panel.cameFrom = focus }
        focus = .problem
    }

    /// Whether the question before leaving is open.
    var isAskedToQuit: Bool {
        overlays.contains { if case .dialog(let dialog) = $0 { dialog.purpose == .quit } else { false } }
    }

    private mutating func quit() -> [App.Effect] {
        let losesTyped = form.isDirty || overlays.contains(where: \.part.isDirty)
        let isAtWork = client.mayLose || !client.unsent.isEmpty || releases.isRunning
        guard isAtWork || losesTyped, !isAskedToQuit else { return leave(.success) }
        var dialog = Dialog(.quit)
        dialog.losesTyped = losesTyped
        overlays.append(.dialog(dialog))
        return []
    }

    /// Ends the program: what waits for the server is cancelled, and its outcome written down first.
    mutating func leave(_ code: ExitCode) -> [App.Effect] {
        if dropped.isEmpty { dropped = desk.droppedAtEnd }
        releases.stop()
        atStake = client.underway.filter(\.value.isAtStake).compactMapValues { $0.borrow?.id }
        return client(.shutdownRequested) + [.quit(code)]
    }

    /// What was dropped as the program was left, and what may exist at the server of what was under way then, a sentence each.
    var farewell: [String] {
        let desk = desk
        return dropped + atStake.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { desk.farewell($0, of: $1) }
    }
}
