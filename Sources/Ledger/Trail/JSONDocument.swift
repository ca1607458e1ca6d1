internal import FoundationEssentials

/// JSON that was read: what each value is and where it stands. Only what is asked for becomes text, a number or a time.
final class JSONDocument {
    /// The text in UTF-8.
    let bytes: [UInt8]
    /// All values, each before those in it.
    fileprivate let nodes: [Node]

    /// The document that a text in UTF-8 is; nil where it is none.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard let nodes = JSONScanner.nodes(of: bytes) else { return nil }
        self.nodes = nodes
    }

    /// The whole.
    var root: Value { Value(document: self, place: 0) }

    /// What a value is.
    enum Kind: UInt8 {
        case null, `true`, `false`, integer, decimal, string, escapedString, array, object
    }

    /// A value, and what stands where of it.
    struct Node {
        private(set) var kind = Kind.null
        /// The bytes of its name, where it is a member, between the quotes; and its own, with the quotes.
        private let nameStart, nameEnd, start: Int32
        private var end: Int32 = 0
        /// The place of the value after it and those in it.
        private var following: Int32 = 0

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }

        /// Whether its name is one, of the bytes of the whole.
        func isCalled(_ wanted: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
            guard Int(nameEnd &- nameStart) == wanted.count else { return false }
            var place = 0
            while place < wanted.count {
                if bytes[Int(nameStart) + place] != wanted[place] { return false }
                place += 1
            }
            return true
        }

        var bytes: Range<Int> { Int(start)..<Int(end) }
        var next: Int { Int(following) }

        init(name: Range<Int>, start: Int) {
            (nameStart, nameEnd, self.start) = (Int32(name.lowerBound), Int32(name.upperBound), Int32(start))
        }

        mutating func finish(_ kind: Kind, end: Int, next: Int) {
            (self.kind, self.end, following) = (kind, Int32(end), Int32(next))
        }
    }

    /// A value of a document.
    struct Value {
        fileprivate let document: JSONDocument
        fileprivate let place: Int
    }

    /// The path of a value from the whole: `line.borrow.id`.
    func path(of value: Value) -> String {
        var (path, place) = ("line", 0)
        while place < value.place {
            var child = place + 1
            while nodes[child].next <= value.place { child = nodes[child].next }
            path += "." + String(decoding: bytes[nodes[child].name], as: UTF8.self)
            place = child
        }
        return path
    }
}

extension JSONDocument.Value {
    private var node: JSONDocument.Node { document.nodes[place] }

    var isObject: Bool { node.kind == .object }

    /// Where it stands, for a sentence.
    var path: String { document.path(of: self) }

    /// A member of an object; nil where there is none.
    subscript(name: StaticString) -> Self? {
        guard isObject else { return nil }
        let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        let found = document.bytes.withUnsafeBufferPointer { bytes in
            document.nodes.withUnsafeBufferPointer { nodes -> Int? in
                let end = nodes[place].next
                var child = place + 1
                // There are a few, and they are found sooner than a name is hashed.
                while child < end {
                    if nodes[child].isCalled(wanted, in: bytes) { return child }
                    child = nodes[child].next
                }
                return nil
            }
        }
        return found.map { Self(document: document, place: $0) }
    }

    // MARK: What it holds; nil where it is of another kind

    var string: String? {
        let inner = node.bytes.dropFirst().dropLast()
        switch node.kind {
        case .string: return document.bytes.withUnsafeBufferPointer { String(decoding: $0[inner], as: UTF8.self) }
        case .escapedString: return unescaped(document.bytes[inner])
        default: return nil
        }
    }

    var bool: Bool? {
        switch node.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    var int64: Int64? {
        node.kind == .integer ? document.bytes.withUnsafeBufferPointer { JSONScanner.integer($0[node.bytes]) } : nil
    }
    var int: Int? { int64.flatMap(Int.init(exactly:)) }
    var int32: Int32? { int64.flatMap(Int32.init(exactly:)) }
    var decimal: Double? { node.kind == .decimal ? Double(digits) : nil }

    var time: Date? {
        guard node.kind == .string else { return nil }
        let inner = node.bytes.dropFirst().dropLast()
        return document.bytes.withUnsafeBufferPointer { LedgerTime.date(UnsafeBufferPointer(rebasing: $0[inner])) }
    }

    /// A word of a list.
    func word<Word: RawRepresentable<String>>() -> Word? { string.flatMap(Word.init(rawValue:)) }

    private var digits: String { String(decoding: document.bytes[node.bytes], as: UTF8.self) }

    private func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        var (text, rest) = ("", bytes)
        while let place = rest.firstIndex(of: UInt8(ascii: "\\")), let escape = JSONEscape(rest[(place + 1)...]) {
            text += String(decoding: rest[..<place], as: UTF8.self)
            text.unicodeScalars.append(escape.scalar)
            rest = rest[(place + 1 + escape.length)...]
        }
        return text + String(decoding: rest, as: UTF8.self)
    }
}
