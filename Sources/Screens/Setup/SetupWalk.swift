public import FoundationEssentials
public import Licensing
public import StateMachine

/// The way through a first start: asks one step after another, holds each answer against the world, and has the
/// configuration written.
///
/// The screen and the line-by-line walk send it the same events; neither decides anything.
public enum SetupWalk: StateMachine {
    /// Where somebody is on the way.
    public struct State: Hashable, Sendable {
        public var draft: SetupDraft
        public var step: SetupStep.ID
        public var phase: Phase = .asking
        /// What the checks of earlier answers have found.
        public var findings: [SetupStep.ID: SetupFinding] = [:]
        /// The steps whose check failed, or was not waited for, and that were left all the same.
        public var unchecked: Set<SetupStep.ID> = []
        /// The step whose secret was refused last, and forgotten with that.
        public private(set) var forgotten: SetupStep.ID?
        /// How many checks have begun: what an earlier one has to say is no news.
        var checks = 0

        public init(_ facts: SetupFacts) {
            draft = SetupDraft(facts)
            step = draft.steps.first ?? .finish
        }

        /// The number of the step, from one, and of how many.
        public var progress: (step: Int, count: Int) {
            let steps = draft.steps
            return ((steps.firstIndex(of: step) ?? 0) + 1, steps.count)
        }
    }

    /// What is waited for.
    public enum Phase: Hashable, Sendable {
        /// An answer.
        case asking
        /// Another answer: a sentence says what was wrong with the last.
        case refused(String)
        /// What the check of the answer finds.
        case checking(since: Date)
        /// A decision: the check failed.
        case failed(Problem)
        /// The disk.
        case writing
        /// A yes or no: these files would be replaced.
        case existing([String])
        /// Somebody to have read what was written.
        case written(SetupReport)
        /// Nothing more.
        case ended(Ending)
    }

    public static func schedule(_ effect: Effect) -> EffectSchedule {
        switch effect {
        case .check: .named("check")
        case .stopChecking: .cancel("check")
        case .write: .run
        }
    }

    public static func reduce(_ state: inout State, _ event: Event) -> [Effect] {
        switch event {
        case .answered(let text, let at): return state.answered(text, at: at)
        case .skipped: state.skip()
        case .wentBack(let typed): return state.goBack(typed)
        case .stopped: return state.stop()
        case .checked(let number, let result): state.checked(number, result)
        case .replacingConfirmed:
            guard case .existing = state.phase else { break }
            state.phase = .writing
            return [.write(state.draft.answers, replacing: true)]
        case .wrote(let result): state.wrote(result)
        case .left:
            let effects = state.stop()
            // What is being written is written: its outcome tells.
            if state.phase != .writing { state.phase = .ended(.left) }
            return effects
        }
        return []
    }
}

extension SetupWalk.State {
    /// Whether an answer to the step can be given now.
    public var isAsking: Bool {
        switch phase {
        case .asking, .refused, .failed: true
        case .checking, .writing, .existing, .written, .ended: false
        }
    }

    /// How it ends once somebody has read what was written; nil before.
    fileprivate var isWritten: SetupWalk.Ending? {
        if case .written(let report) = phase { .configured(report) } else { nil }
    }

    fileprivate mutating func answered(_ text: String, at: Date) -> [SetupWalk.Effect] {
        if let ending = isWritten { phase = .ended(ending) }
        guard isAsking else { return [] }
        let before = draft
        do {
            try draft.take(text, for: step)
        } catch {
            let isForgotten = forgetSecret(text)
            forgetChecks(unless: draft == before)
            phase = .refused(error.sentence + (isForgotten ? " " + Strings.secretForgotten : ""))
            return []
        }
        forgotten = nil
        forgetChecks(unless: draft == before)
        if draft.isDemo {
            phase = .ended(.demo)
            return []
        }
        if step == .finish {
            phase = .writing
            return [.write(draft.answers, replacing: false)]
        }
        guard draft.isChecked(step), findings[step] == nil else {
            goOn()
            return []
        }
        checks += 1
        phase = .checking(since: at)
        return [.check(step, draft.answers, number: checks)]
    }

    /// Keeps a secret that was refused nowhere: who cannot see it cannot correct it, and what is pasted next must not be
    /// added to it.
    ///
    /// - Parameter text: the secret as it was typed.
    /// - Returns: whether the step has one that was typed.
    private mutating func forgetSecret(_ text: String) -> Bool {
        guard SetupStep.of(step).kind == .secret, text.contains(where: { !$0.isWhitespace }) else { return false }
        draft.keep("", for: step)
        forgotten = step
        return true
    }

    /// What was found depends on the answers up to there: another answer makes it old.
    private mutating func forgetChecks(unless isSame: Bool) {
        guard !isSame else { return }
        let later = SetupStep.ID.allCases.drop { $0 != step }
        for id in later {
            findings[id] = nil
            unchecked.remove(id)
        }
        if later.contains(.product) { draft.productSignIn = nil }
    }

    private mutating func goOn() {
        let steps = draft.steps
        guard let place = steps.firstIndex(of: step), steps.indices.contains(place + 1) else { return }
        step = steps[place + 1]
        (phase, forgotten) = (.asking, nil)
    }

    fileprivate mutating func skip() {
        switch phase {
        case .failed:
            guard canGoOnAnyway else { break }
            unchecked.insert(step)
            goOn()
        case .asking, .refused:
            guard canBeEmpty else { break }
            let before = draft
            draft.keep("", for: step)
            forgetChecks(unless: draft == before)
            goOn()
        case .checking, .writing, .existing, .written, .ended: break
        }
    }

    /// Whether the step may be left in spite of what its check said: not without the secret that was refused.
    public var canGoOnAnyway: Bool { step != .finish && forgotten != step }

    /// Whether the step may be left without an answer.
    var canBeEmpty: Bool {
        SetupStep.of(step).isOptional && !(step == .device && draft.facts.device == nil)
    }

    fileprivate mutating func goBack(_ typed: String?) -> [SetupWalk.Effect] {
        switch phase {
        case .checking: return stop()
        case .existing:
            phase = .asking
            return []
        case .writing, .written, .ended: return []
        case .asking, .refused, .failed: break
        }
        let before = draft
        if let typed { draft.keep(typed, for: step) }
        forgetChecks(unless: draft == before)
        let steps = draft.steps
        guard let place = steps.firstIndex(of: step), place > 0 else { return [] }
        step = steps[place - 1]
        (phase, forgotten) = (.asking, nil)
        return []
    }

    fileprivate mutating func stop() -> [SetupWalk.Effect] {
        guard case .checking = phase else { return [] }
        checks += 1
        phase = .asking
        return [.stopChecking]
    }

    fileprivate mutating func checked(_ number: Int, _ result: Result<SetupFinding, Problem>) {
        guard case .checking = phase, number == checks else { return }
        switch result {
        case .failure(let problem):
            let explanation = ProblemCatalogue.explain(problem)
            // What helps by itself was not the fault of what was typed.
            if explanation.exitCode == .authorizationRefused, explanation.retry != .now {
                if let fault = step(at: problem) { step = fault }
                _ = forgetSecret(draft.answer(step))
            }
            phase = .failed(problem)
        case .success(let finding):
            findings[step] = finding
            unchecked.remove(step)
            if case .product(let product) = finding { draft.productSignIn = product.signIn }
            goOn()
        }
    }

    fileprivate mutating func wrote(_ result: Result<SetupWalk.Writing, Problem>) {
        guard phase == .writing else { return }
        switch result {
        case .success(.done(let report)): phase = .written(report)
        case .success(.wouldReplace(let paths)): phase = .existing(paths)
        case .failure(let problem): phase = .failed(problem)
        }
    }
}
