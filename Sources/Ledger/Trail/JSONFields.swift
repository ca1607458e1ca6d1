/// The members of an object, to be read by name; what is missing or of another kind is told with its path.
struct JSONFields {
    private let object: JSONDocument.Value

    init(_ value: JSONDocument.Value) throws(TrailFault) {
        guard value.isObject else { throw TrailFault("\(value.path) is no object.") }
        object = value
    }

    /// A member that has to be there.
    func need<Value>(_ name: StaticString, _ read: (JSONDocument.Value) -> Value?) throws(TrailFault) -> Value {
        guard let value = try optional(name, read) else { throw missing(name) }
        return value
    }

    /// A member that may be absent.
    func optional<Value>(
        _ name: StaticString, _ read: (JSONDocument.Value) -> Value?
    ) throws(TrailFault) -> Value? {
        guard let member = object[name] else { return nil }
        guard let value = read(member) else { throw TrailFault("\(member.path) is not what it has to be.") }
        return value
    }

    /// A member that is an object and has to be there.
    func object(_ name: StaticString) throws(TrailFault) -> JSONFields {
        guard let member = object[name] else { throw TrailFault("\(object.path).\(name) is no object.") }
        return try JSONFields(member)
    }

    /// A member that is an object and may be absent.
    func optionalObject(_ name: StaticString) throws(TrailFault) -> JSONFields? {
        guard let member = object[name] else { return nil }
        return try JSONFields(member)
    }

    /// A member that names one of several kinds.
    func kind(_ name: StaticString) throws(TrailFault) -> String { try need(name, \.string) }

    /// The fault of a kind that nobody knows.
    func unknown(_ name: StaticString, _ kind: String) -> TrailFault {
        TrailFault("\(object.path).\(name) is “\(kind)”, which this version does not know.")
    }

    private func missing(_ name: StaticString) -> TrailFault { TrailFault("\(object.path).\(name) is missing.") }
}
