import Testing

@testable import NcursesTerminal

@Suite("The clipboard")
struct ClipboardTests {
    @Test("within tmux a copy is asked of tmux itself, and of the terminal around it")
    func copyInTmux() {
        let plain = "\u{1B}]52;c;dGV4dA==\u{7}"
        let passed = "\u{1B}Ptmux;\u{1B}\(plain)\u{1B}\\"
        #expect(Clipboard.sequence(for: "text", inTmux: true) == Array((plain + passed).utf8))
        #expect(Clipboard.sequence(for: "text", inTmux: false) == Array(plain.utf8))
    }
}
