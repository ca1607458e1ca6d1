internal import ClientCore
internal import Foundation
internal import Licensing
internal import Screens

// Problems, in sentences, and what can be done about each.
extension PlainDesk {
    mutating func tellProblems() async throws {
        let troubles = await headless.state.troubles
        guard !troubles.isEmpty else { return try talk.say("There is no problem.") }
        let lines = troubles.map { ProblemCatalogue.explain($0.problem).whatHappened }
        guard let place = try await choose(lines, "Which, by number") else { return }
        try await explain(troubles[place])
    }

    /// Says what happened, why, and who can fix it; then asks which of what can be done here to do.
    ///
    /// - Parameter remark: sentences to be said before.
    mutating func explain(_ trouble: Client.Trouble, after remark: [String] = []) async throws {
        let desk = await now()
        let explanation = desk.explain(trouble.problem)
        let toReturn = desk.borrowToReturn(for: trouble)
        // What frees no seat of the license is no remedy.
        let remedies = explanation.remedies.filter { $0.action != .releaseBorrow || toReturn != nil }
        let advice = remedies.filter { !isOpen($0, trouble) }
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
            try await offer(remedies.filter { isOpen($0, trouble) }, trouble)
        } catch is Conversation.Left {
            // What failed has been told; there is nothing to take back.
        }
    }

    private mutating func offer(_ remedies: [Remedy], _ trouble: Client.Trouble) async throws {
        try talk.say("What can be done here:")
        let details = "show all that is known of it"
        while true {
            let lines = remedies.map(\.text) + [details]
            try talk.say(lines.enumerated().map { "\($0 + 1). \($1)" })
            let line = try await talk.ask(
                "What to do, by number, or an empty line for the menu", help: ["A number from 1 to \(lines.count)."])
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { return }
            guard let number = Int(text), lines.indices.contains(number - 1) else {
                try talk.say("Type a number from 1 to \(lines.count), or an empty line.")
                continue
            }
            if remedies.indices.contains(number - 1), let action = remedies[number - 1].action {
                return try await perform(action, trouble)
            }
            try talk.say(await now().details(trouble.problem))
        }
    }

    /// Whether a remedy can be carried out here for what was asked for.
    private func isOpen(_ remedy: Remedy, _ trouble: Client.Trouble) -> Bool {
        let isForm =
            switch trouble.request {
            case .borrow: true
            default: false
            }
        return switch remedy.action {
        case nil: false
        case .retry, .releaseBorrow: true
        case .editProduct, .editSignIn, .editLicense, .editFeature, .editDevice, .editEnd, .useMaximum, .activateDevice:
            isForm
        case .checkLicense: trouble.request.borrow != nil || trouble.borrow != nil
        }
    }

    private mutating func perform(_ action: Remedy.Action, _ trouble: Client.Trouble) async throws {
        let desk = await now()
        switch action {
        case .retry: try await retry(trouble)
        case .editProduct: try await borrow(desk.form(correcting: trouble, .product))
        case .editSignIn: try await borrow(desk.form(correcting: trouble, nil))
        case .editLicense: try await borrow(desk.form(correcting: trouble, .license))
        case .editFeature: try await borrow(desk.form(correcting: trouble, .feature))
        case .editDevice: try await borrow(desk.form(correcting: trouble, .device))
        case .editEnd: try await borrow(desk.form(correcting: trouble, .until))
        case .useMaximum:
            try await borrow(desk.form(correcting: trouble, .borrow))
        case .activateDevice:
            if let purpose = desk.activation(after: trouble) { try await confirm(purpose) }
        case .checkLicense:
            guard let id = trouble.request.borrow ?? trouble.borrow?.id else { return }
            try await confirm(.check(id))
        case .releaseBorrow:
            if let borrow = desk.borrowToReturn(for: trouble) { try await confirm(.release(borrow.id)) }
        }
    }

    /// Sends the same again; where a license key has to be typed for that, asks for it.
    private mutating func retry(_ trouble: Client.Trouble) async throws {
        let state = await headless.state
        if let id = trouble.request.borrow, let borrow = state.book[id], state.needsKey(borrow) {
            switch trouble.request {
            case .release: return try await confirm(.release(id))
            case .check: return try await confirm(.check(id))
            case .extend: return try await send(.extend, borrow)
            default: break
            }
        }
        try await carryOut(.retryRequested(trouble.id, at: Date()))
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
