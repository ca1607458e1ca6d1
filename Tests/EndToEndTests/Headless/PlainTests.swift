import Foundation
import Synchronization
import TestKit
import Testing

@Suite("The desk line by line", .heavy)
struct PlainTests {
    private let berth: BerthProgram

    init() throws { berth = BerthProgram(home: try Home()) }

    @Test("A license is borrowed by its key for as long as it may be, listed, and returned by its number")
    func borrowListReturn() async throws {
        let ended = try await berth.plain(
            ["new", "CAD-PRO", "key", DemoLicense.cad, "yes", "no", "yes", "1", "3", "1", "yes", "list", "q"])
        #expect(ended.status == 0, "\(ended)")
        #expect(ended.output.contains("Borrowed CAD-PRO …9F3T until "), "\(ended)")
        let line =
            /(?m)^1\. CAD-PRO …9F3T, this host, ends \w{3} \d\d \w{3} (\d{4} )?\d\d:\d\d UTC, (7 days|6 days 23 h) left$/
        #expect(ended.output.contains(line), "\(ended)")
        #expect(
            ended.output.contains("Return CAD-PRO …9F3T on this host now? Its seat is free for others at once."),
            "\(ended)")
        #expect(ended.output.contains("Returned CAD-PRO …9F3T: the server said yes."), "\(ended)")
        #expect(ended.output.contains("1. CAD-PRO …9F3T, this host, returned "), "\(ended)")
        #expect(!ended.everything.contains(DemoLicense.cad), "a secret is not repeated")
    }

    @Test("What was returned is found by its words, and borrowed again with only its end and its key to be answered")
    func againAndFind() async throws {
        let ended = try await berth.plain(
            [
                "new", "CAD-PRO", "key", DemoLicense.cad, "yes", "no", "yes", "return", "1", "yes", "find",
                "cad returned",
            ]
                + ["find", "nothing-like-it", "again", "1", DemoLicense.cad, "yes", "no", "yes", "list", "q"])
        #expect(ended.status == 0, "\(ended)")
        #expect(ended.output.contains("Searched for \"nothing-like-it\": the one borrow does not match."), "\(ended)")
        #expect(ended.output.matches(of: /1\. CAD-PRO …9F3T, this host, returned/).count >= 2, "\(ended)")
        #expect(ended.output.matches(of: /Borrowed CAD-PRO …9F3T until/).count == 2, "\(ended)")
    }

    @Test("The details of a borrow say whether there is a receipt, which a word of its own shows")
    func receipt() async throws {
        let ended = try await berth.plain(
            ["new", "CAD-PRO", "key", DemoLicense.cad, "yes", "no", "yes", "details", "1", "receipt", "1"]
                + ["guide", "6", "yes", "receipt", "1", "receipt", "2", "q"])
        #expect(ended.output.contains("Receipt: kept, signature VALID (receipt shows it)"), "\(ended)")
        #expect(ended.output.matches(of: /(?m)^Signature: VALID$/).count >= 1, "\(ended)")
        #expect(ended.output.contains(/(?m)^Response: \{.*license_id/), "\(ended)")
        #expect(ended.output.contains("The service signs no grant of a feature, so there is no receipt."), "\(ended)")
        #expect(!ended.everything.contains(DemoLicense.cad), "a secret is not repeated")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test("A demo's ledger of an earlier Berth is put aside whole, and the demo begins another one")
    func earlierLedger() async throws {
        _ = try await berth.plain(["new", "CAD-PRO", "key", DemoLicense.cad, "yes", "no", "yes", "q"])
        let path = berth.home.file("state/berth/demo/ledger.sqlite")
        var bytes = try Data(contentsOf: URL(filePath: path))
        // The version of its tables, as SQLite's header has it.
        bytes[63] = 2
        try bytes.write(to: URL(filePath: path))
        let other = try berth.home.write("", to: "scratch/nothing")
        let named = berth.home.file("scratch/named.sqlite")
        try bytes.write(to: URL(filePath: named))
        let asked = try await berth.start(["--demo", "--plain", "--ledger", named], input: other).ended()
        #expect(asked.errors.contains("ledger_too_old"), "a ledger that somebody names is theirs: \(asked)")
        for name in ["ledger.sqlite.earlier", "ledger.sqlite.earlier-2"] {
            let ended = try await berth.plain(["list", "q"])
            let aside = berth.home.file("state/berth/demo/\(name)")
            #expect(ended.status == 0 && ended.output.contains("Nothing is borrowed."), "\(ended)")
            #expect(ended.output.contains("it is kept beside the new one, as \(name)."), "\(ended)")
            #expect(try Data(contentsOf: URL(filePath: aside)) == bytes, "\(name)")
            try bytes.write(to: URL(filePath: path))
        }
    }

    @Test("A borrow has the number of the list wherever it is named by one")
    func numbers() async throws {
        let ended = try await berth.plain(
            ["new", "CAD-PRO", "key", DemoLicense.cad, "yes", "no", "yes"]
                + ["new", "RENDER", "key", DemoLicense.render, "no", "+4h", "yes", "", "", "", "render-17", "yes"]
                + ["return", "1", "return", "list", "again", "1", "q", "find", "render", "q"])
        #expect(ended.output.contains(/(?m)^1\. CAD-PRO …9F3T, this host, ends/), "\(ended)")
        #expect(ended.output.matches(of: /(?m)^2\. RENDER …5VJA, device render-17, returned/).count == 3, "\(ended)")
        #expect(ended.output.contains("Borrow which again, by number [2]: "), "\(ended)")
        #expect(ended.output.contains("Type 2."), "\(ended)")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test("Of many borrows one is found by its words before it is named by its number")
    func manyRows() async throws {
        let ledger = try WrittenLedger(berth.home)
        for number in 1...41 {
            try await ledger.write(
                WrittenLedger.borrow("borrow-\(number)", ends: Double(3600 + number), device: "device-\(number)x"))
        }
        let configured = berth.with([
            "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
        ])
        let ended = try await configured.plain(
            ["details", "device-99x", "device-7x", "1", "", "q", "q"], isDemo: false)
        #expect(ended.output.contains("Find which of 41 by its words: \nNone of them has these words."), "\(ended)")
        #expect(ended.output.contains("Details of which, by number [7]: \nType 7."), "\(ended)")
        #expect(ended.output.matches(of: /(?m)^\d+\. CAD-PRO/).count == 1, "\(ended)")
        let all = try await configured.plain(["details", "", "q", "q"], isDemo: false)
        #expect(all.output.matches(of: /(?m)^\d+\. CAD-PRO/).count == 41, "\(all)")
    }

    @Test("A refused borrow is explained in sentences, and corrected from what was answered before")
    func refused() async throws {
        let taken = Refusal.borrowPage.filter { $0.code == "floating_not_available" }[0]
        let ended = try await berth.plain(["new", taken.product, "", taken.key, "yes", "", "yes", ""])
        #expect(ended.status == taken.status, "the input ended after an action that failed: \(ended)")
        #expect(ended.output.contains("Problem. ") && ended.output.contains(taken.sentence), "\(ended)")
        for part in ["Likely: ", "Who can fix it: ", "Does a retry help? ", "Code \(taken.code), status 400."] {
            #expect(ended.output.contains(part), "\(ended)")
        }
        #expect(!ended.everything.contains(taken.key), "a secret is not repeated")

        let product = Refusal.borrowPage.filter { $0.code == "unknown_product" }[0]
        let told = try await berth.plain(["new", product.product, "", product.key, "yes", "", "yes"])
        let choice = try #require(told.output.firstMatch(of: /(?m)^(\d)\. [^\n]*product/)?.1)
        let corrected = try await berth.plain(
            ["new", product.product, "", product.key, "yes", "", "yes", String(choice), "CAD-PRO"]
                + ["", "", "", "", "", "q"])
        #expect(corrected.output.contains("Product (its short code) [CAD-PR0]: "), "\(corrected)")
        #expect(corrected.output.contains("License key [as before]: "), "\(corrected)")
        #expect(corrected.output.contains("Borrowed CAD-PRO …9F3T until "), "\(corrected)")
        #expect(corrected.status == 0, "\(corrected)")
    }

    @Test("What cannot be an answer is asked for again, and a license key as a product is refused")
    func badInput() async throws {
        let ended = try await berth.plain(
            ["nonsense", DemoLicense.mesh] + ["new", DemoLicense.cad, "", "CAD-PRO", "password", "key", ""]
                + [
                    DemoLicense.cad, "perhaps", "no", "yesterday", "2001-01-01 12:00", "+2h", "no", "maybe", "no",
                    "list",
                ])
        #expect(ended.output.matches(of: /That is no choice here\./).count == 2, "\(ended)")
        #expect(!ended.everything.contains(DemoLicense.mesh), "a secret in the wrong place is not repeated")
        #expect(ended.output.contains("This looks like a license key; type it into Key."), "\(ended)")
        #expect(ended.output.contains("Answer key or user or sso."), "\(ended)")
        #expect(ended.output.contains("A license key is needed."), "\(ended)")
        #expect(ended.output.contains(" in the past."), "\(ended)")
        #expect(ended.output.contains("Answer yes or no."), "\(ended)")
        #expect(ended.output.contains("Nothing is borrowed."), "nothing was sent: \(ended)")
        #expect(ended.output.matches(of: /Product \(its short code\)/).count == 3, "\(ended)")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test("That the server is waited for is said once something is sent, and not of a key that is another one's")
    func waiting() async throws {
        let made = try await berth.plain(["new", "CAD-PRO", "key", DemoLicense.cad, "yes", "no", "yes", "q"])
        #expect(made.output.matches(of: /Waiting for the server/).count == 1, "\(made)")
        let ended = try await berth.plain(["return", "1", DemoLicense.mesh, "", "q"])
        #expect(ended.output.contains("Problem. "), "\(ended)")
        #expect(!ended.output.contains("Waiting for the server"), "\(ended)")
    }

    @Test("A question mark tells the help of a question, < goes one back, q to the menu")
    func helpAndBack() async throws {
        let ended = try await berth.plain(["?", "new", "?", "CAD-PRO", "<", "MESH", "q", "new", "<", "q"])
        #expect(ended.output.contains("The product's short code; upper and lower case matter."), "\(ended)")
        #expect(ended.output.contains(/Known here: .*CAD-PRO/), "\(ended)")
        #expect(
            ended.output.contains("Product (its short code) [CAD-PRO]: "), "what was answered is the default: \(ended)")
        #expect(ended.output.matches(of: /1\. list:/).count == 2, "at the start and when asked for: \(ended)")
        #expect(ended.output.matches(of: /Back to the menu; nothing was sent\./).count == 2, "\(ended)")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test("Input that ends in the middle sends nothing and says so")
    func inputEnds() async throws {
        let ended = try await berth.plain(["new", "CAD-PRO", "key", DemoLicense.cad, "yes", "no"])
        #expect(ended.output.contains("The input ended before all was answered: nothing was sent."), "\(ended)")
        #expect(ended.status == 64, "\(ended)")
        #expect(!ended.output.contains("Waiting for the server"), "\(ended)")
        let after = try await berth.plain(["list"])
        #expect(after.output.contains("Nothing is borrowed.\nWhat to do"), "\(after)")
    }

    @Test("A borrow in doubt is asked about before it is repeated, and can be settled")
    func doubt() async throws {
        let wish = ["new", "FAULT-LOST", "key", DemoLicense.fault, "yes", "no", "yes"]
        let ended = try await berth.plain(
            wish + [""] + wish + ["no"] + wish + ["yes", ""] + ["settle", "1", "4", "", "Asked the vendor", "list"])
        #expect(
            ended.output.matches(of: /FAULT-LOST …0001 on this host may be borrowed already, since/).count == 2,
            "\(ended)")
        #expect(ended.output.matches(of: /Code transport_lost\./).count == 2, "what is declined is not sent: \(ended)")
        #expect(ended.output.contains("Say why, in a few words."), "\(ended)")
        #expect(ended.output.contains("Settled by your note: FAULT-LOST …0001."), "\(ended)")
        #expect(ended.status == 21, "\(ended)")
    }

    @Test("A return asks for the key that is not kept; one for another device wants a typed word")
    func returnsThatWantMore() async throws {
        let ended = try await berth.plain(
            [
                "new", "RENDER", "", DemoLicense.render, "yes", "yes", "", "", "", "render-17", "yes", "return", "1",
                "yes",
                "return",
            ])
        #expect(ended.output.contains("1. RENDER …5VJA, device render-17, ends "), "\(ended)")
        #expect(ended.output.contains("Type \"return\": "), "what is to be typed is said at once: \(ended)")
        #expect(ended.output.contains("Type return to do it."), "\(ended)")
        #expect(ended.output.contains("Returned RENDER …5VJA on render-17: the server said yes."), "\(ended)")

        _ = try await berth.plain(["new", "CAD-PRO", "", DemoLicense.cad, "yes", "", ""])
        let returned = try await berth.plain(["return", "", "", DemoLicense.cad, "q"])
        #expect(returned.output.contains("The license key is not kept; type it again:"), "\(returned)")
        #expect(returned.output.contains("A license key is needed."), "\(returned)")
        #expect(returned.output.contains("Returned CAD-PRO …9F3T: the server said yes."), "\(returned)")
    }

    @Test("What stands in a field that may be empty is taken out by a single -, as its question says")
    func emptied() async throws {
        let ended = try await berth.plain(
            ["new", "RENDER", "", DemoLicense.render, "yes", "yes", "123", "<", "-", "", "", "", "yes", "q"])
        #expect(ended.output.contains("License id (empty for any): "), "\(ended)")
        #expect(ended.output.contains("License id (- for any) [123]: "), "\(ended)")
        #expect(ended.output.contains("Borrowed RENDER …5VJA until "), "\(ended)")
    }

    @Test("An end is extended, and shortened only after a yes")
    func extend() async throws {
        let ended = try await berth.plain(
            ["new", "CAD-PRO", "", DemoLicense.cad, "no", "+4h", "", ""] + ["extend", "", "no", "+8h"]
                + ["extend", "", "no", "+1h", "no", "no", "+2h", "yes", "list"])
        #expect(ended.output.matches(of: /(Extended|Shortened) CAD-PRO …9F3T:/).map(\.1) == ["Extended", "Shortened"])
        #expect(ended.output.matches(of: /Shorten it\?/).count == 2, "\(ended)")
        #expect(ended.output.contains(/1\. CAD-PRO [^\n]*, (2 h|1 h 59 min) left/), "\(ended)")
    }

    @Test("Numbers that there are not are refused; a return for another device among several wants its word")
    func several() async throws {
        let ended = try await berth.plain(
            ["new", "RENDER", "", DemoLicense.render, "yes", "yes", "", "", "", "render-17", "yes"]
                + [
                    "new", "CAD-PRO", "", DemoLicense.cad, "yes", "", "", "return", "3-9", "1, 2", "no", "return",
                    "list",
                ])
        #expect(ended.output.contains("Type numbers from 1 to 2, such as 1 or 1,2, or all."), "\(ended)")
        #expect(ended.output.contains("Type return to do it."), "\(ended)")
        #expect(ended.output.matches(of: /: the server said yes\./).count == 2, "\(ended)")
    }

    @Test("All are returned after one question, and forgotten by their numbers")
    func allOfThem() async throws {
        let ended = try await berth.plain(
            [
                "new", "CAD-PRO", "", DemoLicense.cad, "yes", "", "", "new", "SIM-X", "", "ana@acme.example",
                "harbour-1",
            ]
                + ["yes", "", "", "return", "all", "yes", "forget", "1,2", "list", "q"])
        #expect(ended.output.contains("Licenses of SIM-X are used by user and password"), "\(ended)")
        #expect(ended.output.matches(of: /: the server said yes\./).count == 2, "\(ended)")
        #expect(ended.output.matches(of: /Taken off the list:/).count == 2, "\(ended)")
        #expect(ended.output.contains("Nothing is borrowed.\nWhat to do"), "\(ended)")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test("Who leaves for the menu in the midst of several returns begins none of the others, and is told how many")
    func leavingSeveral() async throws {
        _ = try await berth.plain(
            ["new", "CAD-PRO", "", DemoLicense.cad, "yes", "", ""]
                + ["new", "RENDER", "", DemoLicense.render, "yes", "", "", "q"])
        let left = try await berth.plain(["return", "all", "q", "list", "q"])
        #expect(left.output.matches(of: /License key:/).count == 1, "\(left)")
        #expect(
            left.output.contains("Not begun: 1 of 2.") && left.output.contains("Nothing was sent about "), "\(left)")
        #expect(left.output.matches(of: /(?m)^\d\. [^\n]*, ends\b/).count >= 4, "both are held: \(left)")
        #expect(left.status == 0, "\(left)")
        let back = try await berth.plain(["return", "all", "<", "<", "q"])
        #expect(
            back.output.matches(of: /Nothing was sent about\b/).count == 2, "one question back is one alone: \(back)")
        let ended = try await berth.plain(["return", "all"])
        #expect(ended.output.contains("Not begun: 1 of 2.") && ended.status == 64, "\(ended)")
    }

    /// It led to the menu.
    @Test("One question back from a question is the one before it")
    func oneQuestionBack() async throws {
        let begin = ["new", "SIM-X", "", DemoLicense.user, DemoLicense.password, "no", "+4h", "", ""]
        let returning = try await berth.plain(begin + ["return", "", "<", "<", "q"])
        #expect(returning.output.matches(of: /Return which/).count == 2, "\(returning)")
        let extending = try await berth.plain(["extend", "", "no", "<", "<", "<", "q"])
        #expect(extending.output.matches(of: /Max borrow time/).count == 2, "\(extending)")
        #expect(extending.output.matches(of: /Extend which/).count == 2, "\(extending)")
    }

    @Test("A new end that was refused is asked for once more as it was typed")
    func refusedExtension() async throws {
        let begin = ["new", "SIM-X", "", DemoLicense.user, DemoLicense.password, "no", "+4h", "", ""]
        let wrong = ["extend", "", "no", "+8h", "wrong"]
        let told = try await berth.plain(begin + wrong)
        let choice = try #require(told.output.firstMatch(of: /(?m)^(\d)\. [^\n]*password/)?.1, "\(told)")
        let ended = try await berth.plain(wrong + [String(choice), "", "", DemoLicense.password, "list", "q"])
        #expect(ended.output.contains("Extended SIM-X ana@acme.example: "), "\(ended)")
        #expect(ended.output.contains(/1\. SIM-X [^\n]*, (8 h|7 h 59 min) left/), "\(ended)")
    }

    @Test("An extension whose key is away asks for it with the end that was typed")
    func extensionWithoutKey() async throws {
        try await SandboxServer.run { sandbox in
            let borrowed = try await sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.cad])(
                "borrow", "--product", "CAD-PRO", "--until", "+2h")
            #expect(borrowed.status == 0, "\(borrowed)")
            let ended = try await sandbox.berth.plain(
                ["extend", "", "no", "+8h", "", "", DemoLicense.cad, "list", "q"], isDemo: false)
            #expect(ended.output.contains("The license key came from the variable BERTH_LICENSE_KEY"), "\(ended)")
            #expect(ended.output.contains(/1\. CAD-PRO [^\n]*, (8 h|7 h 59 min) left/), "\(ended)")
        }
    }

    @Test("A product that opens by user asks for user and password")
    func signInFollows() async throws {
        let ended = try await berth.plain([
            "new", "SIM-X", "", "ana@acme.example", "harbour-1", "yes", "", "", "q",
        ])
        #expect(ended.output.contains("Sign in with key, user or sso [user]: "), "\(ended)")
        #expect(ended.output.contains("Borrowed SIM-X ana@acme.example until "), "\(ended)")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test("A user's licenses are listed, and one of them is borrowed; a wrong password is explained")
    func licenses() async throws {
        let wish = ["licenses", "SIM-X", "ana@acme.example"]
        let ended = try await berth.plain(wish + ["harbour-1", "1", "yes", "", "", "", "", "", "", "q"])
        #expect(ended.output.contains(/(?m)^1\. \d{10,},/), "\(ended)")
        #expect(ended.output.contains("Borrowed SIM-X ana@acme.example until "), "\(ended)")
        let refused = try await berth.plain(wish + ["wrong"])
        #expect(refused.output.contains("Code authentication_failure, status "), "\(refused)")
        #expect(refused.status == 14, "\(refused)")
    }

    @Test("The guide fills in what it names, and asks once before it is sent")
    func guide() async throws {
        let ended = try await berth.plain(["guide", "1", "yes", "q"])
        #expect(ended.output.contains(/(?m)^1\. works:/), "\(ended)")
        #expect(ended.output.contains(" for this host. Until: "), "\(ended)")
        #expect(ended.output.contains("Borrowed CAD-PRO …9F3T until "), "\(ended)")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test("What an action came to is told on standard error where the output breaks off before it")
    func brokenOutput() async throws {
        let home = try Home()
        let pipe = home.file("output")
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = Mutex<FileHandle?>(FileHandle(fileDescriptor: open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)))
        let lines = ["new", "CAD-PRO", "", DemoLicense.cad, "yes", "", "yes", ""].joined(separator: "\n")
        let input = try home.write(lines + "\n", to: "input")
        let requests = Mutex(0)
        let respond: @Sendable () async throws -> OtherServer.Response = {
            // The first one looks the product up. Whoever read the output is gone by the time that the second is responded to.
            let isLookup = requests.withLock { number in
                number += 1
                return number == 1
            }
            if isLookup { return OtherServer.page() }
            try reader.withLock { handle in
                try handle?.close()
                handle = nil
            }
            return OtherServer.page()
        }
        try await OtherServer.run(respond) { server in
            let variables = ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared", "BERTH_SERVER": server]
            let ended = try await BerthProgram(home: home, variables: variables)
                .start(["--plain"], output: pipe, input: input).ended()
            #expect(ended.status == 21, "what it came to goes before the output: \(ended)")
            #expect(ended.errors.contains("Code     response_html"), "\(ended)")
            #expect(ended.errors.contains("settle it with: berth settle "), "\(ended)")
        }
    }

    @Test("With --ascii nothing else is written")
    func ascii() async throws {
        let ended = try await berth.plain(
            ["new", "CAD-PRO", "", DemoLicense.cad, "yes", "", "", "list"], options: ["--ascii"])
        #expect(ended.output.contains("1. CAD-PRO ~9F3T, this host, ends "), "\(ended)")
        #expect(ended.everything.utf8.allSatisfy { $0 < 0x80 }, "\(ended)")
    }
}
