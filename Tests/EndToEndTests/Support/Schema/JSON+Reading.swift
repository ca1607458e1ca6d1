import Foundation
import TestKit

@testable import Sandbox

extension JSON {
    /// Reads a text, which has to be JSON as it is exchanged between systems.
    init(reading data: Data) throws {
        guard let value = JSON(data) else {
            throw NotSeen(description: "no JSON: \(String(decoding: data, as: UTF8.self))")
        }
        self = value
    }

    /// Its members, where it is an object.
    var members: [String: JSON]? { if case .object(let members) = self { members } else { nil } }

    /// Its elements, where it is an array.
    var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

    /// Its text, where it is one.
    var text: String? { if case .string(let text) = self { text } else { nil } }

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
