import TestKit
import Testing

@testable import TerminalUI

@Suite("Wrapping")
struct WrappingTests {
    @Test("Lines break between words, and at the line ends of the text")
    func words() {
        #expect(TextWidth.wrap("one two three", to: 7) == ["one two", "three"])
        #expect(TextWidth.wrap("one two three", to: 6) == ["one", "two", "three"])
        #expect(TextWidth.wrap("one\n\ntwo", to: 20) == ["one", "", "two"])
        #expect(TextWidth.wrap("one\r\ntwo", to: 20) == ["one", "two"])
        #expect(TextWidth.wrap("", to: 20) == [""])
    }

    @Test("A word that is longer than a line is cut, and nothing of it is lost")
    func longWords() {
        #expect(TextWidth.wrap("abcdefgh ij", to: 3) == ["abc", "def", "gh", "ij"])
        #expect(TextWidth.wrap("ab cdefgh", to: 4) == ["ab", "cdef", "gh"])
    }

    @Test("A phrase is kept whole as long as a line has room for it, and then is one command over several lines")
    func phrases() {
        let text = "close it to others: chmod 600 /a/b; retry"
        let command = "chmod 600 /a/b"
        #expect(TextWidth.wrap(text, to: 27) == ["close it to others: chmod", "600 /a/b; retry"])
        #expect(TextWidth.wrap(text, to: 27, keeping: [command]) == ["close it to others:", command + "; retry"])
        #expect(TextWidth.wrap(text, to: 15, keeping: [command]) == ["close it to", "others:", command + ";", "retry"])
        #expect(
            TextWidth.wrap(text, to: 10, keeping: [command]) == [
                "close it", "to others:", #"chmod \"#, "600 /a/b", "retry",
            ])
        #expect(TextWidth.wrap("a  b \nc d", to: 3, keeping: ["b \nc", "c d"]) == ["a b", "c d"])
    }

    @Test(
        "A command between backticks is kept whole, and where no line has room for it, it is one over several, or left out"
    )
    func commands() {
        let text = "open `berth --profile a`, or run `berth release b`."
        #expect(TextWidth.wrap(text, to: 26) == ["open `berth --profile a`,", "or run `berth release b`."])
        #expect(
            TextWidth.wrap(text, to: 20) == ["open", "`berth --profile a`,", "or run", "`berth release b`."])
        #expect(
            TextWidth.wrap(text, to: 12) == [
                "open", #"berth \"#, #"--profile \"#, "a", "or run", #"berth \"#, "release b",
            ])
        let told = TextWidth.wrap(text, to: 12, inPlaceOfCommands: "(? shows it)")
        #expect(told == ["open (?", "shows it),", "or run (?", "shows it)."])
        #expect(TextWidth.wrap("it`s a b", to: 4) == ["it`s", "a b"], "one alone is a sign")
    }

    @Test("A command over several lines is one to a shell, within a word too", arguments: 5...40)
    func shell(columns: Int) {
        let command =
            "berth settle 01AB --repeat --ledger /var/lib/berth/ledger.sqlite --config '/my files/of berth.yaml'"
        let lines = TextWidth.wrap("run `\(command)`, then look", to: columns)
        #expect(lines.allSatisfy { TextWidth.columns($0) <= columns }, "\(lines)")
        // As a shell reads it: what is quoted ends and begins anew.
        let text = lines.joined(separator: "\n").replacing("'\\\n'", with: "").replacing("\\\n", with: "")
        #expect(text.split(separator: "\n").contains { $0 == command }, "\(lines)")
    }

    @Test("A word that is not to be cut stands in a line as wide as it is")
    func wholeWords() {
        #expect(TextWidth.wrap("see /a/long/path now", to: 8, cutsWords: false) == ["see", "/a/long/path", "now"])
        #expect(TextWidth.wrap("do: cp a b", to: 4, keeping: ["cp a b"], cutsWords: false) == ["do:", "cp a b"])
    }

    @Test("Wide glyphs are not cut in half; one that fits nowhere is left to be cut where it is written")
    func wide() {
        #expect(TextWidth.wrap("世界世界", to: 5) == ["世界", "世界"])
        #expect(TextWidth.wrap("世界", to: 1) == ["世", "界"])
    }

    @Test("No line is wider than asked, whatever the text", arguments: 1...12)
    func widths(columns: Int) {
        let text = "Größe e\u{301}e\u{301} a-very-long-word and some short ones"
        let lines = TextWidth.wrap(text, to: columns)
        #expect(lines.allSatisfy { TextWidth.columns($0) <= columns })
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }

    /// At four columns a quote beside a wide glyph was cut off over and over.
    @Test("Wrapping comes to an end, and no line is wider than asked, whatever is quoted", arguments: 1...14)
    func quotes(columns: Int) {
        var random = SeededGenerator(seed: UInt64(columns))
        let parts = [
            "'", "'", "`", "`", " ", " ", "世", "界", "a", "bc", "-d", ".", "e\u{301}", "\\", "\u{1B}", "👩‍💻", "\n",
        ]
        for round in 0..<3000 {
            let text = (0..<Int.random(in: 1...16, using: &random)).map { _ in random.pick(parts) }.joined()
            let phrases = round.isMultiple(of: 3) ? [text] : []
            let lines = TextWidth.wrap(text, to: columns, keeping: phrases)
            // Below that a quote, what is wide, a quote and the sign that goes on have no room.
            if columns > 4 {
                #expect(lines.allSatisfy { TextWidth.columns($0) <= columns }, "\(text.debugDescription): \(lines)")
            }
        }
        #expect(!TextWidth.wrap("run `x '世界 世界'`", to: columns).isEmpty)
    }

    @Test("Where there is no room there are no lines", arguments: [0, -1])
    func noRoom(columns: Int) {
        #expect(TextWidth.wrap("text", to: columns) == [])
    }

    @Test("Of a wide glyph that is dropped by half, a blank stays")
    func dropping() {
        #expect(TextWidth.dropColumns("a世b", 0) == "a世b")
        #expect(TextWidth.dropColumns("a世b", 1) == "世b")
        #expect(TextWidth.dropColumns("a世b", 2) == " b")
        #expect(TextWidth.dropColumns("a世b", 3) == "b")
        #expect(TextWidth.dropColumns("a世b", 9) == "")
    }
}
