import Foundation
import TestKit
import Testing

@Suite("A license key in the place of a product", .heavy)
struct KnownProductTests {
    private static let account = [
        "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
        "BERTH_LICENSE_KEY": DemoLicense.cad, "BERTH_PASSWORD": "made-up",
    ]

    @Test(
        "It is neither sent nor repeated, and nothing of it is written",
        arguments: [
            "borrow --max", "activate", "deactivate", "seats --yes", "licenses --user ana@acme.example",
            "features --user ana@acme.example",
        ])
    func refused(words: String) async throws {
        let berth = BerthProgram(home: try Home(), variables: Self.account)
        let words = words.split(separator: " ").map(String.init) + ["--product", DemoLicense.mesh]
        for more in [[], ["--dry-run"], ["--json"]] {
            let ended = try await berth.start(words + more).ended()
            #expect(ended.status == 64 && !ended.everything.contains(DemoLicense.mesh), "\(ended)")
            #expect((ended.output + ended.unwrapped).contains("looks like a license key"), "\(ended)")
        }
        #expect(!berth.home.contents().values.contains { $0.contains(DemoLicense.mesh) })
    }

    @Test("So it is in a file of rows, with its line")
    func rows() async throws {
        let berth = BerthProgram(home: try Home(), variables: Self.account)
        let file = try berth.home.write("product,hardware_id\nMESH,a\n\(DemoLicense.mesh),b\n", to: "rows.csv")
        let ended = try await berth("borrow", "--from", file, "--max", "--dry-run")
        #expect(ended.status == 64 && !ended.everything.contains(DemoLicense.mesh), "\(ended)")
        #expect(ended.everything.contains("line 3"), "\(ended)")
    }

    @Test("A product that is called so goes through where it is configured, or borrowed already")
    func known() async throws {
        let berth = BerthProgram(home: try Home(), variables: Self.account)
        let name = "ABCD-1234-EFGH"
        let words = ["borrow", "--max", "--product", name, "--dry-run"]
        #expect(try await berth.start(words).ended().status == 64)
        let configured = try await berth.with(["BERTH_PRODUCT": name]).start(words).ended()
        #expect(configured.status == 0, "\(configured)")
        try await WrittenLedger(berth.home).write(WrittenLedger.borrow("b-1", product: name, ends: 3600))
        let borrowed = try await berth.start(words).ended()
        #expect(borrowed.status == 0, "\(borrowed)")
    }

    @Test("A configured product that looks like one is taken, and told by config check without repeating it")
    func configured() async throws {
        let berth = BerthProgram(home: try Home(), variables: Self.account)
        try berth.home.write("product: \(DemoLicense.mesh)\n", to: "config/berth/config.yaml")
        let checked = try await berth("config", "check")
        #expect(checked.status == 0 && !checked.everything.contains(DemoLicense.mesh), "\(checked)")
        #expect(checked.errors.contains("what product says looks like a license key"), "\(checked)")
    }
}
