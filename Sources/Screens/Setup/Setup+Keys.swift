internal import Licensing
internal import TerminalUI

extension Setup {
    /// Something that a key can do here.
    enum Action: String, Hashable, Sendable, CaseIterable {
        case goOn, skip, back, stop, replace, move, scroll, help, closeHelp, leave, suspend, repaint
    }
}

extension Setup.State {
    /// The keys of what is in front: of the step, or of its help.
    var bindings: [Binding<Setup.Action>] {
        let isCut = layout.isCut
        let bindings = isHelpShown ? helpBindings(isCut: isCut) : stepBindings(isCut: isCut)
        return bindings.map { $0.written(inASCII: walk.draft.facts.writesASCII) }
    }

    /// The keys of the step, the most wanted first.
    ///
    /// - Parameter isCut: whether not all of its text can be seen at once.
    func stepBindings(isCut: Bool) -> [Binding<Setup.Action>] {
        let scroll = Binding(
            [Key.pageUp, .pageDown], action: Setup.Action.scroll, label: "scroll",
            help: "Move in a text that is longer than its box.", inFooter: isCut)
        let help = Binding(
            [Key.function(1)] + (step.isText ? [] : [.character("?")]), action: Setup.Action.help, label: "help",
            help: "Show the keys.", inFooter: true)
        let leave: [Key] = [.control("c")] + (step.isText && walk.isAsking ? [] : [.character("q")])
        // How to read on comes right after how to go on.
        return own.prefix(1) + [scroll] + own.dropFirst() + [help] + Self.always(leaving: leave)
    }

    private func helpBindings(isCut: Bool) -> [Binding<Setup.Action>] {
        [
            .init(
                [.up, .down, .pageUp, .pageDown], action: .scroll, label: "scroll", help: "Move in the text.",
                inFooter: isCut),
            .shown(
                .escape, .enter, .character("q"), .character("?"), .function(1), does: .closeHelp, "back", "Go back."),
        ] + Self.always(leaving: [.control("c")])
    }

    /// The keys on a screen that is too small for anything else.
    static let unseen = always(leaving: [.control("c")])

    private static func always(leaving keys: [Key]) -> [Binding<Setup.Action>] {
        [
            .init(keys, action: .leave, label: "leave", help: "Leave without writing anything.", inFooter: true),
            .hidden(.control("z"), does: .suspend, "suspend", "Go to the shell; `fg` comes back."),
            .hidden(.control("l"), does: .repaint, "redraw", "Redraw the screen."),
        ]
    }

    private var own: [Binding<Setup.Action>] {
        switch walk.phase {
        case .asking, .refused: asking("go on", "Check the answer and go on.")
        case .failed where walk.forgotten == walk.step: asking("go on", "Check the answer and go on.")
        case .failed: asking("try again", "Try again, with another answer or the same.")
        case .checking:
            [.shown(.control("x"), .escape, does: .stop, "stop waiting", "Stop waiting for the response.")]
        case .existing:
            [
                .shown(.character("y"), does: .replace, "replace", "Replace these files."),
                .shown(.escape, .character("n"), does: .back, "back", "Leave them as they are."),
            ]
        case .written: [.shown(.enter, does: .goOn, "open the desk", "Go on to the desk.")]
        case .writing, .ended: []
        }
    }

    private func asking(_ label: String, _ help: String) -> [Binding<Setup.Action>] {
        var own: [Binding<Setup.Action>] = [
            .shown(.enter, does: .goOn, walk.step == .finish ? "write" : label, help)
        ]
        if step.kind == .choice { own.append(.shown(.up, .down, does: .move, "choose", "Choose another answer.")) }
        if let label = skipLabel { own.append(.shown(.tab, does: .skip, label, "Go on without this.")) }
        if walk.progress.step > 1 {
            own.append(.shown(.escape, .backTab, does: .back, "back", "Go one step back; what is typed stays."))
        }
        return own
    }

    private var skipLabel: String? {
        if case .failed = walk.phase { return walk.canGoOnAnyway ? "go on anyway" : nil }
        return walk.canBeEmpty ? "skip" : nil
    }

    /// What a key press comes to.
    mutating func keyPressed(_ key: Key) -> [Setup.Effect] {
        let action = size.isLargeEnough ? bindings.action(for: key) : Self.unseen.action(for: key)
        if action != .leave, action != .repaint { isLeaving = false }
        // Nobody answers what cannot be read.
        guard size.isLargeEnough else { return action.map { perform($0) } ?? [] }
        let count = layout.text.count
        if isHelpShown {
            if helpScroll.handle(key, count: count) { return [] }
        } else if answer(key) || scroll.handle(key, count: count) {
            return []
        }
        return action.map { perform($0) } ?? []
    }

    /// Takes a key that types or chooses an answer.
    ///
    /// - Returns: whether it is one.
    private mutating func answer(_ key: Key) -> Bool {
        guard walk.isAsking else { return false }
        if step.isText {
            guard input.handle(key) else { return false }
            // What was wrong with the text is not wrong with another one.
            if case .refused = walk.phase { walk.phase = .asking }
            // What is told of it stands first.
            if input.isCut { scroll = TextScroll() }
            return true
        }
        guard step.kind == .choice else { return false }
        if case .character(let digit) = key, let number = digit.wholeNumberValue,
            step.choices.indices.contains(number - 1)
        {
            choice.index = number - 1
            return true
        }
        // A page is a page of the text.
        return key != .pageUp && key != .pageDown && choice.handle(key, count: step.choices.count)
    }

    private mutating func perform(_ action: Setup.Action) -> [Setup.Effect] {
        switch action {
        case .goOn:
            // What does not fit is told on the screen: half an answer is none.
            guard !input.isCut else { return [] }
            return walk(.answered(step.kind == .choice ? step.choices[choice.index].word : input.text, at: now))
        case .skip: return walk(.skipped)
        case .back: return walk(.wentBack(typed: step.isText ? input.text : nil))
        case .stop: return walk(.stopped)
        case .replace: return walk(.replacingConfirmed)
        case .help:
            isHelpShown = true
            helpScroll = TextScroll()
        case .closeHelp: isHelpShown = false
        case .leave:
            guard hasUnwritten, !isLeaving else { return walk(.left) }
            isLeaving = true
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .move, .scroll: break
        }
        return []
    }

    /// Whether leaving would lose something that was typed.
    private var hasUnwritten: Bool {
        switch walk.phase {
        case .written, .ended: false
        default: walk.draft.isDirty || (step.isText && !input.text.isEmpty && walk.step != .publicKey)
        }
    }
}
