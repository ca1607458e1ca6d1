extension Faults: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(rules: try decoder.singleValueContainer().decode([Rule].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rules)
    }
}

extension Faults.Rule: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case endpoint, fault, count
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        func placed<Value>(_ key: CodingKeys, _ read: () throws(ScenarioFault) -> Value) throws -> Value {
            do {
                return try read()
            } catch {
                throw members.fault(key, "is wrong: \(error.message)")
            }
        }
        let endpoint = try members.text(.endpoint)
        let fault = try members.text(.fault)
        let number: Int? = try? members.optional(.count)
        let count: String = try number.map(String.init) ?? members.value(.count, "1")
        self.init(
            path: try placed(.endpoint) { () throws(ScenarioFault) in try Self.path(of: endpoint) },
            faults: try placed(.fault) { () throws(ScenarioFault) in try Self.faults(text: fault) },
            remaining: try placed(.count) { () throws(ScenarioFault) in try Self.count(text: count) })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Route.all.first { $0.path == path }?.name ?? path, forKey: .endpoint)
        try container.encode(faults.map(\.text).joined(separator: "+"), forKey: .fault)
        if let remaining {
            try container.encode(remaining, forKey: .count)
        } else {
            try container.encode("all", forKey: .count)
        }
    }
}

extension Faults.Fault: Codable {
    public init(from decoder: any Decoder) throws {
        let text = (try? decoder.singleValueContainer().decode(String.self)) ?? ""
        do throws(ScenarioFault) {
            try self.init(text: text)
        } catch {
            throw ScenarioFault(decoder.codingPath, "is wrong: \(error.message)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
