@testable import Sandbox

extension JSONSchema {
    /// One look at a value.
    struct Validation {
        let schema: JSONSchema
        let isClosed: Bool

        /// Holds a value against a part of the schema.
        func look(at value: JSON, against node: Node, at pointer: String, path: String) -> Finding {
            var finding = Finding()
            if let (pointer, node) = node["$ref"]?.text.flatMap(schema.resolve) {
                finding.add(look(at: value, against: node, at: pointer, path: path))
            }
            finding.faults += faults(of: value, against: node).map { Fault(path: path, message: $0) }
            if let members = value.members {
                finding.add(look(at: members, against: node, at: pointer, path: path))
            }
            if let elements = value.elements, let items = node["items"]?.members {
                for (index, element) in elements.enumerated() {
                    finding.add(look(at: element, against: items, at: pointer + "/items", path: "\(path)[\(index)]"))
                }
            }
            for keyword in ["oneOf", "anyOf"] {
                guard let choices = node[keyword]?.elements else { continue }
                let findings = choices.enumerated().map { index, choice in
                    look(at: value, against: choice.members ?? [:], at: "\(pointer)/\(keyword)/\(index)", path: path)
                }
                let fitting = findings.filter(\.faults.isEmpty)
                fitting.forEach { finding.add($0) }
                if fitting.isEmpty {
                    finding.faults.append(
                        Fault(path: path, message: "fits none of \(keyword): \(findings.flatMap(\.faults))"))
                } else if keyword == "oneOf", fitting.count > 1 {
                    finding.faults.append(Fault(path: path, message: "fits \(fitting.count) of oneOf"))
                }
            }
            return finding
        }

        private func look(
            at members: [String: JSON], against node: Node, at pointer: String, path: String
        ) -> Finding {
            var finding = Finding()
            for name in (node["required"]?.elements ?? []).compactMap(\.text) where members[name] == nil {
                finding.faults.append(Fault(path: path, message: "\(name) is missing"))
            }
            let properties = node["properties"]?.members
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                if let property = properties?[name]?.members {
                    let place = "\(pointer)/properties/\(name)"
                    finding.seen.insert(place)
                    finding.add(look(at: value, against: property, at: place, path: "\(path).\(name)"))
                } else if let others = node["additionalProperties"]?.members {
                    let place = "\(pointer)/additionalProperties"
                    finding.add(look(at: value, against: others, at: place, path: "\(path).\(name)"))
                } else if node["additionalProperties"] == .bool(false)
                    || (isClosed && properties != nil && node["additionalProperties"] == nil)
                {
                    finding.faults.append(Fault(path: path, message: "\(name) is not described"))
                }
            }
            return finding
        }

        /// What speaks against a value by itself.
        private func faults(of value: JSON, against node: Node) -> [String] {
            var faults: [String] = []
            if let type = node["type"] {
                let types = Set((type.elements ?? [type]).compactMap(\.text))
                if types.isDisjoint(with: value.types) { faults.append("\(value) is not of type \(types.sorted())") }
            }
            if let choices = node["enum"]?.elements, !choices.contains(value) {
                faults.append("\(value) is not one of \(choices)")
            }
            if let pattern = node["pattern"]?.text, let text = value.text, let regex = try? Regex(pattern),
                text.firstMatch(of: regex) == nil
            {
                faults.append("\(text) does not fit \(pattern)")
            }
            if let minimum = node["minimum"]?.double, let number = value.double, number < minimum {
                faults.append("\(number) is less than \(minimum)")
            }
            return faults
        }
    }
}

extension JSONSchema.Finding {
    fileprivate mutating func add(_ other: Self) {
        faults += other.faults
        seen.formUnion(other.seen)
    }
}

extension JSON {
    fileprivate var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .null, .bool, .string, .array, .object: nil
        }
    }
}
