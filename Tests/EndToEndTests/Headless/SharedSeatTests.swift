import Foundation
import TestKit
import Testing

@Suite("A seat that a check took, and what is meant where it is borrowed later", .heavy)
struct SharedSeatTests {
    /// MESH and RENDER on a sandbox on which this host is activated.
    private func withSeat(
        _ arguments: [String] = [], _ body: (SandboxServer, BerthProgram) async throws -> Void
    ) async throws {
        try await SandboxServer.run(arguments) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.render])
            #expect(try await berth("activate", "--product", "RENDER").status == 0)
            try await body(sandbox, berth)
        }
    }

    private func all(_ berth: BerthProgram) async throws -> [PrintedOutcome.Borrow] {
        try await berth("status", "--all", "--json").printed(PrintedStatus.self).borrows
    }

    private func seats(_ berth: BerthProgram, _ words: [String] = []) async throws {
        let ended = try await berth.start(["seats", "--product", "RENDER", "--yes", "-q"] + words).ended()
        #expect(ended.status == 0, "\(ended)")
    }

    @Test(
        "It is called by its name, with how to give it back, until it is borrowed or returned", arguments: [nil, "GPU"])
    func told(feature: String?) async throws {
        try await withSeat { _, berth in
            let words = feature.map { ["--feature", $0] } ?? []
            try await seats(berth, words)
            let row = try #require(try await all(berth).last)
            #expect(row.status == "seated" && row.seat_taken_at != nil && row.borrowed_until == nil, "\(row)")
            let table = try await berth("status", "--all").output
            #expect(
                table.contains(/RENDER.* seated +- +- +\d/) && table.contains("berth release \(row.id)"), "\(table)")
            let held = try await berth("status").output
            #expect(held.contains(/RENDER.* seated/) && held.contains("berth release \(row.id)"), "\(held)")
            let desk = try await berth.start(
                ["--plain"], input: berth.home.write("list\nq\n", to: "scratch/lines")
            ).ended()
            #expect(desk.output.contains(/RENDER.* a check took a seat/), "\(desk)")
            let borrow = try await berth.start(["borrow", "--product", "RENDER", "--max", "--json"] + words).ended()
            #expect(try borrow.printed(PrintedOutcome.self).outcome == "borrowed", "\(borrow)")
            #expect(try borrow.printed(PrintedOutcome.self).borrow?.id == row.id, "one seat is one row: \(borrow)")
            #expect(try await berth.start(["release", "RENDER"] + words).ended().status == 0)
            #expect(try await all(berth).last?.status == "released")
            #expect(try await berth("history", "--verify").status == 0)
        }
    }

    @Test("What was tried in vain since leaves it known, so that it can be returned")
    func inVain() async throws {
        try await withSeat(["--fail", "floating/release:refuse=blacklisted/400:1"]) { _, berth in
            try await seats(berth)
            #expect(try await berth("release", "RENDER").status == 12)
            let late = try await berth("borrow", "--product", "RENDER", "--until", "+2000d")
            #expect(late.status == 13, "\(late)")
            #expect(try await all(berth).last?.status == "seated")
            let released = try await berth("release", "RENDER", "--json")
            #expect(try released.printed(PrintedOutcome.self).outcome == "released", "\(released)")
        }
    }

    @Test("A deactivation of the license frees it, and a feature's is called seated no more")
    func deactivated() async throws {
        try await withSeat { _, berth in
            try await seats(berth, ["--feature", "GPU"])
            #expect(try await berth("deactivate", "RENDER").status == 0)
            #expect(try await !all(berth).contains { $0.status == "seated" })
            #expect(try await berth("history", "--verify").status == 0)
        }
    }

    @Test("Of several rows on one seat the one that holds it is meant by its product, in a file too")
    func severalRows() async throws {
        try await withSeat { sandbox, berth in
            // A user's license of which no number is known may be another one: it has a row of its own.
            let user = sandbox.berth.with(["BERTH_PASSWORD": DemoLicense.password])
            let sim = ["--product", "SIM-X", "--user", DemoLicense.user]
            for verb in [["activate"], ["seats", "--yes"]] {
                let ended = try await user.start(verb + sim).ended()
                #expect(ended.status == 0, "\(ended)")
            }
            let number = try #require(
                try await user.start(["licenses", "--json"] + sim).ended().printed(PrintedLicenses.self).licenses?
                    .first?
                    .id)
            for file in [false, true] {
                let made = try await user.start(["borrow", "--max", "--license-id", "\(number)", "--json"] + sim)
                    .ended()
                let id = try #require(try made.printed(PrintedOutcome.self).borrow?.id, "\(made)")
                #expect(try await all(user).filter { $0.product == "SIM-X" && $0.status == "seated" }.count == 1)
                let device = try #require(try made.printed(PrintedOutcome.self).borrow?.hardware_id)
                let rows = try sandbox.home.write("product,hardware_id\nSIM-X,\(device)\n", to: "rows.csv")
                let dry = try await user("extend", "SIM-X", "--max", "--dry-run")
                #expect(dry.status == 0, "\(dry)")
                let released = try await user.start(["release"] + (file ? ["--from", rows] : ["SIM-X"])).ended()
                #expect(released.status == 0, "\(released)")
                #expect(try await all(user).first { $0.id == id }?.status == "released")
            }
            let rest = try await user("release", "SIM-X", "--json")
            #expect(try rest.printed(PrintedOutcome.self).borrow?.status == "released", "the check's own: \(rest)")
        }
    }

    @Test("Of what is over a release says that, sends nothing and writes nothing")
    func over() async throws {
        try await withSeat { _, berth in
            let activated = try #require(try await all(berth).first)
            let made = try await berth("borrow", "--product", "RENDER", "--max", "--json")
            let id = try #require(try made.printed(PrintedOutcome.self).borrow?.id)
            #expect(try await berth("release", id).status == 0)
            let history = try await berth("history", "--json").output
            let again = try await berth("release", id)
            #expect(
                again.status == 0
                    && again.output.contains(/^RENDER …5VJA: it was released already, at 2\S+Z\. Nothing was sent\.\n$/),
                "\(again)")
            let json = try await berth("release", id, "--json").printed(PrintedOutcome.self)
            #expect(json.outcome == "skipped" && json.effect == "none" && json.borrow?.id == id)
            #expect(try await berth("release", id, "-q").everything.isEmpty)
            let dry = try await berth("release", id, "--dry-run")
            #expect(dry.status == 0 && !dry.output.contains("POST"), "\(dry)")
            let bound = try await berth("release", activated.id)
            #expect(bound.status == 0 && bound.output.contains("it holds no seat: its device is activated"), "\(bound)")
            let rows = try berth.home.write("id\n\(id)\n", to: "rows.csv")
            let file = try await berth("release", "--from", rows)
            #expect(file.status == 0 && file.output.contains("skipped, it was released already, at 2"), "\(file)")
            #expect(try await berth("history", "--json").output == history)
        }
    }

    @Test("Beside a known borrow no seat is taken, which is said, and nobody is asked, by whichever words it is named")
    func besideBorrow() async throws {
        try await withSeat { _, berth in
            _ = try await berth("borrow", "--product", "RENDER", "--feature", "GPU", "--max")
            let license = try await berth("seats", "--product", "RENDER")
            #expect(license.status == 64 && license.unwrapped.contains("add --yes"), "a feature's borrow: \(license)")
            for words in [["RENDER"], ["--product", "RENDER"]] {
                let ended = try await berth.start(["seats", "--feature", "GPU"] + words).ended()
                #expect(ended.status == 0 && ended.output.hasPrefix("RENDER · GPU …5VJA: "), "\(ended)")
                #expect(ended.errors.contains("is borrowed until 2"), "\(ended)")
                #expect(
                    ended.errors.contains("as far as this ledger knows: beside a borrow a check takes no further seat"))
                #expect(!ended.errors.contains("takes a seat"), "\(ended)")
            }
            #expect(try await all(berth).last?.status == "active")
        }
    }
}
