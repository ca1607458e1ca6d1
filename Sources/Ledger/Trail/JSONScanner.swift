/// Finds where the values of a JSON text stand, without ever failing otherwise than with nil: no number overflows, and no depth
/// exhausts the stack.
struct JSONScanner {
    /// How deep arrays and objects may lie in each other.
    private static let depth = 16

    /// The text's bytes, which are there as long as ``nodes(of:)`` runs.
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var nodes: [JSONDocument.Node] = []

    /// The values of a text, each before those in it; nil where it is no JSON, holds more than one value, or members that are not
    /// sorted by name.
    static func nodes(of bytes: [UInt8]) -> [JSONDocument.Node]? {
        bytes.withUnsafeBufferPointer { bytes in
            // Places are kept in 32 bits.
            guard bytes.count < Int32.max else { return nil }
            var scanner = JSONScanner(bytes: bytes)
            // As many as a line of the trail has.
            scanner.nodes.reserveCapacity(64)
            guard scanner.value(named: 0..<0, depth: depth) else { return nil }
            scanner.skipBlanks()
            return scanner.position == bytes.count ? scanner.nodes : nil
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { position += 1 }
    }

    /// Steps over what is expected; false where something else stands there.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(_ word: StaticString) -> Bool {
        for place in 0..<word.utf8CodeUnitCount where !take(word.utf8Start[place]) { return false }
        return true
    }

    private mutating func value(named name: Range<Int>, depth: Int) -> Bool {
        guard depth > 0 else { return false }
        skipBlanks()
        let (place, start) = (nodes.count, position)
        nodes.append(JSONDocument.Node(name: name, start: start))
        let kind: JSONDocument.Kind?
        switch next {
        case UInt8(ascii: "{"): kind = members(depth: depth - 1) ? .object : nil
        case UInt8(ascii: "["): kind = elements(depth: depth - 1) ? .array : nil
        case UInt8(ascii: "\""): kind = string()
        case UInt8(ascii: "t"): kind = take("true") ? .true : nil
        case UInt8(ascii: "f"): kind = take("false") ? .false : nil
        case UInt8(ascii: "n"): kind = take("null") ? .null : nil
        default: kind = number()
        }
        guard let kind else { return false }
        nodes[place].finish(kind, end: position, next: nodes.count)
        return true
    }

    private mutating func members(depth: Int) -> Bool {
        var last: Range<Int>?
        return list(closedBy: UInt8(ascii: "}")) { scanner in
            let start = scanner.position + 1
            guard scanner.next == UInt8(ascii: "\""), scanner.string() != nil else { return false }
            let name = start..<scanner.position - 1
            if let last, !scanner.bytes[last].lexicographicallyPrecedes(scanner.bytes[name]) { return false }
            last = name
            scanner.skipBlanks()
            return scanner.take(UInt8(ascii: ":")) && scanner.value(named: name, depth: depth)
        }
    }

    private mutating func elements(depth: Int) -> Bool {
        list(closedBy: UInt8(ascii: "]")) { $0.value(named: 0..<0, depth: depth) }
    }

    /// Scans what stands between brackets, with commas in between; false where something does not fit.
    private mutating func list(closedBy end: UInt8, _ element: (inout JSONScanner) -> Bool) -> Bool {
        position += 1
        skipBlanks()
        if take(end) { return true }
        while true {
            skipBlanks()
            guard element(&self) else { return false }
            skipBlanks()
            if take(end) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func string() -> JSONDocument.Kind? {
        var kind = JSONDocument.Kind.string
        var place = position + 1
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") {
                position = place + 1
                return kind
            }
            place += 1
            if byte >= 0x20, byte != UInt8(ascii: "\\") { continue }
            guard byte == UInt8(ascii: "\\"), let escape = JSONEscape(bytes[place...]) else { return nil }
            kind = .escapedString
            place += escape.length
        }
        return nil
    }

    private mutating func number() -> JSONDocument.Kind? {
        let start = position
        var isWhole = true
        scan: while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isWhole = false
            default: break scan
            }
            position += 1
        }
        if isWhole { return Self.integer(bytes[start..<position]) == nil ? nil : .integer }
        return Double(String(decoding: bytes[start..<position], as: UTF8.self))?.isFinite == true ? .decimal : nil
    }

    /// The whole number that digits are, with a minus sign before them or not; nil for anything else, and where it is too large.
    static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        let isNegative = digits.first == UInt8(ascii: "-")
        let digits = isNegative ? digits.dropFirst() : digits
        guard !digits.isEmpty else { return nil }
        var number: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let digit = Int64(byte) - 0x30
            let (shifted, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooLarge) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
            if isTooLarge || isStillTooLarge { return nil }
            number = sum
        }
        return number
    }
}

/// What follows a backslash in a JSON text.
struct JSONEscape {
    /// The character that it stands for.
    let scalar: Unicode.Scalar
    /// How many bytes it has.
    let length: Int

    /// Reads it from its first byte after the backslash; nil for what is none.
    init?(_ bytes: some Collection<UInt8>) {
        guard let byte = bytes.first else { return nil }
        length = byte == UInt8(ascii: "u") ? 5 : 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
        case UInt8(ascii: "b"): scalar = "\u{8}"
        case UInt8(ascii: "t"): scalar = "\t"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "f"): scalar = "\u{C}"
        case UInt8(ascii: "r"): scalar = "\r"
        // Only what has no shorter spelling: the control characters.
        case UInt8(ascii: "u"):
            let digits = bytes.dropFirst().prefix(4)
            guard digits.count == 4, let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
                return nil
            }
            scalar = Unicode.Scalar(code)
        default: return nil
        }
    }
}
