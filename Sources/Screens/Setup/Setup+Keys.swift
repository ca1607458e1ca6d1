internal import Licensing
internal import TerminalUI

extension Setup {
    /// Something that a key can do here.
    enum Action: String, Hashable, Sendable, CaseIterable {
        case goOn, skip, back, stop, replace, move, scroll, help, leave, suspend, repaint
    }
}

extension Setup.State {
    /// The keys as they are now, the most wanted first.
    var bindings: [Binding<Setup.Action>] {
        let always: [Binding<Setup.Action>] = [
            .init(
                [.function(1)] + (step.isText ? [] : [.character("?")]), action: .help, label: "help",
                help: "Show the keys.", inFooter: true),
            .init(
                [.control("c")] + (step.isText && walk.isAsking ? [] : [.character("q")]), action: .leave,
                label: "leave", help: "Leave; what has not been written is not written.", inFooter: true),
            .init(
                [.control("z")], action: .suspend, label: "suspend", help: "Go to the shell; `fg` comes back.",
                inFooter: false),
            .init([.control("l")], action: .repaint, label: "repaint", help: "Paint the screen anew.", inFooter: false),
            .init(
                [.pageUp, .pageDown], action: .scroll, label: "scroll",
                help: "Move in a text that is longer than its box.",
                inFooter: false),
        ]
        return own + always
    }

    private var step: SetupStep { SetupStep.of(walk.step) }

    private var own: [Binding<Setup.Action>] {
        switch walk.phase {
        case .asking, .refused: asking("go on", "Take the answer, hold it against the world, and go on.")
        case .failed: asking("try again", "Try again, with another answer or the same.")
        case .checking:
            [
                .init(
                    [.control("x"), .escape], action: .stop, label: "stop waiting", help: "Do not wait for the answer.",
                    inFooter: true)
            ]
        case .existing:
            [
                .init(
                    [.character("y")], action: .replace, label: "replace", help: "Replace these files.", inFooter: true),
                .init(
                    [.escape, .character("n")], action: .back, label: "back", help: "Leave them as they are.",
                    inFooter: true),
            ]
        case .written:
            [.init([.enter], action: .goOn, label: "open the desk", help: "Go on to the desk.", inFooter: true)]
        case .writing, .ended: []
        }
    }

    private func asking(_ label: String, _ help: String) -> [Binding<Setup.Action>] {
        var own: [Binding<Setup.Action>] = [
            .init([.enter], action: .goOn, label: walk.step == .finish ? "write" : label, help: help, inFooter: true)
        ]
        if step.kind == .choice {
            own.append(
                .init([.up, .down], action: .move, label: "choose", help: "Choose another answer.", inFooter: true))
        }
        if let label = skipLabel {
            own.append(.init([.tab], action: .skip, label: label, help: "Go on without this.", inFooter: true))
        }
        if walk.progress.step > 1 {
            own.append(
                .init(
                    [.escape, .backTab], action: .back, label: "back", help: "Go one step back; what is typed stays.",
                    inFooter: true))
        }
        return own
    }

    private var skipLabel: String? {
        if case .failed = walk.phase { return walk.step == .finish ? nil : "go on anyway" }
        return walk.canBeEmpty ? "skip" : nil
    }

    /// What a key press comes to.
    mutating func keyPressed(_ key: Key) -> [Setup.Effect] {
        let action = bindings.action(for: key)
        if action != .leave { isLeaving = false }
        if isHelpShown {
            isHelpShown = false
            if action != .leave { return [] }
        }
        if walk.isAsking, step.isText, input.handle(key) {
            // What was wrong with the text is not wrong with another one.
            if case .refused = walk.phase { walk.phase = .asking }
            return []
        }
        if walk.isAsking, step.kind == .choice, choice.handle(key, count: step.choices.count) { return [] }
        if walk.isAsking, step.kind == .choice, case .character(let digit) = key, let number = digit.wholeNumberValue,
            step.choices.indices.contains(number - 1)
        {
            choice.index = number - 1
            return []
        }
        if scroll.handle(key, count: lines(width: room.width).count) { return [] }
        return action.map { perform($0) } ?? []
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
        case .help: isHelpShown = true
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
