public import FoundationEssentials
public import Licensing
public import StateMachine
public import TerminalUI

/// A first start on the screen: the way through it (``SetupWalk``), and what a person sees and types around it.
public enum Setup: StateMachine {
    /// All that the screen shows follows from this.
    public struct State: Hashable, Sendable {
        public var walk: SetupWalk.State
        public var size: Size
        /// What this host's clock read at the last event.
        public var now: Date
        /// What is typed into the step at hand.
        var input = TextInput()
        /// Which of the step's choices is marked.
        var choice = ListView()
        var scroll = TextScroll()
        var helpScroll = TextScroll()
        var isHelpShown = false
        /// Whether somebody has begun to leave, and would lose what is typed.
        var isLeaving = false
        /// When the next tick is due; nil while nothing changes by itself.
        var tick: Date?

        public init(_ facts: SetupFacts, size: Size, now: Date) {
            walk = SetupWalk.State(facts)
            self.size = size
            self.now = now
            turnToStep()
        }
    }

    /// What happens to a first start.
    public enum Event: Hashable, Sendable {
        case key(Key, at: Date)
        case resized(Size)
        /// A second more of waiting.
        case ticked(at: Date)
        /// The process came back from a stop.
        case resumed(at: Date)
        case walk(SetupWalk.Event)
        /// The process was told to end.
        case terminated(signal: Int32)
        /// The terminal went away.
        case terminalClosed
    }

    /// What it wants done.
    public enum Effect: Hashable, Sendable {
        case walk(SetupWalk.Effect)
        /// Send `ticked` at this moment.
        case tick(at: Date)
        /// Leave the screen.
        case quit(Ending)
        /// Give the terminal to the shell until `fg`.
        case suspend
        /// Paint everything anew.
        case repaint
    }

    /// How it ended.
    public enum Ending: Hashable, Sendable {
        case ended(SetupWalk.Ending)
        /// A signal ended it, or the terminal went away.
        case terminated(ExitCode)
    }

    public static func schedule(_ effect: Effect) -> EffectSchedule {
        switch effect {
        case .walk(let effect): SetupWalk.schedule(effect)
        case .tick: .background("tick")
        case .quit, .suspend, .repaint: .run
        }
    }

    public static func reduce(_ state: inout State, _ event: Event) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .key(let key, let at):
            state.now = at
            effects = state.keyPressed(key)
        case .resized(let size): state.size = size
        case .ticked(let at):
            state.now = at
            state.tick = nil
        case .resumed(let at): state.now = at
        case .walk(let event): effects = state.walk(event)
        case .terminated(let signal): effects = state.terminate(ExitCode(signal: signal) ?? .terminated)
        case .terminalClosed: effects = state.terminate(.hungUp)
        }
        state.layOut()
        return effects + state.scheduleTick()
    }
}

extension Setup.State {
    /// Passes an event to the walk, and turns to the step that it leads to.
    mutating func walk(_ event: SetupWalk.Event) -> [Setup.Effect] {
        let step = walk.step
        let phase = walk.phase
        var effects = SetupWalk.reduce(&walk, event).map(Setup.Effect.walk)
        if walk.step != step { turnToStep() }
        if walk.phase != phase {
            if walk.forgotten == walk.step { input = walk.draft[walk.step] }
            scroll = TextScroll()
            isLeaving = false
        }
        if case .ended(let ending) = walk.phase, walk.phase != phase { effects.append(.quit(.ended(ending))) }
        return effects
    }

    /// Begins with what the step holds already.
    private mutating func turnToStep() {
        input = walk.draft[walk.step]
        // What cannot be seen is not added to.
        if self.step.kind == .secret {
            input.replaceAsDefault(with: input.text)
        } else {
            input.replace(with: input.text)
        }
        choice = ListView(walk.draft.place(walk.step))
        scroll = TextScroll()
        isHelpShown = false
    }

    fileprivate mutating func terminate(_ code: ExitCode) -> [Setup.Effect] {
        SetupWalk.reduce(&walk, .left).map(Setup.Effect.walk) + [.quit(.terminated(code))]
    }

    /// The seconds for which a check has been waited for.
    var secondsWaited: Int? {
        guard case .checking(let since) = walk.phase else { return nil }
        return max(0, Int(now.timeIntervalSince(since)))
    }

    /// Asks for a tick at the next full second of waiting, unless that one is asked for already.
    fileprivate mutating func scheduleTick() -> [Setup.Effect] {
        guard case .checking(let since) = walk.phase, let secondsWaited else { return [] }
        let next = since.addingTimeInterval(Double(secondsWaited + 1))
        guard next != tick else { return [] }
        tick = next
        return [.tick(at: next)]
    }
}
