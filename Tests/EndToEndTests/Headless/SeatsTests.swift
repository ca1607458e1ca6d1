import Foundation
import TestKit
import Testing

@Suite("Seats by command", .heavy)
struct SeatsTests {
    /// What `seats --json` prints.
    struct Printed: Decodable {
        struct License: Decodable {
            var seats_total: Int
            var seats_in_use: Int
            var seats_free: Int
            var features: [PrintedLicenses.Feature]
        }

        var outcome: String
        var seat: String?
        var license: License?
        var feature: PrintedLicenses.Feature?
        var borrow: PrintedOutcome.Borrow?
    }

    /// How many seats of a product are taken before another device checks it, which gives its seat back.
    private func inUse(_ product: String, _ berth: BerthProgram) async throws -> Int {
        let berth = berth.with(["BERTH_HARDWARE_ID": "another", "XDG_STATE_HOME": berth.home.file("other")])
        _ = try await berth("activate", "--product", product)
        let ended = try await berth("seats", product, "--yes", "--release-after", "--json")
        return try #require(try ended.printed(Printed.self).license?.seats_in_use) - 1
    }

    @Test("Without a terminal nothing is asked unless it is said that a seat may be taken")
    func unasked() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("activate", "--product", "MESH")
            let ended = try await berth("seats", "MESH")
            #expect(ended.status == 64 && ended.unwrapped.contains("add --yes"), "\(ended)")
            let json = try await berth("seats", "MESH", "--json")
            #expect(try json.printed(Printed.self).outcome == "not_sent")
            #expect(!(try await berth("history", "--json").output.contains(#""kind" : "check""#)))
        }
    }

    @Test("A check tells the seats, says that it took one, and a release gives it back")
    func taken() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("activate", "--product", "MESH")
            let ended = try await berth("seats", "MESH", "--yes", "--json")
            #expect(ended.status == 0, "\(ended)")
            #expect(ended.errors.contains("A check takes a seat of MESH …R9PA"), "said before: \(ended)")
            let printed = try ended.printed(Printed.self)
            #expect(printed.outcome == "checked" && printed.seat == "taken")
            let license = try #require(printed.license)
            #expect(license.seats_total == 3 && license.seats_in_use == 1 && license.seats_free == 2)
            #expect(try await inUse("MESH", berth) == 1)

            let words = try await berth("seats", "MESH", "--yes")
            #expect(words.output == "MESH …R9PA: 2 of 3 seats are free; this device holds one.\n", "\(words)")
            #expect(words.errors.contains("give it back with: berth release "), "\(words)")
            #expect(try await berth("release", "MESH").status == 0)
            #expect(try await inUse("MESH", berth) == 0)
        }
    }

    @Test("The seat is given back unasked where that is wanted, and a borrow's is not")
    func givenBack() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.render])
            _ = try await berth("activate", "--product", "RENDER")
            let ended = try await berth("seats", "RENDER", "--yes", "--release-after", "--json")
            let printed = try ended.printed(Printed.self)
            #expect(ended.status == 0 && printed.seat == "released", "\(ended)")
            #expect(printed.license?.features.map(\.code) == ["GPU", "EXPORT"])
            #expect(try await inUse("RENDER", berth) == 0)
            let words = try await berth("seats", "RENDER", "--yes", "--release-after")
            #expect(words.output.contains("RENDER …5VJA: 9 of 10 seats are free; this device holds one.\n"), "\(words)")
            #expect(words.output.contains(/GPU +GPU rendering +1699349720166321 +activation +2 of 2 +24 h/), "\(words)")
            #expect(words.output.hasSuffix("Gave the seat back.\n"), "\(words)")

            _ = try await berth("borrow", "--product", "RENDER", "--max")
            let borrowed = try await berth("seats", "RENDER", "--release-after", "--json")
            #expect(borrowed.status == 0, "no further seat is taken, so nobody is asked: \(borrowed)")
            let kept = try borrowed.printed(Printed.self)
            #expect(kept.seat == nil && kept.borrow?.status == "active", "\(borrowed)")
            #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.count == 1)
        }
    }

    @Test(
        "That giving back a feature's seat ends a borrow which this ledger does not know is said before, and not silently done"
    )
    func borrowOfAnotherLedger() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.render])
            let other = berth.with(["XDG_STATE_HOME": sandbox.home.file("other")])
            #expect(try await other("borrow", "--product", "RENDER", "--feature", "GPU", "--max").status == 0)
            let words = ["seats", "--product", "RENDER", "--feature", "GPU", "--release-after"]
            let caution = "giving the seat back ends such a borrow"
            let unasked = try await berth.start(words).ended()
            #expect(unasked.status == 64 && unasked.unwrapped.contains(caution), "\(unasked)")
            let quiet = try await berth.start(words + ["--yes", "--quiet"]).ended()
            #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.unwrapped.contains(caution), "\(quiet)")
            let license = try await berth("seats", "--product", "RENDER", "--release-after", "--yes")
            #expect(license.status == 0 && !license.unwrapped.contains(caution), "\(license)")
        }
    }

    @Test("Where another ledger has released what this one knows as borrowed, nobody is told that no seat is taken")
    func releasedByAnotherLedger() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let other = berth.with(["XDG_STATE_HOME": sandbox.home.file("other")])
            for one in [berth, other] { #expect(try await one("borrow", "--product", "MESH", "--max").status == 0) }
            #expect(try await other("release", "MESH").status == 0)
            let ended = try await berth("seats", "MESH", "--yes", "--json")
            #expect(try ended.printed(Printed.self).seat == "taken", "\(ended)")
            #expect(ended.errors.contains(", as far as this ledger knows: "), "\(ended)")
        }
    }

    @Test("A feature has seats of its own, and one that does not float has none")
    func feature() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.render])
            _ = try await berth("borrow", "--product", "RENDER", "--feature", "GPU", "--max")
            let ended = try await berth("seats", "RENDER", "--feature", "GPU", "--yes", "--json")
            #expect(ended.status == 0, "\(ended)")
            #expect(try ended.printed(Printed.self).feature?.seats_free == 1)
            let words = try await berth("seats", "RENDER", "--feature", "GPU", "--yes")
            #expect(words.output == "RENDER · GPU …5VJA: 1 of 2 seats are free; this device holds one.\n", "\(words)")
            let quiet = try await berth("seats", "RENDER", "--feature", "GPU", "--yes", "-q")
            #expect(quiet.status == 0 && quiet.everything.isEmpty, "\(quiet)")
        }
    }

    @Test("A seat that cannot be given back is told of, and so is a check of which no response came")
    func doubt() async throws {
        let faults = ["--fail", "floating/release:error_500:1", "--fail", "check_license:html:1"]
        try await SandboxServer.run(faults) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("activate", "--product", "MESH")
            let page = try await berth("seats", "MESH", "--yes", "--json")
            #expect(page.status == 21, "\(page)")
            #expect(try page.printed(Printed.self).outcome == "unknown")
            let ended = try await berth("seats", "MESH", "--yes", "--release-after", "--json")
            #expect(ended.status == 21, "\(ended)")
            let printed = try ended.printed(PrintedOutcome.self)
            #expect(printed.outcome == "unknown" && printed.borrow?.status == "unknown", "\(ended)")
            #expect(printed.borrow?.doubt?.code == "internal_error")
            #expect(try await berth("settle", "MESH", "--release", "--json").status == 0)
        }
    }

    @Test("Where the return of a seat was not carried out, that the check took it is told, with what gives it back")
    func kept() async throws {
        try await SandboxServer.run(["--fail", "floating/release:busy=1:2"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("activate", "--product", "MESH")
            let ended = try await berth("seats", "MESH", "--yes", "--release-after", "--json")
            let printed = try ended.printed(Printed.self)
            #expect(printed.outcome == "checked" && printed.seat == "taken", "\(ended)")
            #expect(printed.license?.seats_in_use == 1 && printed.borrow?.status == "seated", "\(ended)")
            let failure = try ended.printed(PrintedOutcome.self)
            #expect(failure.effect == "done" && failure.problem?.code == "response_too_many_requests", "\(ended)")
            #expect(ended.status != 0 && failure.problem?.exit_code == ended.status, "\(ended)")
            let words = try await berth("seats", "MESH", "--yes", "--release-after", "--quiet")
            #expect(words.status == ended.status, "\(words)")
            let id = try #require(printed.borrow?.id)
            #expect(
                words.errors.hasSuffix("the check took a seat; give it back with: berth release \(id)\n"), "\(words)")
            #expect(try await berth("release", id).status == 0)
        }
    }

    @Test(
        "The seat is given back although the output takes nothing", arguments: [[], ["--json"], ["--feature", "GPU"]])
    func unread(flags: [String]) async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.render])
            _ = try await berth("activate", "--product", "RENDER")
            let words = ["seats", "--product", "RENDER", "--yes", "--release-after"] + flags
            let ended = try await berth.start(words, output: "/dev/full").ended()
            #expect(ended.status == 74 && ended.errors.contains("berth: Gave the seat back.\n"), "\(ended)")
            #expect(!ended.errors.contains("give it back with"), "\(ended)")
            #expect(try await berth("status").output == "No active borrows.\n")
        }
    }

    @Test(
        "Where the time is over between the check and the return of its seat, that one was sent is not denied",
        .program("python3"))
    func timeOverBetween() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("activate", "--product", "MESH")
            // The lock has to be taken in between, which it is not at each attempt.
            for attempt in 1...30 {
                let held = try HeldLedger.begin(
                    sandbox.home,
                    when: "kind = 'check' AND phase = 'confirmed' FROM operation ORDER BY line DESC LIMIT 1")
                let flags = attempt.isMultiple(of: 2) ? ["--json"] : []
                let ended = try await berth.start(
                    ["seats", "MESH", "--yes", "--release-after", "--timeout", "6s"] + flags
                ).endedByItself()
                let isBetween = held.isThere && ended.status == 20
                try await held.end()
                _ = try await berth("release", "MESH")
                guard isBetween, !flags.isEmpty else { continue }
                let failure = try ended.printed(PrintedOutcome.self)
                #expect(try ended.printed(Printed.self).seat == "taken", "\(ended)")
                #expect(failure.problem?.message == "The command ended before the seat was given back.", "\(ended)")
                #expect(failure.problem?.what_happened.contains("Nothing was sent") == false, "\(ended)")
                #expect(failure.problem?.what_happened.contains("is taken still.") == true, "\(ended)")
                return
            }
            Issue.record("the lock was never taken in between")
        }
    }

    @Test("A license that the ledger never saw is named by product and who it belongs to")
    func byName() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("activate", "--product", "MESH")
            let fresh = berth.with(["XDG_STATE_HOME": sandbox.home.file("fresh")])
            let unasked = try await fresh("seats", "--product", "MESH")
            #expect(unasked.status == 64 && unasked.unwrapped.contains("add --yes"), "\(unasked)")
            let dry = try await fresh("seats", "--product", "MESH", "--release-after", "--dry-run", "--json")
            #expect(
                dry.output.contains("/api/v4/check_license") && dry.output.contains("/api/v4/floating/release"),
                "\(dry)")
            let ended = try await fresh("seats", "--product", "MESH", "--yes", "--json")
            let printed = try ended.printed(Printed.self)
            #expect(ended.status == 0 && printed.seat == "taken" && printed.license?.seats_free == 2, "\(ended)")
            let released = try await fresh("seats", "--product", "MESH", "--yes", "--release-after", "-q")
            #expect(released.status == 0 && released.everything.isEmpty, "\(released)")
            #expect(try await fresh("status", "--all", "--json").printed(PrintedStatus.self).borrows.count == 1)
        }
    }

    @Test(
        "A check that was lost is shown while it may hold a seat, is settled by a release, and is none beside a borrow")
    func lostCheck() async throws {
        try await SandboxServer.run(["--fail", "check_license:html:3"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("borrow", "--product", "MESH", "--max")
            let beside = try await berth("seats", "MESH", "--yes")
            #expect(beside.status == 20 && !beside.errors.contains("settle it with"), "\(beside)")
            #expect(beside.unwrapped.contains("Nothing was changed at the server."), "\(beside)")
            let json = try await berth("seats", "MESH", "--yes", "--json")
            let printed = try json.printed(PrintedOutcome.self)
            #expect(json.status == 20 && printed.outcome == "failed" && printed.effect == "none", "\(json)")
            #expect(printed.borrow?.status == "active" && printed.problem?.exit_code == 20, "\(json)")
            #expect(try await berth("settle", "MESH", "--release").status == 1, "there is nothing to settle")
            #expect(try await berth("status", "--warn", "1m").status == 0)
            _ = try await berth("release", "MESH")

            let ended = try await berth("seats", "MESH", "--yes")
            #expect(ended.status == 21 && ended.errors.contains("settle it with: berth settle "), "\(ended)")
            let list = try await berth("status", "--json").printed(PrintedStatus.self)
            #expect(list.borrows.map(\.status) == ["unknown"])
            let id = try #require(list.borrows.first?.id)
            let table = try await berth("status")
            #expect(table.output.contains("berth settle \(id) --release"), "\(table)")
            let plugin = try await berth("status", "--warn", "1m")
            #expect(plugin.status == 1 && plugin.output.contains("is of unknown outcome"), "\(plugin)")
            #expect(try await berth("settle", id, "--release").status == 0)
            #expect(try await berth("status").output == "No active borrows.\n")
        }
    }

    @Test("What was returned stays so, whoever looks at it, and a watch tells nothing of that")
    func returned() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.render])
            let news = sandbox.home.file("news")
            func watch() async throws {
                let hook = "echo \"$BERTH_EVENT $BERTH_BORROW_ID\" >>\(news)"
                let ended = try await berth("watch", "--once", "--exec", "sh", "-c", hook)
                #expect(ended.status == 0 && ended.output.isEmpty, "\(ended)")
            }
            for words in [[], ["--feature", "GPU"]] {
                let borrow = try await berth.start(["borrow", "--product", "RENDER", "--max", "--json"] + words).ended()
                let id = try #require(try borrow.printed(PrintedOutcome.self).borrow?.id)
                #expect(try await berth("release", id).status == 0)
                try await watch()
                func stays() async throws {
                    try await watch()
                    let rows = try await berth("status", "--all", "--json").printed(PrintedStatus.self).borrows
                    #expect(rows.first { $0.id == id }?.status == "released", "\(rows)")
                }
                for flags in [[], ["--release-after"]] {
                    let seats = try await berth.start(["seats", "RENDER", "--yes"] + words + flags).ended()
                    #expect(seats.status == 0, "\(seats)")
                    try await stays()
                    let byID = try await berth.start(["seats", id, "--yes", "--release-after"]).ended()
                    #expect(byID.status == 0, "\(byID)")
                    try await stays()
                }
            }
            #expect(!FileManager.default.fileExists(atPath: news))
            #expect(try await berth("status").output == "No active borrows.\n")
            #expect(try await berth("history", "--verify").status == 0)
        }
    }

    @Test("A license that somebody is at work on is not checked meanwhile")
    func underway() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            let program = try await sandbox.sent(berth, ["borrow", "--product", "FAULT-SLOW", "--max"])
            let ended = try await berth("seats", "FAULT-SLOW", "--yes", "--json")
            program.signal(SIGTERM)
            _ = try await program.ended()
            #expect(ended.status == 22, "\(ended)")
            #expect(try ended.printed(PrintedOutcome.self).problem?.code == "operation_in_progress")
        }
    }

    @Test("What the ledger does not know, or knows on several devices, is said")
    func choice() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            #expect(try await berth("seats", "MESH", "--yes").status == 30, "there is no ledger")
            for device in ["one", "two"] {
                _ = try await berth("activate", "--product", "MESH", "--hardware-id", device)
            }
            let several = try await berth("seats", "MESH", "--yes")
            #expect(several.status == 64 && several.unwrapped.contains("2 borrows of \"MESH\" are known"), "\(several)")
            let none = try await berth("seats", "CAD-PRO", "--yes", "--json")
            #expect(none.status == 1, "\(none)")
            #expect(try none.printed(PrintedOutcome.self).problem?.code == "borrow_not_found")
            let full = berth.with(["BERTH_LICENSE_KEY": "CADP-2B8W-HJ5R-6LQE"])
            _ = try await full("activate", "--product", "CAD-PRO")
            let refused = try await full("seats", "CAD-PRO", "--yes", "--json")
            #expect(refused.status == 11, "every seat is taken: \(refused)")
        }
    }
}
