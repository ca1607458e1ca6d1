import Foundation
import TestKit
import Testing

@Suite("A new end by command", .heavy)
struct ExtendCommandTests {
    @Test("The old end and the new one are told, to people and as JSON")
    func extended() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let borrowed = try await berth("borrow", "--product", "MESH", "--until", "+1h", "--json")
            let first = try #require(try borrowed.printed(PrintedOutcome.self).borrow)
            let ended = try await berth("extend", "MESH", "--until", "+2h", "--json")
            #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
            let printed = try ended.printed(PrintedOutcome.self)
            #expect(printed.outcome == "extended" && printed.effect == "done")
            #expect(printed.previous_end == first.borrowed_until)
            #expect(printed.borrow?.id == first.id && printed.borrow?.status == "active")
            let words = try await berth("extend", first.id, "--max")
            let new = try await berth("status", "--json").printed(PrintedStatus.self).borrows.first?.borrowed_until
            #expect(
                words.output.contains(/^Extended MESH …R9PA: (\S+Z) → (\S+Z), 2 h longer\.\n$/), "\(words)")
            #expect(words.output.contains(printed.borrow?.borrowed_until ?? "?"), "\(words)")
            #expect(words.output.contains(new ?? "?"), "\(words)")
        }
    }

    @Test("An end that comes earlier is refused unless it is said to be meant")
    func shortened() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let borrowed = try await berth("borrow", "--product", "MESH", "--until", "+3h", "--json")
            let first = try #require(try borrowed.printed(PrintedOutcome.self).borrow?.borrowed_until)
            let refused = try await berth("extend", "MESH", "--until", "+1h")
            #expect(refused.status == 64, "\(refused)")
            #expect(refused.unwrapped.contains("MESH …R9PA ends \(first)"), "\(refused)")
            #expect(refused.unwrapped.contains("2 h earlier. To shorten it, add --shorten."), "\(refused)")
            let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(rows.map(\.borrowed_until) == [first])
            let ended = try await berth("extend", "MESH", "--until", "+1h", "--shorten")
            #expect(ended.output.contains(/^Shortened MESH …R9PA: \S+Z → \S+Z, 2 h shorter\.\n$/), "\(ended)")
        }
    }

    @Test("A user's password is asked for anew, from where it is")
    func user() async throws {
        try await SandboxServer.run { sandbox in
            let password = try sandbox.home.write(DemoLicense.password, to: "secrets/password")
            let borrowed = try await sandbox.berth(
                "borrow", "--product", "SIM-X", "--until", "+1h", "--user", DemoLicense.user, "--password-file",
                password)
            #expect(borrowed.status == 0, "\(borrowed)")
            let without = try await sandbox.berth("extend", "SIM-X", "--max")
            #expect(without.status == 64 && without.errors.contains("--password-file"), "\(without)")
            let ended = try await sandbox.berth("extend", "SIM-X", "--max", "--password-file", password)
            #expect(ended.status == 0 && ended.output.hasPrefix("Extended SIM-X ana@acme.example: "), "\(ended)")
            #expect(!ended.everything.contains(DemoLicense.password))
        }
    }

    @Test("Another key, what is over, what is not there and what has no end are refused")
    func refused() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let borrowed = try await berth("borrow", "--product", "MESH", "--until", "+1h", "--json")
            let id = try #require(try borrowed.printed(PrintedOutcome.self).borrow?.id)
            // Another license whose key ends in the same four characters would pass by these alone.
            let other = try sandbox.home.write("CADP-0000-0000-R9PA", to: "secrets/other")
            let history = try await berth("history").output
            let wrong = try await berth("extend", "MESH", "--max", "--license-key-file", other)
            #expect(wrong.status == 64, "\(wrong)")
            #expect(wrong.unwrapped.contains("This is not the license key that the borrow was made with"), "\(wrong)")
            #expect(try await berth("history").output == history, "nothing was begun")

            for flags in [[], ["--max", "--until", "+2h"]] {
                #expect(try await berth.start(["extend", "MESH"] + flags).ended().status == 64)
            }
            let absent = try await berth("extend", "CAD-PRO", "--max", "--json")
            #expect(absent.status == 1, "\(absent)")
            #expect(try absent.printed(PrintedOutcome.self).problem?.code == "borrow_not_found")
            #expect(try await berth("release", "MESH").status == 0)
            let over = try await berth("extend", id, "--max")
            #expect(over.status == 1 && over.unwrapped.contains("is over: there is nothing to extend"), "\(over)")
        }
    }

    @Test("A feature and its license are borrowed, extended and returned apart")
    func feature() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.render])
            #expect(try await berth("borrow", "--product", "RENDER", "--max").status == 0)
            let borrowed = try await berth("borrow", "--product", "RENDER", "--feature", "GPU", "--until", "+1h")
            #expect(borrowed.status == 0, "\(borrowed)")
            #expect(
                borrowed.output.contains(
                    /^Borrowed RENDER · GPU until \S+Z, 1 h from now\. The service signs no grant/), "\(borrowed)")
            let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(rows.map(\.feature) == [nil, "GPU"])
            #expect(try await berth("status").output.contains("RENDER · GPU"))

            let several = try await berth("extend", "RENDER", "--max")
            #expect(
                several.status == 64 && several.unwrapped.contains("2 borrows of \"RENDER\" are held"), "\(several)")
            let extended = try await berth("extend", "RENDER", "--feature", "GPU", "--max", "--json")
            #expect(extended.status == 0, "\(extended)")
            #expect(try extended.printed(PrintedOutcome.self).borrow?.max_borrow_time == 24, "the feature's own limit")
            let history = try await berth("history", "--limit", "1", "--json").output
            #expect(history.contains(#""feature" : "GPU""#), "\(history)")

            let released = try await berth("release", "RENDER", "--feature", "GPU")
            #expect(released.output == "Released RENDER · GPU …5VJA.\n", "\(released)")
            let left = try await berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(left.map(\.feature) == [nil], "the license is still borrowed")
            let wrong = try await berth("borrow", "--product", "RENDER", "--feature", "GPX", "--max")
            #expect(wrong.status == 16 && wrong.unwrapped.contains("has no feature GPX"), "\(wrong)")
        }
    }
}
