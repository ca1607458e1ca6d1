internal import ClientCore
internal import Foundation
internal import Licensing
internal import Screens

// Problems, in sentences, and what can be done about each.
extension PlainDesk {
    mutating func tellProblems() async throws {
        let troubles = await headless.state.troubles
        guard !troubles.isEmpty else { return try talk.say("There is no problem.") }
        let desk = await now()
        let lines = troubles.map { desk.explain($0).whatHappened }
        guard let place = try await choose(lines, "Which, by number") else { return }
        try await explain(troubles[place])
    }

    /// Says what happened, why, and who can fix it; then asks which of what can be done here to do.
    ///
    /// - Parameter remark: sentences to be said before.
    @discardableResult
    mutating func explain(_ trouble: Client.Trouble, after remark: [String] = []) async throws -> Course {
        let desk = await now()
        let explanation = desk.explain(trouble)
        let remedies = desk.remedies(of: trouble)
        let advice = remedies.filter { !isOpen($0, trouble, desk) }
        let status = trouble.problem.status.map { ", status \($0)" } ?? ""
        do {
            try talk.say(remark + ["Problem. " + explanation.whatHappened])
            try talk.say(Self.sentence("Likely", explanation.likelyCauses, joint: "; or "))
            try talk.say(Self.sentence("Who can fix it", explanation.solvers.map(\.rawValue), joint: ", "))
            try talk.say("Does a retry help? \(explanation.retry.sentence)")
            try talk.say("Code \(trouble.problem.code.rawValue)\(status).")
            try talk.say(Self.sentence("Outside of Berth you can", advice.map(\.text), joint: "; "))
        } catch {
            // What failed goes before that it cannot be told here.
            throw CommandFailure(trouble)
        }
        do {
            return try await offer(remedies.filter { isOpen($0, trouble, desk) }, trouble)
        } catch let left as Conversation.Left {
            // What failed has been told; there is nothing to take back.
            return left == .back ? .goesOn : .stops
        }
    }

    private mutating func offer(_ remedies: [Remedy], _ trouble: Client.Trouble) async throws -> Course {
        try talk.say("What can be done here:")
        let details = "show all that is known of it"
        let onwards = ahead == 0 ? "for the menu" : "to go on with the next one"
        while true {
            let lines = remedies.map(\.text) + [details]
            try talk.say(lines.enumerated().map { "\($0 + 1). \($1)" })
            let line = try await talk.ask(
                "What to do, by number, or an empty line \(onwards)", help: ["A number from 1 to \(lines.count)."])
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { return .goesOn }
            guard let number = Int(text), lines.indices.contains(number - 1) else {
                try talk.say("Type a number from 1 to \(lines.count), or an empty line.")
                continue
            }
            if remedies.indices.contains(number - 1), let action = remedies[number - 1].action {
                return try await perform(action, trouble)
            }
            try talk.say(await now().details(trouble))
        }
    }

    /// Whether a remedy can be carried out here for what was asked for.
    private func isOpen(_ remedy: Remedy, _ trouble: Client.Trouble, _ desk: SpokenDesk) -> Bool {
        let (isForm, isExtension) =
            switch trouble.request {
            case .borrow: (true, false)
            case .extend(let id, _, _):
                (
                    false,
                    desk.borrows.first { $0.id == id }.map { desk.reason(against: .extend, on: $0) == nil } ?? false
                )
            default: (false, false)
            }
        return switch remedy.action {
        case nil: false
        case .retry, .releaseBorrow: true
        case .editSignIn, .editEnd, .useMaximum: isForm || isExtension
        case .editProduct, .editLicense, .editFeature, .editDevice, .activateDevice: isForm
        case .checkLicense: trouble.request.borrow != nil || trouble.borrow != nil
        }
    }

    private mutating func perform(_ action: Remedy.Action, _ trouble: Client.Trouble) async throws -> Course {
        let desk = await now()
        switch action {
        case .retry: return try await retry(trouble)
        case .editProduct: return try await correct(trouble, .product)
        case .editSignIn: return try await correct(trouble, nil)
        case .editLicense: return try await correct(trouble, .license)
        case .editFeature: return try await correct(trouble, .feature)
        case .editDevice: return try await correct(trouble, .device)
        case .editEnd: return try await correct(trouble, .until)
        case .useMaximum: return try await correct(trouble, .borrow)
        case .activateDevice:
            if let purpose = desk.activation(after: trouble) { return try await confirm(purpose) }
        case .checkLicense:
            if let id = trouble.request.borrow ?? trouble.borrow?.id { return try await confirm(.check(id)) }
        case .releaseBorrow:
            if let borrow = desk.borrowToReturn(for: trouble) { return try await confirm(.release(borrow.id)) }
        }
        return .goesOn
    }

    /// Asks once more for what a request was made of, as it was answered; for the longest borrow by the field of the button.
    ///
    /// - Parameter field: what is to be corrected; nil for the sign-in.
    private mutating func correct(_ trouble: Client.Trouble, _ field: FormField.ID?) async throws -> Course {
        let desk = await now()
        guard case .extend = trouble.request else {
            try await borrow(desk.form(correcting: trouble, field))
            return .goesOn
        }
        guard var draft = desk.draft(after: trouble, isSignIn: field == nil) else { return .goesOn }
        if field == .borrow { draft.isMaximum = true }
        return try await send(draft)
    }

    /// Sends the same again; where a license key has to be typed for that, asks for it.
    private mutating func retry(_ trouble: Client.Trouble) async throws -> Course {
        let state = await headless.state
        if let id = trouble.request.borrow, let borrow = state.book[id], state.needsKey(borrow) {
            switch trouble.request {
            case .release: return try await confirm(.release(id))
            case .check: return try await confirm(.check(id))
            case .extend: return try await correct(trouble, nil)
            default: break
            }
        }
        return try await carryOut(.retryRequested(trouble.id, at: Date()))
    }

    /// `Likely: this or that.`; nothing where there is nothing to name.
    private static func sentence(_ head: String, _ parts: [String], joint: String) -> [String] {
        parts.isEmpty ? [] : ["\(head): \(parts.joined(separator: joint))."]
    }
}

extension Retry {
    fileprivate var sentence: String {
        switch self {
        case .now: "Yes, at once."
        case .later: "Yes, later."
        case .afterChange: "After a change."
        case .no: "No."
        }
    }
}
