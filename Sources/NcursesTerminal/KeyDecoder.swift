internal import CTerminal
internal import TerminalUI

/// Turns bytes and curses' key codes into keys, and drops what is neither: replies and reports that nobody asked for.
///
/// Curses knows the sequences of keys; every other one arrives as its bytes. Those are read to their end here, so that
/// the tail of a reply is not taken for typed text, nor its Escape for the key.
struct KeyDecoder {
    private enum State: Equatable {
        case ground
        /// After Escape, at most by a few bytes if they follow at once.
        case escape
        /// After `ESC O`: one byte more.
        case shifted
        /// After `ESC [`: parameters, then a final byte.
        case control([UInt8])
        /// After the beginning of a string, to BEL or `ESC \`.
        case string(introducer: UInt8, length: Int, isEscaped: Bool)
        /// That many bytes of an old mouse report.
        case skipping(Int)
    }

    private let usesMouse: Bool
    private var state = State.ground
    private var text = TextAssembler()
    /// Whether the character that is being put together came after an Escape.
    private var isAlt = false
    /// The bytes of a paste that has begun and not ended.
    private var paste: [UInt8]?

    /// What a paste is cut to, in bytes.
    private let longestPaste: Int
    /// How long a sequence may be before it is taken for something else.
    private static let longestSequence = 4096

    init(usesMouse: Bool = false, longestPaste: Int = 1 << 20) {
        self.usesMouse = usesMouse
        self.longestPaste = longestPaste
    }

    /// Whether a sequence has begun whose rest may be on its way.
    var isWaiting: Bool { state != .ground }

    /// Takes a byte (0 to 255) or a `CT_KEY_…` code.
    mutating func take(_ code: Int) -> [Key] {
        if paste != nil { return takePasted(code) }
        guard let byte = UInt8(exactly: code) else {
            if state == .escape, code == CT_KEY_BACKSPACE { return takeAfterEscape(0x7F) }
            return endSequence() + takeKey(code)
        }
        switch state {
        case .ground: return takeTyped(byte)
        case .escape: return takeAfterEscape(byte)
        case .shifted: return takeRest(byte, isLast: true)
        case .control(let body): return takeControl(byte, body)
        case .string(let introducer, let length, let isEscaped):
            return takeString(byte, introducer, length, isEscaped)
        case .skipping(let count):
            state = count > 1 ? .skipping(count - 1) : .ground
            return []
        }
    }

    /// Nothing more waits: an Escape that is the last byte is the key.
    mutating func runDry() -> [Key] {
        if let pasted = paste, pasted.last == 3 {
            // The one way out of a paste whose end never comes: ^C, by hand.
            paste = nil
            return []
        }
        guard state == .escape else { return [] }
        state = .ground
        return [.escape]
    }

    /// The rest of a sequence has not come in time.
    mutating func giveUp() -> [Key] { runDry() + endSequence() }

    /// Ends a sequence that is cut off. A bare introducer was a key with Alt.
    private mutating func endSequence() -> [Key] {
        defer { state = .ground }
        switch state {
        case .ground, .skipping: return []
        case .escape: return [.escape]
        case .shifted: return [.alt("O")]
        case .control(let body): return body.isEmpty ? [.alt("[")] : []
        case .string(let introducer, let length, _):
            return length == 0 ? [.alt(Character(Unicode.Scalar(introducer)))] : []
        }
    }
}

// MARK: - Sequences

extension KeyDecoder {
    private mutating func takeAfterEscape(_ byte: UInt8) -> [Key] {
        switch byte {
        case UInt8(ascii: "["): state = .control([])
        case UInt8(ascii: "O"): state = .shifted
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            state = .string(introducer: byte, length: 0, isEscaped: false)
        case 0x1B: return [.escape]
        case 0x20..<0x7F:
            state = .ground
            return [.alt(Character(Unicode.Scalar(byte)))]
        case 0x08, 0x7F:
            state = .ground
            return [.altBackspace]
        case 0x80...:
            state = .ground
            isAlt = true
            return takeText(byte)
        default:
            state = .ground
            return [.escape] + takeTyped(byte)
        }
        return []
    }

    private mutating func takeRest(_ byte: UInt8, isLast: Bool) -> [Key] {
        if byte < 0x20 || byte >= 0x7F { return abandon(byte) }
        if isLast { state = .ground }
        return []
    }

    private mutating func takeControl(_ byte: UInt8, _ body: [UInt8]) -> [Key] {
        switch byte {
        case 0x20...0x3F where body.count < Self.longestSequence:
            state = .control(body + [byte])
            return []
        case UInt8(ascii: "M") where body.isEmpty:
            state = .skipping(3)
            return []
        case 0x40...0x7E:
            state = .ground
            return mouseKey(body, final: byte)
        default:
            return abandon(byte)
        }
    }

    private mutating func takeString(_ byte: UInt8, _ introducer: UInt8, _ length: Int, _ isEscaped: Bool) -> [Key] {
        if isEscaped {
            state = byte == UInt8(ascii: "\\") ? .ground : .escape
            return byte == UInt8(ascii: "\\") ? [] : takeAfterEscape(byte)
        }
        switch byte {
        case 0x07:
            state = .ground
            return []
        case 0x1B:
            state = .string(introducer: introducer, length: length, isEscaped: true)
            return []
        case 0x20... where length < Self.longestSequence:
            state = .string(introducer: introducer, length: length + 1, isEscaped: false)
            return []
        default:
            return abandon(byte)
        }
    }

    /// A byte that cannot belong to the sequence ends it and counts for itself.
    private mutating func abandon(_ byte: UInt8) -> [Key] {
        state = .ground
        return takeTyped(byte)
    }

    /// A button pressed or the wheel turned, in SGR's spelling: `ESC [ < button ; column ; row M`.
    private func mouseKey(_ body: [UInt8], final: UInt8) -> [Key] {
        guard usesMouse, final == UInt8(ascii: "M"), body.first == UInt8(ascii: "<") else { return [] }
        let numbers = String(decoding: body.dropFirst(), as: UTF8.self).split(separator: ";").map { Int($0) ?? -1 }
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return [] }
        // Shift, Alt and Control with it make no difference.
        guard let button = Self.button(numbers[0] & ~0b11100) else { return [] }
        return [.mouse(button, Position(column: numbers[1] - 1, row: numbers[2] - 1))]
    }

    private static func button(_ code: Int) -> MouseButton? {
        switch code {
        case 0: .left
        case 1: .middle
        case 2: .right
        case 64: .wheelUp
        case 65: .wheelDown
        default: nil
        }
    }
}

// MARK: - Keys and text

extension KeyDecoder {
    private mutating func takeTyped(_ byte: UInt8) -> [Key] {
        let interrupted: [Key] = byte < 0x80 && text.isIncomplete ? [.character(text.abandon())] : []
        if byte < 0x80 { isAlt = false }
        switch byte {
        case 0x1B:
            state = .escape
            return interrupted
        case 0x09: return interrupted + [.tab]
        case 0x0A, 0x0D: return interrupted + [.enter]
        case 0x08, 0x7F: return interrupted + [.backspace]
        case 0x00..<0x20:
            let letter = Unicode.Scalar(byte | 0x40)
            return interrupted + [.control(Character(Character(letter).lowercased()))]
        case 0x20..<0x7F: return interrupted + [.character(Character(Unicode.Scalar(byte)))]
        default: return takeText(byte)
        }
    }

    private mutating func takeText(_ byte: UInt8) -> [Key] {
        if text.isIncomplete, !UTF8.isContinuation(byte) { isAlt = false }
        defer { if !text.isIncomplete { isAlt = false } }
        return text.take(byte).map { isAlt ? .alt($0) : .character($0) }
    }

    private mutating func takeKey(_ code: Int) -> [Key] {
        switch code {
        case CT_KEY_UP: return [.up]
        case CT_KEY_DOWN: return [.down]
        case CT_KEY_LEFT: return [.left]
        case CT_KEY_RIGHT: return [.right]
        case CT_KEY_CONTROL_LEFT: return [.controlLeft]
        case CT_KEY_CONTROL_RIGHT: return [.controlRight]
        case CT_KEY_HOME: return [.home]
        case CT_KEY_END: return [.end]
        case CT_KEY_PAGE_UP: return [.pageUp]
        case CT_KEY_PAGE_DOWN: return [.pageDown]
        case CT_KEY_INSERT: return [.insert]
        case CT_KEY_DELETE: return [.delete]
        case CT_KEY_BACKSPACE: return [.backspace]
        case CT_KEY_ENTER: return [.enter]
        case CT_KEY_BACK_TAB: return [.backTab]
        case CT_KEY_PASTE_BEGIN:
            paste = []
            return []
        case (CT_KEY_FUNCTION + 1)...: return [.function(code - CT_KEY_FUNCTION)]
        default: return []
        }
    }

    private mutating func takePasted(_ code: Int) -> [Key] {
        if code == CT_KEY_PASTE_END {
            defer { paste = nil }
            return [.paste(String(decoding: paste ?? [], as: UTF8.self))]
        }
        if let byte = UInt8(exactly: code), (paste?.count ?? 0) < longestPaste { paste?.append(byte) }
        return []
    }
}
