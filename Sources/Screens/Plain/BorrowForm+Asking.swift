public import Foundation
public import Licensing
internal import TerminalUI

/// Why a line cannot be a field's answer.
public struct AnswerError: Error, Hashable, Sendable {
    /// Says what is wrong with it, and never repeats a secret.
    public let sentence: String
}

// The form, asked line by line: an answer is a line of text, and an empty one keeps what the field holds.
extension BorrowForm {
    /// What a field holds, as it would be typed; empty where it holds nothing.
    public func answer(_ id: FormField.ID) -> String {
        let choices = id.field.choices
        return choices.isEmpty ? self[id].text : choices[place(id)]
    }

    /// Takes a line as the answer of a field; where it cannot be that, the field stays as it is.
    ///
    /// - Parameters:
    ///   - isAgain: whether the same line was refused just before: whoever types it once more knows that it is no license key.
    ///   - now: the server's time.
    ///   - limit: the longest borrow in hours, where it is known.
    public mutating func take(
        _ line: String, for id: FormField.ID, isAgain: Bool = false, now: Date, zone: LocalZone, limit: Int?
    ) throws(AnswerError) {
        let field = id.field
        guard field.choices.isEmpty else { return try choose(line, field) }
        var input = self[id]
        if !line.isEmpty { input.replace(with: field.isEmptied(by: line) ? "" : line) }
        if input.isCut { throw AnswerError(sentence: Strings.cut(input.limit)) }
        do {
            let isName = isAgain || isName(id, input.text)
            if !(field.isOptional && input.text.isEmpty) { try field.check(input.text, isName: isName) }
            if id == .until { _ = try Validation.end(typed: input.text, now: now, zone: zone, limit: limit) }
        } catch {
            guard error.sentence == Strings.looksLikeKey, id != .until else {
                throw AnswerError(sentence: error.sentence)
            }
            throw AnswerError(sentence: error.sentence + " " + Strings.noKey("typing it once more"))
        }
        self[id] = input
        takeForNames([id])
    }

    /// Lets the sign-in follow a product that opens in one way alone.
    ///
    /// - Returns: whether it has changed.
    mutating func follow(_ product: Product) -> Bool {
        let before = signIn
        switch product.signIn {
        case .licenseKey: signIn = .licenseKey
        case .user where signIn == .licenseKey: signIn = .user
        case .user, nil: break
        }
        return signIn != before
    }

    private mutating func choose(_ line: String, _ field: FormField) throws(AnswerError) {
        let word = line.lowercased().trimmingCharacters(in: .whitespaces)
        let beginning = field.choices.indices.filter { field.choices[$0].hasPrefix(word) }
        guard let place = word.isEmpty ? place(field.id) : beginning.first, word.isEmpty || beginning.count == 1 else {
            throw AnswerError(sentence: Strings.answerOneOf(field.choices))
        }
        switch field.id {
        case .signIn: signIn = SignIn(rawValue: place) ?? signIn
        case .proofKind: proofKind = ProofKind(rawValue: place) ?? proofKind
        case .maximum: isMaximum = place == 0
        case .more:
            isUnfolded = place == 0
            // Nothing is sent that was not asked for.
            if !isUnfolded { Self.folded.forEach { self[$0].replace(with: "") } }
        default: break
        }
    }

    /// The place of what is chosen among a field's choices.
    private func place(_ id: FormField.ID) -> Int {
        switch id {
        case .signIn: signIn.rawValue
        case .proofKind: proofKind.rawValue
        case .maximum: isMaximum ? 0 : 1
        case .more: isUnfolded ? 0 : 1
        default: 0
        }
    }
}
