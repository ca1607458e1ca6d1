import Testing

@testable import Licensing

@Suite("Commands that are told, with the flags of the one that tells them")
struct OwnFlagsTests {
    private var flags: OwnFlags {
        var flags = OwnFlags()
        (flags.config, flags.profile, flags.ledger) = ("/a b/c.yaml", "west", "/l.sqlite")
        flags.server = "http://127.0.0.1:1"
        return flags
    }

    private static let place = "--config '/a b/c.yaml' --profile west --ledger /l.sqlite"
    private static let server = "--server http://127.0.0.1:1"

    @Test(
        "Each command gets those that it takes and has not got",
        arguments: [
            ("berth status", "berth status \(place)"), ("berth history --verify", "berth history --verify \(place)"),
            ("berth extend X --max", "berth extend X --max \(place) \(server)"),
            ("berth", "berth \(place) \(server)"), ("berth doctor", "berth doctor \(place) \(server)"),
            ("berth config init", "berth config init --config '/a b/c.yaml'"),
            ("berth config show", "berth config show --config '/a b/c.yaml' --profile west"),
            (
                "berth --profile east",
                "berth --profile east --config '/a b/c.yaml' --ledger /l.sqlite"
            ),
            ("berth ledger check", "berth ledger check \(place)"),
            ("berth ledger init --ledger postgresql:///x", "berth ledger init --ledger postgresql:///x"),
            ("berth --demo", "berth --demo"), ("berth --help", "berth --help"),
            ("berth sandbox --port 0", "berth sandbox --port 0"), ("df -h /srv", "df -h /srv"),
            ("pg_dump --file=berth.dump x", "pg_dump --file=berth.dump x"),
            ("sudo -u ana berth", "sudo -u ana berth \(place) \(server)"),
            ("TERM=xterm-256color berth", "TERM=xterm-256color berth \(place) \(server)"),
            ("berth release 'a  b'", "berth release 'a  b' \(place) \(server)"),
        ])
    func complete(line: String, completed: String) {
        #expect(flags.complete(line) == completed)
        #expect(OwnFlags().complete(line) == line)
    }

    @Test("Whose borrow it is tells the profile, unless a server was named outright or it is of another account")
    func borrows() {
        #expect(flags.line(["release", "b"]) == "berth release b \(Self.place) \(Self.server)")
        let elsewhere = "--config '/a b/c.yaml' --ledger /l.sqlite"
        #expect(flags.lineElsewhere(["seats", "b"]) == "berth seats b \(elsewhere)")
        var flags = flags
        flags.server = nil
        for verb in ["release", "extend", "settle"] {
            #expect(flags.line([verb, "b"]) == "berth \(verb) b \(elsewhere)")
        }
    }

    @Test("What another host's shell reads is one word for this one's")
    func remote() {
        var flags = OwnFlags()
        flags.config = "/a b"
        #expect(flags.complete("ssh -t HOST berth") == #"ssh -t HOST 'berth --config '\''/a b'\'''"#)
    }

    @Test("What was made on a server is told with that where a command would not go there by itself")
    func onServer() {
        let (words, here, there) = (["settle", "b"], "https://one.example.com", "http://localhost:9")
        var flags = OwnFlags(config: "/c")
        func line(_ known: String..., profile: String? = nil) -> String {
            flags.line(words, on: there, profile: profile, among: known)
        }
        #expect(line(here) == "berth settle b --config /c --server \(there)")
        #expect(line(here, profile: "p") == "berth settle b --config /c --profile p --server \(there)")
        #expect(line(here, "http://127.0.0.1:9") == "berth settle b --config /c")
        (flags.server, flags.publicKey) = (here, "/k")
        #expect(line(here) == "berth settle b --config /c --server \(there)")
        #expect(line(there) == "berth settle b --config /c")
        flags.server = "http://127.0.0.1:9"
        #expect(line(here) == "berth settle b --config /c --server http://127.0.0.1:9 --public-key /k")
    }

    @Test("A word of a command that needs quotes has them")
    func line() { #expect(OwnFlags().line(["release", "a b"]) == "berth release 'a b'") }

    @Test("Whatever the catalogue says to type is a command by itself, and none of this program hides among words")
    func catalogue() {
        for code in ProblemCatalogue.codes {
            let explanation = ProblemCatalogue.explain(code)
            for remedy in explanation.remedies {
                let verb = OwnFlags.reaches.keys.first { !$0.isEmpty && remedy.words.contains("berth \($0)") }
                #expect(verb == nil, "\(code): \(remedy)")
            }
            let told = explanation.completed(by: flags).commands.filter { $0.hasPrefix("berth ") }
            for command in told where !command.contains(#/sandbox|--demo|--help|ledger init/#) {
                #expect(command.contains("--config '/a b/c.yaml'"), "\(code): \(command)")
            }
        }
    }
}
