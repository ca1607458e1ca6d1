import NcursesTerminal
import TerminalUI
import Testing

extension DeviceTests {
    @Suite("Keys") struct Keys {
        @Test("letters, controls and characters of several bytes come out as typed")
        func typedText() async throws {
            try await Session.run { session in
                let keys = await session.keys(typing: "aé世👩 \r\t\u{7F}\u{1}\u{0}\u{1F}")
                #expect(
                    keys == [
                        .character("a"), .character("é"), .character("世"), .character("👩"), .character(" "), .enter,
                        .tab, .backspace, .control("a"), .control("@"), .control("_"),
                    ])
            }
        }

        @Test(
            "cursor keys are understood in either spelling",
            arguments: [
                ("\u{1B}OA", Key.up), ("\u{1B}[A", .up), ("\u{1B}[B", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left),
                ("\u{1B}OH", .home), ("\u{1B}[H", .home), ("\u{1B}[F", .end), ("\u{1B}[1~", .home), ("\u{1B}[4~", .end),
                ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[2~", .insert), ("\u{1B}[3~", .delete),
                ("\u{1B}[Z", .backTab), ("\u{1B}OP", .function(1)), ("\u{1B}[24~", .function(12)),
                ("\u{1B}[1;2C", .right), ("\u{1B}[1;2A", .up), ("\u{1B}[3;5~", .delete), ("\u{1B}OM", .enter),
                ("\u{1B}Oq", .character("1")), ("\u{1B}Ow", .character("7")), ("\u{1B}Ok", .character("+")),
                ("\u{1B}x", .alt("x")),
            ])
        func sequences(bytes: String, key: Key) async throws {
            try await Session.run { session in
                #expect(await session.keys(typing: bytes) == [key])
            }
        }

        @Test(
            "an arrow with Control or Alt goes by words",
            arguments: [
                ("\u{1B}[1;5D", Key.controlLeft), ("\u{1B}[1;5C", .controlRight), ("\u{1B}[1;3D", .controlLeft),
                ("\u{1B}[1;3C", .controlRight), ("\u{1B}Od", .controlLeft), ("\u{1B}Oc", .controlRight),
                ("\u{1B}[5D", .controlLeft), ("\u{1B}[5C", .controlRight), ("\u{1B}b", .alt("b")),
                ("\u{1B}f", .alt("f")),
            ])
        func words(bytes: String, key: Key) async throws {
            try await Session.run { session in
                #expect(await session.keys(typing: bytes) == [key])
            }
        }

        @Test(
            "function keys are understood in every spelling, under every name",
            arguments: ["xterm-256color", "xterm", "linux", "vt100", "screen", "rxvt"])
        func functionKeys(term: String) async throws {
            let xterm = "\u{1B}OP\u{1B}OQ\u{1B}OR\u{1B}OS\u{1B}[15~"
            let putty = "\u{1B}[11~\u{1B}[12~\u{1B}[13~\u{1B}[14~\u{1B}[15~"
            let console = "\u{1B}[[A\u{1B}[[B\u{1B}[[C\u{1B}[[D\u{1B}[[E"
            try await Session.run(term: term) { session in
                let keys = await session.keys(typing: xterm + putty + console)
                #expect(keys == Array(repeating: (1...5).map(Key.function), count: 3).flatMap { $0 })
                let others = [17, 18, 19, 20, 21, 23, 24].map { "\u{1B}[\($0)~" }.joined()
                #expect(await session.keys(typing: others) == (6...12).map(Key.function))
                let modified = "\u{1B}[1;2P\u{1B}[1;5Q\u{1B}[1;3S\u{1B}[15;2~\u{1B}[24;5~"
                #expect(await session.keys(typing: modified) == [1, 2, 4, 5, 12].map(Key.function))
            }
        }

        @Test(
            "the same keys work under other terminals' names", arguments: ["tmux-256color", "screen", "linux", "vt100"])
        func otherTerminals(term: String) async throws {
            try await Session.run(term: term) { session in
                #expect(
                    await session.keys(typing: "\u{1B}[A\u{1B}OB\u{1B}[Zé") == [.up, .down, .backTab, .character("é")])
            }
        }

        @Test("Escape alone is a key once nothing follows")
        func escapeAlone() async throws {
            try await Session.run { session in
                _ = await session.next()
                session.terminal.type("\u{1B}")
                #expect(await session.next() == .key(.escape))
            }
        }

        @Test("a bracketed paste is one event, line ends and all")
        func paste() async throws {
            try await Session.run { session in
                let keys = await session.keys(typing: "a\u{1B}[200~one\rtwo é\tq\u{1B}[201~b")
                #expect(keys == [.character("a"), .paste("one\rtwo é\tq"), .character("b")])
            }
        }

        @Test("a long paste arrives whole")
        func longPaste() async throws {
            try await Session.run { session in
                let text = String(repeating: "0123456789 ", count: 10_000)
                #expect(await session.keys(typing: "\u{1B}[200~\(text)\u{1B}[201~") == [.paste(text)])
            }
        }

        @Test(
            "what a terminal reports unasked is neither text nor Escape",
            arguments: [
                "\u{1B}[?64;1;2c", "\u{1B}[24;80R", "\u{1B}[0n", "\u{1B}[I", "\u{1B}[O", "\u{1B}[?2026;2$y",
                "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}]11;rgb:ffff/ffff/ffff\u{7}", "\u{1B}[>41;379;0c",
                "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}[8;24;80t", "\u{1B}[48;24;80;0;0t", "\u{1B}[<0;10;10M",
                "\u{1B}[M !!", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}[97;5u",
            ])
        func reports(bytes: String) async throws {
            try await Session.run { session in
                #expect(await session.keys(typing: bytes + "x") == [.character("x")])
            }
        }

        @Test("clicks and the wheel are told with their place, if the mouse is wanted")
        func mouse() async throws {
            try await Session.run(usesMouse: true) { session in
                let keys = await session.keys(typing: "\u{1B}[<0;10;3M\u{1B}[<0;10;3m\u{1B}[<64;1;1M\u{1B}[<65;80;24M")
                #expect(
                    keys == [
                        .mouse(.left, Position(column: 9, row: 2)), .mouse(.wheelUp, Position(column: 0, row: 0)),
                        .mouse(.wheelDown, Position(column: 79, row: 23)),
                    ])
                let output = await session.terminal.output { $0.contains("\u{1B}[?1000h\u{1B}[?1006h") }
                #expect(output.contains("\u{1B}[?1000h\u{1B}[?1006h"))
            }
            try await Session.run { session in
                #expect(await session.keys(typing: "\u{1B}[<64;1;1M") == [])
                #expect(!session.terminal.text.contains("\u{1B}[?1000h"))
            }
        }

        @Test("bytes that are no UTF-8 become stand-ins and take nothing with them")
        func invalidText() async throws {
            try await Session.run { session in
                let keys = await session.keys(typing: [0xFF, 0x61, 0xC3, 0x62, 0xC2, 0x85, 0x80])
                let standIn = Key.character("\u{FFFD}")
                #expect(keys == [standIn, .character("a"), standIn, .character("b"), standIn])
            }
        }

        @Test("random bytes do no harm", arguments: [1, 2, 3] as [UInt64])
        func randomBytes(seed: UInt64) async throws {
            try await Session.run { session in
                var generator = SplitMix(state: seed)
                // Without ^Z, which would stop the test.
                let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) }.filter { $0 != 0x1A }
                let ending = Array("\u{1B}[201~\u{1B}\\\u{7}".utf8)
                let keys = await session.keys(typing: bytes + ending)
                #expect(keys.count > 1000)
                await session.show(Frame("still here"), until: "still here")
            }
        }
    }
}

/// A generator that gives the same numbers every time.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
