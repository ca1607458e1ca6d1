internal import Foundation
internal import Licensing
internal import Screens

/// A first start as questions and answers: the same walk, steps and words as on the screen.
struct PlainSetup {
    let talk: Conversation
    let environment: SetupEnvironment

    /// Goes through it, and returns how it ended.
    ///
    /// - Throws: `Conversation.Left.inputEnded` where the input ends before all is answered; nothing is written then.
    func run(_ facts: SetupFacts) async throws -> SetupWalk.Ending {
        var state = SetupWalk.State(facts)
        // The answers before the question at hand: here is no field in which one that was refused is corrected.
        var before = state.draft
        try talk.say(
            "Berth is set up by a few questions; ? explains each. ^C leaves, and nothing is written before the end.")
        if let profile = facts.profile {
            try talk.say(
                "The profile \(profile.inQuotes) is added to \(facts.configFile); what is there stays as it is.")
            if !facts.sharedSettings.isEmpty {
                let names = facts.sharedSettings.joined(separator: ", ")
                try talk.say("What that says to all profiles holds for it, too, where it says nothing else: \(names).")
            }
        } else if facts.isConfigured {
            try talk.say("\(facts.configFile) is there already; it is not replaced without your yes.")
        }
        while true {
            if case .ended(let ending) = state.phase { return ending }
            do {
                try await happen(try await event(&state, &before), &state)
            } catch Conversation.Left.back {
                takeBack(&state, before)
                try await happen(.wentBack(typed: nil), &state)
            } catch Conversation.Left.cancelled {
                try await happen(.left, &state)
            }
        }
    }

    /// What somebody says to what is waited for.
    private func event(_ state: inout SetupWalk.State, _ before: inout SetupDraft) async throws -> SetupWalk.Event {
        switch state.phase {
        case .refused(let sentence):
            try talk.say(sentence)
            takeBack(&state, before)
        case .failed(let problem):
            try explain(problem, state)
            if let event = try await decide(state) { return event }
            takeBack(&state, before)
        case .existing(let paths):
            try talk.say("\(paths.joined(separator: ", ")) \(paths.count == 1 ? "is" : "are") there already.")
            let isYes = try await talk.isConfirmed("Replace?", standard: false, help: "What is there is lost then.")
            return isYes ? .replacingConfirmed : .left
        case .written(let report):
            try talk.say("Written, for you alone to read: \(report.files.joined(separator: ", ")).")
            if !report.variables.isEmpty {
                let names = report.variables.joined(separator: " and ")
                try talk.say("Set \(names) in the environment that starts Berth, and start it again.")
            }
            try talk.say(report.warnings)
            if let profile = state.draft.facts.profile {
                try talk.say("It is used by --profile \(profile.shellQuoted), or where profile: in the file names it.")
            }
            return .answered("", at: environment.now())
        case .asking, .checking, .writing, .ended: break
        }
        before = state.draft
        return .answered(try await answer(state), at: environment.now())
    }

    /// Forgets an answer that was refused, so that it is neither shown nor meant by an empty line. A secret is forgotten by the walk.
    private func takeBack(_ state: inout SetupWalk.State, _ before: SetupDraft) {
        switch state.phase {
        case .refused, .failed: if state.forgotten != state.step, state.step != .finish { state.draft = before }
        case .asking, .checking, .writing, .existing, .written, .ended: break
        }
    }

    /// Asks the step at hand.
    private func answer(_ state: SetupWalk.State) async throws -> String {
        let step = SetupStep.of(state.step)
        if step.kind == .button {
            let facts = state.draft.facts
            let help = "Nothing has been written so far."
            let question =
                facts.profile.map { "Add the profile \($0.inQuotes) to \(facts.configFile)?" }
                ?? "Write \(facts.configFile)?"
            guard try await talk.isConfirmed(question, standard: true, help: help) else {
                throw Conversation.Left.cancelled
            }
            return ""
        }
        let held = state.draft.answer(step.id)
        let standard = step.kind == .secret && !held.isEmpty ? "as before" : held
        let help = step.lineHelp + (step.id == .device ? [state.draft.facts.deviceSource] : [])
        try talk.say(step.choices.enumerated().map { "\($0 + 1). \($1.word): \($1.text)" })
        let line = try await talk.ask(
            step.question(holding: held), standard: standard, help: help, isSecret: step.kind == .secret)
        if step.isEmptied(by: line) { return "" }
        return line.isEmpty ? held : line
    }

    /// What to do after a check that failed; nil to answer anew.
    private func decide(_ state: SetupWalk.State) async throws -> SetupWalk.Event? {
        // Nothing is left to try again with, or to go on with.
        guard state.forgotten != state.step else {
            try talk.say("What was typed is forgotten.")
            return nil
        }
        let isLast = state.step == .finish
        let words = ["again"] + (isLast ? [] : ["another", "skip"])
        let help = [
            "again tries the same once more"
                + (isLast ? "." : ", another asks for another answer, skip goes on without a check.")
        ]
        while true {
            let line = try await talk.ask("What now (\(words.joined(separator: ", ")))", standard: "again", help: help)
            let word = line.trimmingCharacters(in: .whitespaces).lowercased()
            switch words.first(where: { $0.hasPrefix(word) && (!word.isEmpty || $0 == "again") }) {
            case "again": return .answered(state.draft.answer(state.step), at: environment.now())
            case "another": return nil
            case "skip": return .skipped
            default: try talk.say("Answer \(words.joined(separator: " or ")).")
            }
        }
    }

    /// Lets an event happen, carries out what it asks for, and tells what was found.
    private func happen(_ event: SetupWalk.Event, _ state: inout SetupWalk.State) async throws {
        let step = state.step
        for effect in SetupWalk.reduce(&state, event) {
            if case .check(_, let answers, _) = effect {
                try talk.say(step.asksServer ? "Asking \(answers.server)…" : "Reading the file…")
            }
            guard let event = await environment.run(effect) else { continue }
            try await happen(event, &state)
        }
        if case .checked(_, .success(let finding)) = event { try talk.say(finding.sentence) }
    }

    /// Says what happened, what to do, why, and who can fix it.
    private func explain(_ problem: Problem, _ state: SetupWalk.State) throws {
        let explanation = state.explain(problem).withOwnCommands
        try talk.say("Problem. " + explanation.whatHappened)
        if let said = problem.saidByServer { try talk.say("The server said: \(said)") }
        for (head, parts, joint) in [
            ("You can", explanation.remedies.map(\.text), "; "), ("Likely", explanation.likelyCauses, "; or "),
            ("Who can fix it", explanation.solvers.map(\.rawValue), ", "),
        ] where !parts.isEmpty {
            let text = parts.joined(separator: joint)
            try talk.say("\(head): \(text)\(text.hasSuffix(".") ? "" : ".")")
        }
        try talk.say("Code \(problem.code.rawValue)\(problem.status.map { ", status \($0)" } ?? "").")
    }
}

extension SetupStep.ID {
    /// Whether its check goes to the server.
    fileprivate var asksServer: Bool { self != .publicKey && self != .licenseKey }
}
