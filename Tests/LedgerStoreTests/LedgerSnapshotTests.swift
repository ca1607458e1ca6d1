import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@Suite("The copy of what a ledger holds")
struct LedgerSnapshotTests {
    private let now = TestClock.start
    private let ledger = "postgresql://db/berth"

    /// A borrow that lasts for a week from the tests’ beginning.
    private func held(_ id: String) -> Borrow {
        var borrow = Fixture.borrow(id, license: .user(id))
        borrow.grant = Fixture.grant()
        borrow.move(to: .confirmed)
        return borrow
    }

    @Test("It has what holds a seat, in the order in which it was made, the newest of too many")
    func whole() {
        var over = held("over")
        over.releasedAt = now
        var forgotten = held("forgotten")
        forgotten.forgottenAt = now
        let snapshot = LedgerSnapshot(of: ledger, [held("a"), over, held("b"), forgotten], at: now)
        #expect(snapshot.borrows.map(\.id.rawValue) == ["a", "b"])
        #expect(snapshot.at == now && snapshot.ledger == ledger)
        let many = (0...LedgerSnapshot.limit).map { held("\($0)") }
        let cut = LedgerSnapshot(of: ledger, many, at: now)
        #expect(cut.borrows.count == LedgerSnapshot.limit && cut.borrows.last?.id == many.last?.id)
    }

    @Test("What changes takes its old place, what is new comes last, and what is over goes with its receipts")
    func changes() {
        var snapshot = LedgerSnapshot(of: ledger, [held("a"), held("b")], at: now)
        snapshot.take(Fixture.entry(held("c"), receipt: Fixture.receipt()), at: now)
        var later = held("a")
        later.grant = Fixture.grant(hours: 300)
        snapshot.take([later, held("d")], isWhole: false, at: now.addingTimeInterval(5))
        #expect(snapshot.borrows.map(\.id.rawValue) == ["a", "b", "c", "d"])
        #expect(snapshot.borrows.first == later && snapshot.at == now.addingTimeInterval(5))
        #expect(snapshot.receipts.map(\.borrow.id.rawValue) == ["c"])
        var over = held("c")
        over.releasedAt = now
        snapshot.take([over], isWhole: false, at: now)
        #expect(snapshot.borrows.map(\.id.rawValue) == ["a", "b", "d"] && snapshot.receipts.isEmpty)
        snapshot.take([held("d")], isWhole: true, at: now)
        #expect(snapshot.borrows.map(\.id.rawValue) == ["d"])
    }

    @Test("Receipts are found by operation, borrow and product, the newest first")
    func receipts() {
        var snapshot = LedgerSnapshot(of: ledger, [], at: now)
        let first = held("a")
        var second = first
        second.operation.id = OperationID(rawValue: "a2")
        snapshot.take(Fixture.entry(first, receipt: Fixture.receipt("one")), at: now)
        snapshot.take(Fixture.entry(second, receipt: Fixture.receipt("two")), at: now)
        func found(_ text: String, limit: Int = 9) -> [String] {
            snapshot.receipts(of: text, limit: limit).map { String(decoding: $0.receipt.body, as: UTF8.self) }
        }
        #expect(found("a2") == ["two", "one"])
        #expect(found(first.operation.id.rawValue).first == "one")
        #expect(found(first.subject.product) == ["two", "one"])
        #expect(found(first.subject.product, limit: 1) == ["two"])
        #expect(found("elsewhere").isEmpty)
    }

    @Test("A file of it is read as it was written")
    func text() throws {
        let borrow = fullBorrow()
        var snapshot = LedgerSnapshot(of: ledger, [held("a"), held("\"\n…")], at: now)
        snapshot.take(Fixture.entry(held("a"), receipt: Fixture.receipt()), at: now)
        #expect(snapshot.text.hasPrefix(LedgerSnapshot.beginning))
        #expect(LedgerSnapshot(text: snapshot.text) == snapshot)
        let empty = LedgerSnapshot(of: ledger, [], at: now)
        #expect(LedgerSnapshot(text: empty.text) == empty)
        let full = LedgerSnapshot(of: ledger, [borrow], at: now)
        #expect(LedgerSnapshot(text: full.text) == full)
    }

    @Test("What is cut short, of another version or no such file is none")
    func broken() {
        let text = LedgerSnapshot(of: ledger, [held("a"), held("b")], at: now).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for part in [
            "", "\n", "{}", "[]", text.prefix(40), lines.dropLast(2).joined(separator: "\n"),
            text.replacing("\"v\":1", with: "\"v\":2"), text.replacing("\"borrows\":2", with: "\"borrows\":3"),
            text.replacing("\"borrows\":2", with: "\"borrows\":9223372036854775807"),
            text.replacing("\"receipts\":0", with: "\"receipts\":-1"),
        ] as [any StringProtocol] {
            #expect(LedgerSnapshot(text: String(part)) == nil, "\(part)")
        }
    }
}
