import Foundation
import TestKit
import Testing

@Suite("What opens a license", .heavy)
struct OpeningTests {
    private static let account = [
        "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
        "BERTH_HARDWARE_ID": "device-1",
    ]
    /// Each verb that opens a license without a borrow of the ledger.
    private static let verbs = [
        "borrow --product X --max", "activate --product X", "borrow --from rows.csv --max", "seats --product X",
        "deactivate --product X",
    ]

    /// What each verb comes to, which tells what it opens the license by: nothing is sent.
    private func openings(
        _ configuration: String, _ variables: [String: String] = [:], _ flags: String = ""
    ) async throws -> [Ended] {
        let home = try Home()
        try home.write(configuration, to: "config/berth/config.yaml")
        try home.write(DemoLicense.cad, to: "config/berth/key")
        try home.write(DemoLicense.password, to: "config/berth/password")
        let rows = try home.write("product\nX\n", to: "rows.csv")
        let berth = BerthProgram(home: home, variables: Self.account.merging(variables) { $1 })
        var all: [Ended] = []
        for verb in Self.verbs {
            // A password is asked for by what names one alone.
            let flags = flags.replacing("HOME", with: home.file("config/berth"))
            let words = "\(verb.replacing("rows.csv", with: rows)) \(flags) --dry-run".split(separator: " ")
            all.append(try await berth.start(words.map(String.init)).ended())
        }
        return all
    }

    @Test(
        "Of a key and a user the one counts that a flag or the stronger source names",
        arguments: [
            ("username: ana@acme.example", ["BERTH_LICENSE_KEY": DemoLicense.mesh], true),
            ("username: ana@acme.example\nprofile: a\nprofiles:\n  a:\n    license_key_file: key", [:], true),
            ("license_key_file: key", [:], true),
            (
                "license_key_file: key\npassword_file: password\nprofile: a\nprofiles:\n  a:\n    username: ana@acme.example",
                [:], false
            ),
            ("license_key_file: key\npassword_file: password", ["BERTH_USERNAME": "ana@acme.example"], false),
        ] as [(String, [String: String], Bool)])
    func nearest(configuration: String, variables: [String: String], isByKey: Bool) async throws {
        for (verb, ended) in zip(Self.verbs, try await openings(configuration, variables)) {
            #expect(ended.status == 0, "\(verb): \(ended)")
            let all = ended.output
            #expect(all.contains("license_key") == isByKey && all.contains("ana@acme.example") != isByKey, "\(ended)")
        }
    }

    @Test("A row's password without a user is refused, whatever key is configured, and not repeated")
    func passwordWithoutUser() async throws {
        let home = try Home()
        let rows = try home.write("product,password\nX,hunter2-secret\n", to: "rows.csv")
        let variables = Self.account.merging(["BERTH_LICENSE_KEY": DemoLicense.cad]) { $1 }
        let ended = try await BerthProgram(home: home, variables: variables)(
            "borrow", "--from", rows, "--max", "--dry-run")
        #expect(ended.status == 64 && ended.everything.contains("It names a password and no user"), "\(ended)")
        #expect(!ended.everything.contains("hunter2"), "\(ended)")
    }

    @Test("A flag goes before both")
    func flag() async throws {
        let both = "license_key_file: key\npassword_file: password\nusername: ben@acme.example"
        for ended in try await openings(both, [:], "--user ana@acme.example") {
            #expect(ended.status == 0 && ended.output.contains("ana@acme.example"), "\(ended)")
        }
        for ended in try await openings(both, [:], "--license-key-file HOME/key") {
            #expect(ended.status == 0 && ended.output.contains("license_key"), "\(ended)")
        }
    }

    @Test(
        "Where one source has both, it is asked which",
        arguments: [
            ("license_key_file: key\nusername: ana@acme.example", [:], "license_key_file and username"),
            (
                "", ["BERTH_USERNAME": "ana@acme.example", "BERTH_LICENSE_KEY": DemoLicense.mesh],
                "BERTH_LICENSE_KEY and BERTH_USERNAME"
            ),
        ] as [(String, [String: String], String)])
    func clash(configuration: String, variables: [String: String], names: String) async throws {
        let words =
            "\(names) are both set, and either opens a license: say which, by --license-key-file FILE or --user E-MAIL, or keep one of them."
        for ended in try await openings(configuration, variables) {
            #expect(ended.status == 64, "\(ended)")
            #expect(ended.everything.split { $0.isWhitespace }.joined(separator: " ").contains(words), "\(ended)")
        }
    }

    @Test(
        "Flags that contradict each other, or want another one, are refused by both names before anything is read",
        arguments: [
            ("borrow --product X --max --token-file t", "--token-file goes with --account."),
            ("licenses --product X --code-file c", "--code-file goes with --account."),
            ("borrow --product X --max --user a@b.c --account A", "Either --user or --account, not both."),
            ("activate --product X --user a@b.c --token-file t", "--token-file goes with --account."),
            ("features --product X --account A --password-file p", "Either --password-file or --account, not both."),
            (
                "borrow --product X --max --license-key-file k --user a@b.c",
                "Either --user or --license-key-file, not both."
            ),
            (
                "activate --product X --account A --license-key-file k",
                "Either --account or --license-key-file, not both."
            ),
            ("seats --product X --user a@b.c --license-key-file k", "Either --user or --license-key-file, not both."),
            (
                "deactivate --product X --user a@b.c --license-key-file k",
                "Either --user or --license-key-file, not both."
            ),
            (
                "borrow --from f --max --user a@b.c --license-key-file k",
                "Either --user or --license-key-file, not both."
            ),
            (
                "borrow --product X --max --account A --token-file t --code-file c",
                "Either --token-file or --code-file, not both."
            ),
            ("extend X --max --token-file t --code-file c", "Either --token-file or --code-file, not both."),
            ("extend X --max --password-file p --code-file c", "Either --password-file or --code-file, not both."),
            (
                "settle X --repeat --password-file p --license-key-file k",
                "Either --password-file or --license-key-file, not both."
            ),
            (
                "activate --product X --password-file p --license-key-file k",
                "Either --password-file or --license-key-file, not both."
            ),
            ("borrow --product X --max --password-file p", "--password-file goes with --user, or with username"),
        ])
    func contradictions(words: String, told: String) async throws {
        let home = try Home()
        let ended = try await BerthProgram(home: home, variables: Self.account).start(
            words.split(separator: " ").map(String.init)
        ).ended()
        #expect(ended.status == 64 && ended.unwrapped.contains(told), "\(words): \(ended)")
    }
}
