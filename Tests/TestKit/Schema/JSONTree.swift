public import Foundation

/// A JSON value of any shape, for tests that look at all of it.
public enum JSONTree: Hashable, Sendable, Decodable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    /// Reads a text.
    public init(_ data: Data) throws { self = try JSONDecoder().decode(Self.self, from: data) }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONTree].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    /// Its members, where it is an object.
    public var members: [String: JSONTree]? { if case .object(let members) = self { members } else { nil } }

    /// Its elements, where it is an array.
    public var elements: [JSONTree]? { if case .array(let elements) = self { elements } else { nil } }

    /// Its text, where it is one.
    public var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The types that JSON Schema counts it among.
    var types: Set<String> {
        switch self {
        case .null: ["null"]
        case .bool: ["boolean"]
        case .integer: ["integer", "number"]
        case .number: ["number"]
        case .string: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        }
    }
}
