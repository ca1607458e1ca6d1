internal import FoundationEssentials
internal import Licensing

/// The members of a request, by their names on the wire.
///
/// One value serves all three uses: the JSON body of a POST, the query of a GET, and the account of what was asked in a
/// receipt, which leaves the secrets out. A member that is not set is absent; ``Value/null`` is really sent.
struct RequestFields: Hashable, Sendable {
    /// A member's value.
    enum Value: Hashable, Sendable {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case null
        /// Sent like a text, and left out of receipts.
        case secret(Secret)
    }

    private(set) var values: [String: Value] = [:]

    /// Sets a member.
    mutating func set(_ name: String, _ value: Value) { values[name] = value }

    /// Sets a text, or leaves it out where there is none.
    mutating func set(_ name: String, _ text: String?) { values[name] = text.map(Value.text) }

    /// Sets a number, or leaves it out where there is none.
    mutating func set(_ name: String, _ number: Int64?) { values[name] = number.map(Value.number) }

    /// Every secret in it.
    var secrets: [Secret] {
        values.values.compactMap { value in
            if case .secret(let secret) = value { secret } else { nil }
        }
    }

    /// The same without keys, passwords, codes and tokens.
    var withoutSecrets: RequestFields {
        var copy = self
        copy.values = values.filter { _, value in
            if case .secret = value { false } else { true }
        }
        return copy
    }

    /// Compact JSON with sorted members.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// The members of a query or a form, sorted by name.
    var members: [(name: String, value: String)] {
        values.sorted { $0.key < $1.key }.compactMap { name, value in
            switch value {
            case .text(let text): (name, text)
            case .number(let number): (name, String(number))
            case .secret(let secret): (name, secret.exposed)
            case .flag(let flag): (name, flag ? "true" : "false")
            case .null: nil
            }
        }
    }

    /// The members as `name=value` pairs joined by `&`, percent-encoded and sorted by name; for a query or a form.
    ///
    /// A plus sign is encoded too, because many servers read a bare one as a blank: `ana+test@example.com`.
    var urlEncoded: String {
        var components = URLComponents()
        components.queryItems = members.map { URLQueryItem(name: $0.name, value: $0.value) }
        return (components.percentEncodedQuery ?? "").replacing("+", with: "%2B")
    }
}

extension RequestFields: Encodable {
    func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
}

extension RequestFields.Value: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .null: try container.encodeNil()
        case .secret(let secret): try container.encode(secret.exposed)
        }
    }
}
