import Foundation
import TestKit
import Testing

@Suite("A product that is mistyped", .heavy)
struct NearProductTests {
    @Test("The one that was probably meant is offered, although all of its borrows are over")
    func over() async throws {
        let home = try Home()
        try await WrittenLedger(home).write(WrittenLedger.borrow("b-1", ends: -3600))
        let berth = BerthProgram(
            home: home,
            variables: [
                "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
                "BERTH_HARDWARE_ID": "device-1",
            ])
        let rows = try home.write("product,hardware_id\nCAD-PR0,device-1\n", to: "rows.csv")
        for (words, status) in [
            ("release CAD-PR0", 1), ("extend CAD-PR0 --max", 1), ("settle CAD-PR0 --repeat", 1), ("seats CAD-PR0", 1),
            ("deactivate CAD-PR0", 1), ("receipt CAD-PR0", 1), ("release --from \(rows)", 1),
            ("history --product CAD-PR0", 0),
        ] {
            let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
            #expect(ended.status == status, "\(words): \(ended)")
            let told = ended.everything.split { $0.isWhitespace }.joined(separator: " ")
            #expect(told.contains("Did you mean \"CAD-PRO\"?"), "\(words): \(ended)")
        }
        let right = try await berth("extend", "CAD-PRO", "--max")
        #expect(right.status == 1 && !right.everything.contains("Did you mean"), "\(right)")
    }

    @Test("A license key in the place of a product is not repeated, and told what to name instead")
    func key() async throws {
        let home = try Home()
        try await WrittenLedger(home).write(WrittenLedger.borrow("b-1", ends: 3600))
        let berth = BerthProgram(
            home: home,
            variables: [
                "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
                "BERTH_HARDWARE_ID": "device-1",
            ])
        for verb in ["release", "extend --max", "settle --repeat", "seats", "deactivate", "receipt"] {
            let words = verb.split(separator: " ").map(String.init) + [DemoLicense.cad]
            let ended = try await berth.start(words).ended()
            #expect(ended.status == 1, "\(verb): \(ended)")
            #expect(!ended.everything.contains(DemoLicense.cad), "\(verb): \(ended)")
            let told = ended.everything.split { $0.isWhitespace }.joined(separator: " ")
            #expect(told.contains("looks like a license key"), "\(verb): \(ended)")
        }
    }
}
