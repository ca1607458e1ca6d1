internal import ClientCore
internal import Foundation
internal import Licensing
internal import Screens

// What goes to the client, and what comes of it.
extension PlainDesk {
    /// Asks something of the client, waits for it, and tells what came of it.
    @discardableResult
    mutating func carryOut(_ event: Client.Event) async throws -> Course {
        switch event {
        case .requested(let request, let key, _, _, _):
            // Who types one unseen may mistype it; lines that were written beforehand are meant for what comes next.
            return try await carryOut(event, of: request, asksForKey: key == nil || LineInput.isTerminal)
        case .retryRequested(let id, _):
            guard let trouble = await headless.state.troubles.first(where: { $0.id == id }) else { return .goesOn }
            return try await carryOut(event, of: trouble.request, asksForKey: true)
        default: return .goesOn
        }
    }

    /// - Parameter asksForKey: whether a license key is asked for where that is all that is missing.
    private mutating func carryOut(
        _ event: Client.Event, of request: Client.Request, asksForKey: Bool
    ) async throws -> Course {
        var ending = try await wait(for: request, after: event)
        while let question = ending.question, ending.signal == nil {
            guard let confirmation = try await answer(question) else {
                await headless.decline(question)
                try talk.say("Nothing was sent.")
                return .goesOn
            }
            ending = try await wait(for: request, after: confirmation)
        }
        if asksForKey, case .failed(let trouble) = ending.outcome?.result, await headless.state.wantsKey(trouble) {
            return try await askForKey(trouble)
        }
        let course = try await tell(ending)
        return ending.signal == nil ? course : .stops
    }

    /// Lets an event happen that has to do with a request, and waits for what comes of it. That the server is waited for is said
    /// once something is sent.
    ///
    /// - Throws: `Stopped` where a signal ends the program; what may exist at the server then has been told.
    func wait(
        for request: Client.Request, after event: Client.Event, isTold: Bool = true
    ) async throws -> Headless.Ending {
        let ending = await headless.perform(event, of: request) {
            // Where the output takes nothing, the end of the wait tells.
            if isTold { try? talk.say("Waiting for the server… ^C stops waiting.") }
        }
        guard let signal = ending.signal, signal != SIGINT, let code = ExitCode(signal: signal) else { return ending }
        if isTold {
            let farewell = await now().farewell(ending.outcome?.result)
            // Where nobody reads that, standard error has it; a terminal that has gone takes neither.
            do { try talk.say(farewell) } catch { farewell.forEach(Report.note) }
        }
        throw Stopped(code: code)
    }

    /// Asks for the license key of a borrow that is not where it came from, and does with it what was asked for.
    private mutating func askForKey(_ trouble: Client.Trouble) async throws -> Course {
        await headless.dismiss(trouble)
        if trouble.isOfTyped { try talk.say(trouble.problem.message) }
        switch trouble.request {
        case .release(let id): return try await confirm(.release(id), asksForKey: true)
        case .check(let id): return try await confirm(.check(id), asksForKey: true)
        case .extend:
            guard let draft = await now().draft(after: trouble, isSignIn: true) else { return .goesOn }
            return try await send(draft)
        default: return .goesOn
        }
    }

    /// Asks what has to be asked before a borrow; who leaves that question has said no.
    private func answer(_ question: Client.Question) async throws -> Client.Event? {
        do {
            return try await answer(Dialog.Purpose(question))
        } catch is Conversation.Left {
            await headless.decline(question)
            throw Conversation.Left.cancelled
        }
    }

    private mutating func tell(_ ending: Headless.Ending) async throws -> Course {
        guard let outcome = ending.outcome else {
            failure = ending.signal.flatMap { ExitCode(signal: $0) } ?? .failure
            try talk.say("There is no outcome yet; the list shows it once there is.")
            return .goesOn
        }
        let warning = hasWarnedOfClock ? nil : await now().clockWarning
        hasWarnedOfClock = hasWarnedOfClock || warning != nil
        let remark = warning.map { [$0] } ?? []
        if case .failed(let trouble) = outcome.result {
            failure = ProblemCatalogue.explain(trouble.problem).exitCode
            let course = try await explain(trouble, after: remark)
            return trouble.problem.isAboutAll ? .stops : course
        }
        let sentence = await now().sentence(outcome.result)
        try Report.done(sentence) { try talk.say(remark + (sentence.map { [$0] } ?? [])) }
        guard let borrow = outcome.result.checked, borrow.checkTookSeat else { return .goesOn }
        do {
            return try await confirm(.releaseAfterCheck(borrow.id))
        } catch is Conversation.Left {
            try talk.say("The seat stays taken; return it from the menu, or let it time out.")
            return .goesOn
        }
    }
}

extension Client.Outcome.Result {
    /// The borrow that was checked.
    fileprivate var checked: Borrow? {
        switch self {
        case .checked(let borrow, _), .checkedFeature(let borrow, _): borrow
        default: nil
        }
    }
}
