internal import FoundationEssentials

/// The members of an object, to be read by name; what is missing or of another kind is told with its path.
struct JSONFields {
    private let object: JSONValue
    private let path: String

    init(_ value: JSONValue?, path: String) throws(TrailFault) {
        guard let value, case .object = value else { throw TrailFault("\(path) is no object.") }
        object = value
        self.path = path
    }

    /// A member that has to be there.
    func need<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(TrailFault) -> Value {
        guard let value = try optional(name, read) else { throw TrailFault("\(path).\(name) is missing.") }
        return value
    }

    /// A member that may be absent.
    func optional<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(TrailFault) -> Value? {
        guard let member = object[name] else { return nil }
        guard let value = read(member) else { throw TrailFault("\(path).\(name) is not what it has to be.") }
        return value
    }

    /// A member that is an object and has to be there.
    func object(_ name: String) throws(TrailFault) -> JSONFields {
        try JSONFields(object[name], path: path + "." + name)
    }

    /// A member that is an object and may be absent.
    func optionalObject(_ name: String) throws(TrailFault) -> JSONFields? {
        object[name] == nil ? nil : try object(name)
    }

    /// A member that names one of several kinds.
    func kind(_ name: String) throws(TrailFault) -> String { try need(name, \.string) }

    /// The fault of a kind that nobody knows.
    func unknown(_ name: String, _ kind: String) -> TrailFault {
        TrailFault("\(path).\(name) is “\(kind)”, which this version does not know.")
    }
}

extension JSONValue {
    var string: String? { if case .string(let string) = self { string } else { nil } }
    var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    var int64: Int64? { if case .integer(let number) = self { number } else { nil } }
    var int: Int? { int64.flatMap(Int.init(exactly:)) }
    var int32: Int32? { int64.flatMap(Int32.init(exactly:)) }
    var decimal: Double? { if case .decimal(let number) = self { number } else { nil } }
    var time: Date? { string.flatMap(LedgerTime.date) }
    var data: Data? { string.flatMap { Data(base64Encoded: $0) } }

    /// A word of a list.
    func word<Word: RawRepresentable<String>>() -> Word? { string.flatMap(Word.init(rawValue:)) }
}
