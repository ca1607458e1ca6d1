internal import Licensing

/// A key of any name.
struct AnyKey: CodingKey, Hashable {
    var stringValue: String
    var intValue: Int?

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}

/// What is wrong with a scenario, and where: the keys that lead there.
struct ScenarioFault: Error {
    var path: [any CodingKey]
    /// Reads on after the name of the last key: `must be true or false`.
    var message: String
    /// Whether the key itself is at fault, and not its value.
    var isAboutKey: Bool

    init(_ path: [any CodingKey], _ message: String, isAboutKey: Bool = false) {
        self.path = path
        self.message = message
        self.isAboutKey = isAboutKey
    }
}

extension KeyedDecodingContainer<AnyKey> {
    /// Refuses a key that is not among the known ones, with the one that was probably meant.
    func refuseUnknown(_ known: [String], _ path: [any CodingKey]) throws {
        guard let unknown = allKeys.first(where: { !known.contains($0.stringValue) }) else { return }
        let near = NearMatch.of(unknown.stringValue, among: known)
        let hint = near.map { "did you mean \($0)?" } ?? "known here are \(known.joined(separator: ", "))"
        throw ScenarioFault(path + [unknown], "is not a key of a scenario here: \(hint)", isAboutKey: true)
    }
}

/// The members of one mapping of a scenario: reads them strictly, and says in plain words what is wrong.
struct Members<Key: CodingKey & CaseIterable> {
    private let container: KeyedDecodingContainer<Key>
    private let path: [any CodingKey]

    init(_ decoder: any Decoder, _: Key.Type) throws {
        path = decoder.codingPath
        guard let names = try? decoder.container(keyedBy: AnyKey.self) else {
            throw ScenarioFault(path, "must be a mapping of keys to values")
        }
        try names.refuseUnknown(Key.allCases.map(\.stringValue), path)
        container = try decoder.container(keyedBy: Key.self)
    }

    /// A value that has to be there.
    func need<Value: Decodable>(_ key: Key, _ type: Value.Type = Value.self) throws -> Value {
        guard let value: Value = try optional(key) else { throw ScenarioFault(path, "has no \(key.stringValue)") }
        return value
    }

    /// A value that may be left out.
    func value<Value: Decodable>(_ key: Key, _ standard: Value) throws -> Value { try optional(key) ?? standard }

    /// A value that may be left out or null.
    func optional<Value: Decodable>(_ key: Key) throws -> Value? {
        do {
            return try container.decodeIfPresent(Value.self, forKey: key)
        } catch let fault as ScenarioFault {
            throw fault
        } catch let DecodingError.typeMismatch(type, context) where type == Value.self {
            throw ScenarioFault(context.codingPath, "must be \(Self.words(for: Value.self))")
        } catch let error as DecodingError {
            throw ScenarioFault(error.path ?? path + [key], "must be \(Self.words(for: Value.self))")
        }
    }

    /// A number that is not negative.
    func count(_ key: Key, _ standard: Int? = nil) throws -> Int {
        let number: Int = if let standard { try value(key, standard) } else { try need(key) }
        guard (0...1_000_000_000).contains(number) else {
            throw ScenarioFault(path + [key], "must be from 0 to 1000000000")
        }
        return number
    }

    /// The same, where it may be left out.
    func optionalCount(_ key: Key) throws -> Int? {
        container.contains(key) ? try count(key) : nil
    }

    /// A text that is not blank.
    func text(_ key: Key) throws -> String {
        let text: String = try need(key)
        guard text.contains(where: { !$0.isWhitespace }) else { throw ScenarioFault(path + [key], "is blank") }
        return text
    }

    func has(_ key: Key) -> Bool { container.contains(key) }

    /// A fault of one of the members.
    func fault(_ key: Key, _ message: String) -> ScenarioFault { ScenarioFault(path + [key], message) }

    private static func words(for type: Any.Type) -> String {
        switch type {
        case is Bool.Type: "true or false"
        case is Int.Type, is Int64.Type: "a whole number"
        case is String.Type: "a text"
        default: "of another form"
        }
    }
}

extension DecodingError {
    /// Where it went wrong.
    var path: [any CodingKey]? {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath
        @unknown default: nil
        }
    }
}
