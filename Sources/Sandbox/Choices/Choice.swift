internal import Licensing

/// One of the ``Choices`` as data: its name in a scenario file, where its question stands, and what it says.
public struct Choice: Sendable {
    /// The key in a scenario file.
    public let name: String
    /// The section of the reference that raises the question.
    public let section: String
    /// The question, or what the value says, in a few words.
    public let text: String
    /// What may be written, for people.
    public let values: String
    /// The value of a sandbox that was told nothing, as it is written.
    public let standard: String

    /// Reads the value of a key into choices.
    let decode: @Sendable (KeyedDecodingContainer<AnyKey>, inout Choices) throws -> Void
    /// Writes the value, if it is not the standard.
    let encode: @Sendable (Choices, inout KeyedEncodingContainer<AnyKey>) throws -> Void

    init<Value: ChoiceValue>(
        _ name: String, _ section: String, _ path: any WritableKeyPath<Choices, Value> & Sendable, _ text: String
    ) {
        let key = AnyKey(name)
        self.name = name
        self.section = section
        self.text = text
        values = Value.mayBe
        standard = Choices()[keyPath: path].word
        decode = { container, choices in
            let decoder = try container.superDecoder(forKey: key)
            let value = try Value.read(decoder)
            choices[keyPath: path] = value
        }
        encode = { choices, container in
            let value = choices[keyPath: path]
            guard value != Choices()[keyPath: path] else { return }
            try container.encode(value, forKey: key)
        }
    }
}

/// A type of value that a choice can have.
protocol ChoiceValue: Codable, Equatable, Sendable {
    /// What may be written, for people.
    static var mayBe: String { get }
    /// Reads a value, or throws a ``ScenarioFault`` that says what may be written.
    static func read(_ decoder: any Decoder) throws -> Self
    /// The value as it is written.
    var word: String { get }
}

extension ChoiceValue {
    static func read(_ decoder: any Decoder) throws -> Self {
        do {
            return try decoder.singleValueContainer().decode(Self.self)
        } catch {
            throw ScenarioFault(decoder.codingPath, "must be \(mayBe)")
        }
    }
}

extension Int: ChoiceValue {
    static var mayBe: String { "a whole number" }
    static func read(_ decoder: any Decoder) throws -> Int {
        let number = try? decoder.singleValueContainer().decode(Int.self)
        guard let number, (0...1_000_000_000).contains(number) else {
            throw ScenarioFault(decoder.codingPath, "must be a whole number from 0 to 1000000000")
        }
        return number
    }
    var word: String { String(self) }
}

extension Bool: ChoiceValue {
    static var mayBe: String { "true or false" }
    var word: String { String(self) }
}

extension String: ChoiceValue {
    static var mayBe: String { "a text" }
    var word: String { self }
}

extension ProblemCode: ChoiceValue {
    static var mayBe: String { "a code such as license_expired" }
    static func read(_ decoder: any Decoder) throws -> ProblemCode {
        let text = try? decoder.singleValueContainer().decode(String.self)
        guard let code = text.flatMap(ProblemCode.init(wireText:)) else {
            throw ScenarioFault(decoder.codingPath, "must be a code of the License API, such as license_expired")
        }
        return code
    }
    var word: String { rawValue }
}

extension ProblemCode {
    /// A code in the License API's spelling: lower-case letters, digits and underscores.
    init?(wireText text: String) {
        let isSpelledSo = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard isSpelledSo, !text.isEmpty, text.count <= 64 else { return nil }
        self.init(rawValue: text)
    }
}

extension ChoiceValue where Self: CaseIterable & RawRepresentable, RawValue == String {
    static var mayBe: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    var word: String { rawValue }
}

extension Choices.AuthorizationForm: ChoiceValue {}
extension Choices.SeveralLicenses: ChoiceValue {}
extension Choices.Tolerance: ChoiceValue {}
extension Choices.DateWithoutTime: ChoiceValue {}
extension Choices.EndPastValidity: ChoiceValue {}
extension Choices.Fraction: ChoiceValue {}
extension Choices.HeldSeat: ChoiceValue {}
extension Choices.FeatureBorrowResponse: ChoiceValue {}
extension Choices.UserLicensesElement: ChoiceValue {}
extension Choices.KeyMethodSpelling: ChoiceValue {}
extension Choices.Check: ChoiceValue {}

extension Choices.AuthorizationCheck: ChoiceValue {}

extension Choices.ErrorStatus: ChoiceValue {
    static var mayBe: String { "a status from 400 to 599" }
    var word: String { String(rawValue) }
}

/// An order in which each case of a type stands once.
extension Array: ChoiceValue where Element: ChoiceValue & CaseIterable & Hashable & RawRepresentable<String> {
    static var mayBe: String { "a list of " + Element.allCases.map(\.rawValue).joined(separator: ", ") }
    static func read(_ decoder: any Decoder) throws -> [Element] {
        let list = try? decoder.singleValueContainer().decode([Element].self)
        guard let list, list.count == Element.allCases.count, Set(list).count == list.count else {
            throw ScenarioFault(decoder.codingPath, "must be \(mayBe), each of them once")
        }
        return list
    }
    var word: String { map(\.rawValue).joined(separator: ", ") }
}
