import Licensing
import Testing

@Suite("What to type")
struct RemedyTests {
    @Test(
        "A path is one word of a shell, quoted only where that is needed",
        arguments: [
            ("/srv/b-1_x.sqlite", "/srv/b-1_x.sqlite"), ("/srv/My Documents", "'/srv/My Documents'"),
            ("/it's", #"'/it'\''s'"#), ("~/x", "'~/x'"), ("/a;b", "'/a;b'"), ("/größe", "'/größe'"), ("", "''"),
        ])
    func quoting(path: String, word: String) {
        #expect(path.shellQuoted == word)
    }

    @Test(
        "A command is told apart from the words before it, and names the file",
        arguments: [
            (.secretFileExposed, "chmod 600 '/a b'"), (.ledgerUnwritable, "df -h '/a b'"),
            (.ledgerUnreadable, "ls -l '/a b'*"), (.configUnreadable, "ls -l '/a b'"),
            (.outcomeNotWritten, "ls -l '/a b'"),
        ] as [(ProblemCode, String)])
    func commands(code: ProblemCode, command: String) {
        let explanation = explain(code) { $0.path = "/a b" }
        #expect(explanation.commands.first == command)
        #expect(explanation.remedies.contains { $0.text.hasSuffix(": \(command)") && $0.command == command })
    }

    @Test("A remedy without a command is its words")
    func words() {
        #expect(Remedy("retry", .retry).text == "retry")
        #expect(Remedy("look", typing: "berth status").text == "look: berth status")
    }
}
