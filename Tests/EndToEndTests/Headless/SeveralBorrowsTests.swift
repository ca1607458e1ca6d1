import Foundation
import Licensing
import TestKit
import Testing

@Suite("A product of which several borrows might be meant", .heavy)
struct SeveralBorrowsTests {
    private static let account = ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s", "BERTH_LICENSE_KEY": DemoLicense.mesh]

    @Test("However many there are, it is said in a sentence that there are several, and where all of them stand")
    func many() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        for number in 1...6 {
            try await ledger.write(WrittenLedger.borrow("0\(number)", ends: 3600, device: "device-\(number)"))
        }
        let ended = try await BerthProgram(home: home, variables: Self.account)("release", "CAD-PRO")
        #expect(ended.status == 64, "\(ended)")
        #expect(ended.errors.hasPrefix("berth: 6 borrows of \"CAD-PRO\" are held; name one by its id: "), "\(ended)")
        #expect(ended.unwrapped.contains("device device-4), and 2 more, which berth status --all lists."), "\(ended)")
    }

    @Test("Those of one device are told apart by where they were made, in the rows of a file too")
    func servers() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        var other = WrittenLedger.borrow("02", ends: 3600)
        other.subject.server = "https://other.example.com"
        for borrow in [WrittenLedger.borrow("01", ends: 3600), other] { try await ledger.write(borrow) }
        let berth = BerthProgram(home: home, variables: Self.account)
        let rows = try home.write("product,hardware_id\nCAD-PRO,device-1\n", to: "rows.csv")
        for words in [["release", "CAD-PRO"], ["release", "--from", rows]] {
            let ended = try await berth.start(words).ended()
            #expect(ended.status == 64, "\(ended)")
            #expect(ended.everything.contains("server https://other.example.com)"), "\(ended)")
        }
    }
}
