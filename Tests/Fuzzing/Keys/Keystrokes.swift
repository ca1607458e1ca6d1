import CTerminal
import TerminalUI

@testable import NcursesTerminal

/// What has to hold whatever a terminal sends. The first byte tells whether the mouse counts; the others are bytes of the
/// terminal, but for three that stand in no UTF-8: 0xFF and the byte after it are one of curses' key codes, 0xFE is a short
/// pause, and 0xFD one that is too long for the rest of a sequence.
enum Keystrokes {
    private static let longestPaste = 64

    static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.first else { return }
        var decoder = KeyDecoder(usesMouse: first & 1 == 1, longestPaste: longestPaste)
        var rest = bytes.dropFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case 0xFF: check(decoder.take(code(rest.popFirst() ?? 0)))
            case 0xFE: check(decoder.runDry())
            case 0xFD:
                check(decoder.giveUp())
                precondition(!decoder.isWaiting, "a sequence goes on after it was given up")
            default: check(decoder.take(Int(byte)))
            }
        }
        // Whatever came before, a paste and a sequence come to an end, and what is typed then is what was typed.
        check(decoder.take(Int(CT_KEY_PASTE_END)))
        check(decoder.giveUp())
        precondition(decoder.take(Int(UInt8(ascii: "x"))).last == .character("x"), "a letter that is typed is lost")
    }

    private static func code(_ byte: UInt8) -> Int {
        byte < 0x80 ? Int(CT_KEY_UP) + Int(byte) % 24 : Int(CT_KEY_FUNCTION) + Int(byte & 0x3F) + 1
    }

    /// No byte makes more than a few keys, and no control character passes as text.
    private static func check(_ keys: [Key]) {
        precondition(keys.count <= 4, "one byte makes \(keys.count) keys")
        for key in keys {
            switch key {
            case .character(let character):
                precondition(!isControl(character), "a control character is taken for text")
            case .paste(let text):
                // A byte that is not UTF-8 becomes a character of three.
                precondition(text.utf8.count <= 3 * longestPaste, "a paste is longer than it may be")
            case .mouse(_, let position):
                precondition(position.column >= 0 && position.row >= 0, "a click is off the screen")
            default: break
            }
        }
    }

    private static func isControl(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}

/// What libFuzzer, which has the program's `main`, calls with each of its inputs.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    Keystrokes.check(UnsafeBufferPointer(start: bytes, count: count))
    return 0
}
