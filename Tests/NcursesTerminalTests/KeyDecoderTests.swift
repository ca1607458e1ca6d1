import CTerminal
import TerminalUI
import Testing

@testable import NcursesTerminal

@Suite("Decoding keys")
struct KeyDecoderTests {
    /// Decodes pieces of input as they arrive, each followed by a pause too short for the rest of a sequence to be late.
    private func keys(_ pieces: [String], usesMouse: Bool = false) -> [Key] {
        var decoder = KeyDecoder(usesMouse: usesMouse)
        return pieces.flatMap { piece in
            piece.utf8.flatMap { decoder.take(Int($0)) } + decoder.runDry()
        }
    }

    @Test("a character whose bytes come one at a time is still one character")
    func splitCharacter() {
        var decoder = KeyDecoder()
        let keys = Array("世é".utf8).flatMap { decoder.take(Int($0)) + decoder.runDry() }
        #expect(keys == [.character("世"), .character("é")])
    }

    @Test("a reply that comes in pieces is still no text")
    func splitReply() {
        #expect(keys(["\u{1B}[24", ";80R", "x"]) == [.character("x")])
        #expect(keys(["\u{1B}]11;rgb:", "ffff/ffff", "/ffff\u{1B}", "\\x"]) == [.character("x")])
    }

    @Test("a sequence that never ends is given up, and what follows is text")
    func unfinishedSequence() {
        var decoder = KeyDecoder()
        for byte in "\u{1B}]11;rgb".utf8 { _ = decoder.take(Int(byte)) }
        #expect(decoder.isWaiting)
        #expect(decoder.giveUp() == [])
        #expect(!decoder.isWaiting)
        #expect(decoder.take(Int(UInt8(ascii: "x"))) == [.character("x")])
    }

    @Test("the beginning of a sequence, typed by hand, is a key with Alt", arguments: ["[", "O", "]", "P"])
    func bareIntroducer(letter: Character) {
        var decoder = KeyDecoder()
        for byte in "\u{1B}\(letter)".utf8 { _ = decoder.take(Int(byte)) }
        #expect(decoder.runDry() == [])
        #expect(decoder.giveUp() == [.alt(letter)])
    }

    @Test("Escape before another key is a key of its own")
    func escapeBeforeKey() {
        var decoder = KeyDecoder()
        #expect(decoder.take(0x1B) + decoder.take(CT_KEY_UP) == [.escape, .up])
        #expect(keys(["\u{1B}\u{1B}"]) == [.escape, .escape])
        #expect(keys(["\u{1B}\r"]) == [.escape, .enter])
    }

    @Test("Backspace with Alt is one key, whichever of its two spellings the terminal has")
    func altBackspace() {
        #expect(keys(["\u{1B}\u{7F}", "\u{1B}\u{8}"]) == [.altBackspace, .altBackspace])
        var decoder = KeyDecoder()
        #expect(decoder.take(0x1B) + decoder.take(CT_KEY_BACKSPACE) == [.altBackspace])
        #expect(decoder.take(CT_KEY_BACKSPACE) == [.backspace])
    }

    @Test("a character of several bytes with Alt is one key, however its bytes come")
    func altCharacter() {
        #expect(keys(["\u{1B}ä世", "\u{1B}世é"]) == [.alt("ä"), .character("世"), .alt("世"), .character("é")])
        var decoder = KeyDecoder()
        let bytes = [0x1B] + Array("ä".utf8).map(Int.init)
        #expect(bytes.dropLast().flatMap { decoder.take($0) } == [])
        #expect(decoder.take(bytes[2]) == [.alt("ä")])
        // Cut off, it leaves nothing to the next one.
        _ = decoder.take(0x1B) + decoder.take(0xC3)
        #expect(decoder.take(Int(UInt8(ascii: "b"))) == [.character("\u{FFFD}"), .character("b")])
        #expect(Array("é".utf8).flatMap { decoder.take(Int($0)) } == [.character("é")])
    }

    @Test("an Escape inside a sequence begins another")
    func restartedSequence() {
        #expect(keys(["\u{1B}[12\u{1B}x"]) == [.alt("x")])
        #expect(keys(["\u{1B}]0;title\u{1B}x"]) == [.alt("x")])
    }

    @Test("a control character ends a sequence and counts for itself")
    func interruptedSequence() {
        #expect(keys(["\u{1B}[12\u{3}x"]) == [.control("c"), .character("x")])
        #expect(keys(["\u{1B}]0;title\rx"]) == [.enter, .character("x")])
    }

    @Test("^C gets out of a paste whose end never comes, and only as the last byte")
    func endlessPaste() {
        var decoder = KeyDecoder()
        _ = decoder.take(CT_KEY_PASTE_BEGIN)
        for byte in "a\u{3}b".utf8 { _ = decoder.take(Int(byte)) }
        #expect(decoder.runDry() == [])
        #expect(decoder.take(CT_KEY_PASTE_END) == [.paste("a\u{3}b")])
        _ = decoder.take(CT_KEY_PASTE_BEGIN)
        _ = decoder.take(3)
        #expect(decoder.runDry() == [])
        #expect(decoder.take(Int(UInt8(ascii: "x"))) == [.character("x")])
    }

    @Test("keys within a paste are not pressed, and bad bytes become stand-ins")
    func oddPaste() {
        var decoder = KeyDecoder()
        _ = decoder.take(CT_KEY_PASTE_BEGIN)
        let codes = [Int(UInt8(ascii: "a")), CT_KEY_UP, 0xFF, Int(UInt8(ascii: "b"))]
        #expect(codes.flatMap { decoder.take($0) } == [])
        #expect(decoder.take(CT_KEY_PASTE_END) == [.paste("a\u{FFFD}b")])
    }

    @Test("a paste is cut to its longest, and what follows it is whole")
    func longPaste() {
        var decoder = KeyDecoder(longestPaste: 4)
        _ = decoder.take(CT_KEY_PASTE_BEGIN)
        for byte in "abcdef".utf8 { _ = decoder.take(Int(byte)) }
        #expect(decoder.take(CT_KEY_PASTE_END) == [.paste("abcd")])
        #expect(decoder.take(Int(UInt8(ascii: "x"))) == [.character("x")])
    }

    @Test("what curses knows and this program does not is nothing")
    func otherKeys() {
        var decoder = KeyDecoder()
        #expect(decoder.take(CT_KEY_OTHER) == [])
        #expect(decoder.take(CT_KEY_PASTE_END) == [])
    }

    @Test(
        "a press of a button counts, with whatever key is held",
        arguments: [
            ("0;2;3", MouseButton.left), ("1;2;3", .middle), ("2;2;3", .right), ("16;2;3", .left), ("28;2;3", .left),
            ("64;2;3", .wheelUp), ("65;2;3", .wheelDown), ("69;2;3", .wheelDown),
        ])
    func mousePress(report: String, button: MouseButton) {
        #expect(keys(["\u{1B}[<\(report)M"], usesMouse: true) == [.mouse(button, Position(column: 1, row: 2))])
    }

    @Test(
        "letting go, dragging, other buttons and broken reports are nothing",
        arguments: [
            "<0;2;3m", "<32;2;3M", "<35;2;3M", "<66;2;3M", "<128;2;3M", "<0;2M", "<0;0;3M", "<0;2;3;4M", "<M", "0;2;3M",
            "<99999999999999999999;2;3M", "<-1;2;3M",
        ])
    func noMousePress(report: String) {
        #expect(keys(["\u{1B}[\(report)x"], usesMouse: true) == [.character("x")])
    }
}
