/// One way to read a text: its characters in lower case, and where in the text each of them is written.
struct Reading: Hashable, Sendable {
    /// Scalars; a half of a pair of UTF-16, and a byte that is no whole character, have numbers of their own.
    private(set) var characters: [UInt32] = []
    /// Where each character is written: an escape is longer than what it stands for.
    private(set) var places: [Range<Int>] = []
    /// Which of the characters are letters or digits. All else can be left out, doubled or put in between.
    private(set) var letters: [Int] = []

    /// Reads a text as it is written.
    init(asWritten text: [Unicode.Scalar]) {
        characters = text.map(\.folded.value)
        places = text.indices.map { $0..<$0 + 1 }
        findLetters()
    }

    /// Reads a text with every escape resolved, however deep they are nested: those of JSON, of an address and of HTML.
    ///
    /// What a secret holds that looks like an escape is read in the same way, so that the two meet.
    init(unescaping text: [Unicode.Scalar]) {
        characters.reserveCapacity(text.count)
        places.reserveCapacity(text.count)
        for (place, scalar) in text.enumerated() { append(scalar.folded.value, at: place..<place + 1) }
        findLetters()
    }

    private mutating func findLetters() {
        letters.reserveCapacity(characters.count)
        for place in characters.indices where characters[place].isLetter { letters.append(place) }
    }
}

extension Reading {
    private static let backslash = UInt32(ascii: "\\")

    /// Appends a character, and resolves what it makes complete, and what that does in turn. Nothing is taken off twice.
    private mutating func append(_ character: UInt32, at place: Range<Int>) {
        var next: (character: UInt32, place: Range<Int>)? = (character, place)
        while let written = next {
            push(written.character, at: written.place)
            next = escape().map { ($0.character, removeLast($0.count)) }
        }
    }

    private mutating func push(_ character: UInt32, at place: Range<Int>) {
        var (character, place) = (character, place)
        if characters.last == Self.backslash, !character.isIntroducer {
            // Each level of escaping doubles them, so a row of them counts as one.
            place = removeLast(1).lowerBound..<place.upperBound
            character = character.control ?? character
        }
        if let whole = joined(with: character) {
            place = removeLast(whole.count).lowerBound..<place.upperBound
            character = whole.character
        }
        characters.append(character)
        places.append(place)
    }

    private mutating func removeLast(_ count: Int) -> Range<Int> {
        let written = places[places.count - count].lowerBound..<places[places.count - 1].upperBound
        characters.removeLast(count)
        places.removeLast(count)
        return written
    }

    /// The character that a half of a pair, or the last byte of several, makes of those before it.
    private func joined(with last: UInt32) -> (character: UInt32, count: Int)? {
        if (0xDC00..<0xE000).contains(last), let high = characters.last, (0xD800..<0xDC00).contains(high) {
            let pair = 0x10000 + (high - 0xD800) << 10 + (last - 0xDC00)
            return Unicode.Scalar(pair).map { ($0.folded.value, 1) }
        }
        guard let byte = last.byte else { return nil }
        var bytes = [byte]
        for earlier in characters.suffix(3).reversed() {
            guard let byte = earlier.byte else { return nil }
            bytes.insert(byte, at: 0)
            if let text = String(validating: bytes, as: UTF8.self), let scalar = text.unicodeScalars.first {
                return (scalar.folded.value, bytes.count - 1)
            }
        }
        return nil
    }

    /// What an escape that ends with the last character stands for, and how many characters it is made of.
    private func escape() -> (character: UInt32, count: Int)? {
        guard let last = characters.last else { return nil }
        if last == UInt32(ascii: ";") { return entity() }
        guard last.isHexDigit else { return nil }
        if let number = number(ofLast: 2) {
            if ends(with: "%", before: 2) { return (UInt32(byte: number), 3) }
            if ends(with: "\\x", before: 2) { return (UInt32(byte: number), 4) }
        }
        if ends(with: "\\u", before: 4), let number = number(ofLast: 4) {
            return (Unicode.Scalar(number)?.folded.value ?? number, 6)
        }
        return nil
    }

    private func ends(with text: StaticString, before count: Int) -> Bool {
        let start = characters.count - count - text.utf8CodeUnitCount
        guard start >= 0 else { return false }
        return text.withUTF8Buffer { text in text.indices.allSatisfy { characters[start + $0] == UInt32(text[$0]) } }
    }

    private func number(ofLast count: Int) -> UInt32? {
        guard characters.count >= count else { return nil }
        return Self.number(characters.suffix(count), radix: 16)
    }

    private static func number(_ digits: ArraySlice<UInt32>, radix: UInt32) -> UInt32? {
        guard !digits.isEmpty, digits.count <= 8 else { return nil }
        var number: UInt32 = 0
        for digit in digits {
            guard let value = digit.digit, value < radix else { return nil }
            number = number &* radix &+ value
        }
        return number
    }

    /// An entity of HTML: a number, or one of the names for what is escaped everywhere.
    private func entity() -> (character: UInt32, count: Int)? {
        let tail = characters.suffix(12)
        guard let start = tail.lastIndex(of: UInt32(ascii: "&")) else { return nil }
        let count = tail.endIndex - start
        let name = tail[(start + 1)..<(tail.endIndex - 1)]
        if name.first == UInt32(ascii: "#") {
            let digits = name.dropFirst()
            let number =
                digits.first == UInt32(ascii: "x")
                ? Self.number(digits.dropFirst(), radix: 16) : Self.number(digits, radix: 10)
            return number.flatMap(Unicode.Scalar.init).map { ($0.folded.value, count) }
        }
        let names: KeyValuePairs = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "bsol": "\\", "percnt": "%",
        ]
        return names.first { name.elementsEqual($0.key.unicodeScalars.map(\.value)) }
            .flatMap { $0.value.unicodeScalars.first }.map { ($0.value, count) }
    }
}

extension UInt32 {
    fileprivate init(ascii scalar: Unicode.Scalar) { self = scalar.value }

    /// A byte's own number; of one that is ASCII, the character's.
    fileprivate init(byte: UInt32) {
        self = byte < 0x80 ? Unicode.Scalar(UInt8(byte)).folded.value : Self.firstByte + byte
    }

    /// The first number that is no scalar's.
    private static let firstByte: UInt32 = 0x11_0000

    fileprivate var byte: UInt8? { self >= Self.firstByte ? UInt8(truncatingIfNeeded: self) : nil }

    /// Whether more has to follow a backslash and this.
    fileprivate var isIntroducer: Bool { self == Self(ascii: "u") || self == Self(ascii: "x") }

    /// What it stands for after a backslash, where that is not itself.
    fileprivate var control: UInt32? {
        switch Unicode.Scalar(self) {
        case "b": 0x8
        case "f": 0xC
        case "n": 0xA
        case "r": 0xD
        case "t": 0x9
        default: nil
        }
    }

    fileprivate var digit: UInt32? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }

    fileprivate var isHexDigit: Bool { digit != nil }

    var isDigit: Bool { (0x30...0x39).contains(self) }

    var isLetter: Bool {
        if self < 0x80 { return isDigit || (0x61...0x7A).contains(self) }
        guard let scalar = Unicode.Scalar(self) else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}

extension Unicode.Scalar {
    /// The same in lower case, as far as that is one character.
    var folded: Unicode.Scalar {
        if isASCII { return ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 32) : self }
        let lower = properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? self : self
    }
}
