import Foundation
import Licensing
import TestKit
import Testing

@Suite("What a shell offers while a command is typed", .heavy)
struct CompletionTests {
    private let home: Home

    init() async throws {
        home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("borrow-1", product: "MESH", ends: 3600))
        try await ledger.write(WrittenLedger.borrow("borrow-2", product: "$(touch x)", ends: 3600))
        try home.write("products: [CAD-PRO]\nproduct: SIM-X\n", to: "config/berth/config.yaml")
    }

    /// What a shell offers at the end of a line.
    private func bash(_ line: String) async throws -> [String] {
        let script = """
            cd '\(home.path)' && eval "$(berth --generate-completion-script bash)"
            COMP_LINE='\(line)' COMP_POINT=${#COMP_LINE} COMP_WORDS=(\(line)) COMP_TYPE=9 COMP_KEY=9
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _berth berth "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            [ ${#COMPREPLY[@]} = 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
            """
        return try await offers("bash", ["-c", script])
    }

    private func offers(_ program: String, _ arguments: [String]) async throws -> [String] {
        let ended = try await RunningProgram(
            findProgram(program) ?? "", arguments, environment: home.environment, scratch: home
        ).ended()
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
        return ended.output.split(separator: "\n").map(String.init)
    }

    @Test("Borrows by product and id, products of configuration and ledger, files, codes", .program("bash"))
    func inBash() async throws {
        #expect(try await bash("berth release ") == ["MESH", "borrow-1", "borrow-2"])
        #expect(try await bash("berth settle bo") == ["borrow-1", "borrow-2"])
        #expect(try await bash("berth borrow --product ") == ["CAD-PRO", "MESH", "SIM-X"])
        try home.write("", to: "elsewhere/key")
        #expect(try await bash("berth borrow --license-key-file elsewhere/") == ["elsewhere/key"])
        #expect(try await bash("berth explain floating_n") == ["floating_not_available"])
        #expect(try await bash("berth rel") == ["release"])
        #expect(!FileManager.default.fileExists(atPath: home.file("x")))
    }

    @Test("A release is offered what a check has taken, a receipt what was returned", .program("bash"))
    func others() async throws {
        let ledger = try WrittenLedger(home)
        var taken = WrittenLedger.borrow("taken", product: "SEAT", ends: 3600, device: "device-2")
        (taken.operation.kind, taken.grant, taken.seatTakenAt) = (.check, nil, Date())
        try await ledger.write(taken)
        try await ledger.write(WrittenLedger.borrow("over", product: "OVER", ends: -60, device: "device-3"))
        #expect(try await bash("berth release ") == ["MESH", "SEAT", "borrow-1", "borrow-2", "taken"])
        #expect(try await bash("berth settle ") == ["MESH", "borrow-1", "borrow-2"])
        #expect(try await bash("berth receipt ") == ["MESH", "OVER", "borrow-1", "borrow-2", "over"])
    }

    @Test("fish can read what it is given", .program("fish"))
    func inFish() async throws { try await isRead(by: "fish") }

    @Test("zsh can read what it is given", .program("zsh"))
    func inZsh() async throws { try await isRead(by: "zsh") }

    /// Nothing less than a person at the keys makes these two complete a line.
    private func isRead(by shell: String) async throws {
        let script = "cd '\(home.path)' && berth --generate-completion-script \(shell) >f && \(shell) -n f && rm f"
        _ = try await offers("sh", ["-c", script])
    }

    @Test("Another ledger that the line names is the one that is read", .program("bash"))
    func anotherLedger() async throws {
        #expect(try await bash("berth release --ledger none.sqlite ") == [])
    }

    @Test("A profile that the line names is the one whose products and ledger are read", .program("bash"))
    func profile() async throws {
        let text = "profiles:\n  lab:\n    product: LAB-1\n    ledger: lab.sqlite\n  other:\n    product: OTHER\n"
        try home.write(text, to: "config/berth/config.yaml")
        #expect(try await bash("berth borrow --profile lab --product ") == ["LAB-1"])
        #expect(try await bash("berth borrow --profile=other --product ") == ["MESH", "OTHER"])
        #expect(try await bash("berth release --profile lab ") == [])
        for verb in ["borrow", "status", "config show"] {
            #expect(try await bash("berth \(verb) --profile ") == ["lab", "other"])
        }
        #expect(try await bash("berth doctor --profile la") == ["lab"])
    }

    @Test("A configuration or a ledger that cannot be used offers nothing, and says nothing", .program("bash"))
    func broken() async throws {
        try home.write("nonsense: [", to: "config/berth/config.yaml")
        #expect(try await bash("berth borrow --product ") == [])
        try home.write("product: SIM-X\nledger: broken\n", to: "config/berth/config.yaml")
        try home.write("no database", to: "config/berth/broken")
        #expect(try await bash("berth borrow --product ") == ["SIM-X"])
        #expect(try await bash("berth release ") == [])
    }
}
