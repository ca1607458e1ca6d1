internal import Licensing
internal import TerminalUI

/// The answers of a first start as far as they have been given. Nothing typed is lost by going back.
public struct SetupDraft: Hashable, Sendable {
    public let facts: SetupFacts
    /// How licenses of the product open, once the server has told.
    var productSignIn: Product.SignIn?
    private var inputs: [SetupStep.ID: TextInput] = [:]
    private var chosen: [SetupStep.ID: Int] = [:]

    public init(_ facts: SetupFacts) {
        self.facts = facts
        for step in SetupStep.ID.allCases.map(SetupStep.of) where step.isText {
            inputs[step.id] = TextInput(limit: step.limit)
        }
        self[.publicKey].replace(with: facts.sandboxKeyFile)
    }

    /// The text of a step; an empty one of a step that has none.
    subscript(id: SetupStep.ID) -> TextInput {
        get { inputs[id] ?? TextInput() }
        set { if inputs[id] != nil { inputs[id] = newValue } }
    }

    /// The place of what is chosen among a step's choices.
    func place(_ id: SetupStep.ID) -> Int { chosen[id] ?? 0 }

    private func isChosen(_ word: String, _ id: SetupStep.ID) -> Bool {
        let choices = SetupStep.of(id).choices
        return choices.indices.contains(place(id)) && choices[place(id)].word == word
    }

    /// What a step holds, as it would be typed; empty where it holds nothing.
    public func answer(_ id: SetupStep.ID) -> String {
        let choices = SetupStep.of(id).choices
        return choices.isEmpty ? self[id].text : choices[place(id)].word
    }

    /// The steps that are asked with the answers so far, in their order.
    public var steps: [SetupStep.ID] {
        var steps: [SetupStep.ID] = [.place]
        if isChosen("other", .place) { steps += [.server, .publicKey] }
        steps +=
            [.authorization]
            + (isChosen("oauth", .authorization) ? [.clientID, .clientSecret] : [.apiKey, .sharedKey])
        steps += [.product, .device, productSignIn == .user ? .user : .licenseKey]
        // A variable would be the secret of every profile.
        return steps + (facts.profile == nil ? [.secrets, .finish] : [.finish])
    }

    /// Whether it is the demo that is wanted.
    var isDemo: Bool { isChosen("demo", .place) }

    /// Whether something has been typed that would be missed.
    var isDirty: Bool { inputs.contains { $0.key != .publicKey && !$0.value.text.isEmpty } }

    /// Whether an answer is held against the world before the next step.
    func isChecked(_ id: SetupStep.ID) -> Bool {
        switch id {
        case .place: isChosen("licensespring", .place)
        case .server, .sharedKey, .clientSecret, .product: true
        case .publicKey, .licenseKey: !self[id].text.isEmpty
        case .authorization, .apiKey, .clientID, .device, .user, .secrets, .finish: false
        }
    }

    /// Keeps what is typed so far, whatever it is.
    mutating func keep(_ text: String, for id: SetupStep.ID) {
        if self[id].text != text { self[id].replace(with: text) }
    }

    /// Takes an answer; where it cannot be one it is kept as a text all the same, to be corrected.
    ///
    /// - Throws: the sentence that says what is wrong with it, and never repeats a secret.
    public mutating func take(_ text: String, for id: SetupStep.ID) throws(AnswerError) {
        let step = SetupStep.of(id)
        switch step.kind {
        case .button: return
        case .choice: return try choose(text, step)
        case .text, .secret: break
        }
        let text = text.trimmed
        var input = self[id]
        input.replace(with: text)
        if input.isCut { throw AnswerError(sentence: Strings.cut(input.limit)) }
        self[id] = input
        if text.isEmpty {
            if id == .device, facts.device == nil {
                throw AnswerError(sentence: "This host has no id of its own: type one.")
            }
            guard step.isOptional else { throw AnswerError(sentence: "\(step.label): something has to be typed here.") }
        } else {
            try step.check(text)
        }
    }

    /// Takes the beginning of a choice's word, or its number.
    private mutating func choose(_ text: String, _ step: SetupStep) throws(AnswerError) {
        let word = text.trimmed.lowercased()
        let meant = step.choices.indices.filter { step.choices[$0].word.hasPrefix(word) || String($0 + 1) == word }
        guard !word.isEmpty, meant.count == 1 else {
            throw AnswerError(sentence: Strings.answerOneOf(step.choices.map(\.word)))
        }
        chosen[step.id] = meant[0]
    }

    /// All that has been answered; what has not is empty.
    public var answers: SetupAnswers {
        func text(_ id: SetupStep.ID) -> String? { self[id].text.isEmpty ? nil : self[id].text }
        let isOther = isChosen("other", .place)
        return SetupAnswers(
            server: isOther ? self[.server].text : facts.vendorServer,
            publicKeyFile: isOther ? text(.publicKey) : nil,
            authorization: isChosen("oauth", .authorization)
                ? .oauth(clientID: self[.clientID].text, clientSecret: Secret(self[.clientSecret].text))
                : .keys(apiKey: Secret(self[.apiKey].text), sharedKey: Secret(self[.sharedKey].text)),
            product: self[.product].text, hardwareID: text(.device).map { HardwareID(rawValue: $0) },
            licenseKeyFile: steps.contains(.licenseKey) ? text(.licenseKey) : nil,
            userName: steps.contains(.user) ? text(.user) : nil,
            secrets: isChosen("variables", .secrets) ? .variables : .files)
    }
}

extension String {
    /// Without the blanks that pasting leaves at its ends.
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
