import Foundation

@testable import Sandbox

/// A schema of JSON, draft 2020-12, as far as Berth's own files use it: a keyword that is not known here is refused, so that none
/// is passed over in silence.
///
/// Known are `type`, `properties`, `required`, `additionalProperties`, `enum`, `items`, `oneOf`, `anyOf`, `$ref` within the file,
/// `pattern` and `minimum`; and `title`, `description`, `$comment`, `$schema`, `$id` and `$defs`, which forbid nothing.
struct JSONSchema: Sendable {
    /// Something that is not as the schema says.
    struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// Where: `$.borrows[0].id`.
        var path: String
        var message: String

        var description: String { "\(path): \(message)" }
    }

    /// What came of holding a value against the schema.
    struct Finding: Sendable {
        var faults: [Fault] = []
        /// The properties of the schema that occur in the value, as pointers into the schema.
        var seen: Set<String> = []
    }

    /// A schema that cannot be used.
    struct Unusable: Error, CustomStringConvertible {
        var description: String
    }

    typealias Node = [String: JSON]

    let root: Node

    /// Reads a schema, and looks at every part of it.
    init(_ data: Data) throws {
        guard let root = try JSON(reading: data).members else { throw Unusable(description: "#: not an object") }
        self.root = root
        try walk { pointer, node in try check(node, at: pointer) }
    }

    /// Holds a value against the schema.
    ///
    /// - Parameter isClosed: whether members that the schema does not name are faults, although it leaves room for them.
    func finding(in value: JSON, isClosed: Bool = true) -> Finding {
        Validation(schema: self, isClosed: isClosed).look(at: value, against: root, at: "#", path: "$")
    }

    /// Every property that the schema names, as a pointer into it, with what it says of that.
    var properties: [String: [String: JSON]] {
        var properties: [String: Node] = [:]
        try? walk { pointer, node in
            for (name, property) in node["properties"]?.members ?? [:] {
                properties[pointer + "/properties/" + name] = property.members
            }
        }
        return properties
    }

    /// The part that a reference means, and its pointer.
    func resolve(_ reference: String) -> (pointer: String, node: Node)? {
        guard reference.hasPrefix("#/$defs/"),
            let node = root["$defs"]?.members?[String(reference.dropFirst(8))]?.members
        else { return nil }
        return (reference, node)
    }

    /// Visits every schema in it, none twice.
    private func walk(_ visit: (String, Node) throws -> Void) throws {
        try walk(root, at: "#", visit)
    }

    private func walk(_ node: Node, at pointer: String, _ visit: (String, Node) throws -> Void) throws {
        try visit(pointer, node)
        func go(_ child: JSON?, _ name: String) throws {
            guard let child, child != .bool(true), child != .bool(false) else { return }
            guard let node = child.members else { throw Unusable(description: "\(pointer)/\(name): not a schema") }
            try walk(node, at: "\(pointer)/\(name)", visit)
        }
        for keyword in ["$defs", "properties"] {
            for (name, child) in node[keyword]?.members ?? [:] { try go(child, "\(keyword)/\(name)") }
        }
        for keyword in ["items", "additionalProperties"] { try go(node[keyword], keyword) }
        for keyword in ["oneOf", "anyOf"] {
            for (index, child) in (node[keyword]?.elements ?? []).enumerated() { try go(child, "\(keyword)/\(index)") }
        }
    }

    private static let keywords: Set<String> = [
        "$schema", "$id", "$defs", "$ref", "$comment", "title", "description", "type", "properties", "required",
        "additionalProperties", "enum", "items", "oneOf", "anyOf", "pattern", "minimum",
    ]

    private func check(_ node: Node, at pointer: String) throws {
        func require(_ isRight: Bool, _ message: String) throws {
            if !isRight { throw Unusable(description: "\(pointer): \(message)") }
        }
        for keyword in node.keys { try require(Self.keywords.contains(keyword), "\(keyword) is not known here") }
        if let reference = node["$ref"] {
            try require(resolve(reference.text ?? "") != nil, "\(reference) leads nowhere")
        }
        if let pattern = node["pattern"] {
            try require((try? Regex(pattern.text ?? "(")) != nil, "\(pattern) is no pattern")
        }
        for name in node["required"]?.elements ?? [] {
            try require(node["properties"]?.members?[name.text ?? ""] != nil, "\(name) is required and not described")
        }
    }
}
