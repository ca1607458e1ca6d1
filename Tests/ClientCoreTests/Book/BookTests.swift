import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// A book answers as if it looked at every row.
@Suite struct BookTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func itListsWhatLookingAtEveryRowWould(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        var plain = PlainBook()
        var book = Book()
        for step in 0..<120 {
            switch Int.random(in: 0..<10, using: &dice) {
            case 0..<5:
                let borrow = dice.borrow(dice.chance(50) ? step : Int.random(in: 0...step, using: &dice))
                plain.put(borrow)
                book.put(borrow)
            case 5:
                let id = OperationID(rawValue: "b-\(Int.random(in: 0...step, using: &dice))")
                plain.borrows.removeAll { $0.id == id }
                book.remove(id)
            case 6 where dice.chance(20):
                let new = [dice.borrow(1000 + step), dice.borrow(2000 + step)]
                let place = plain.borrows.indices.randomElement(using: &dice)
                book.insert(new, before: place.map { plain.borrows[$0].id })
                plain.borrows.insert(contentsOf: new, at: place ?? plain.borrows.count)
            case 6 where dice.chance(20): book.replace(with: plain.borrows)
            default: book.advance(to: later(than: book.moment, &dice))
            }
            compare(book, plain, "seed \(seed), step \(step)")
        }
    }

    /// Any other moment; often one at which a row changes, or close to it.
    private func later(than moment: Moment, _ dice: inout SeededGenerator) -> Moment {
        var other = dice.chance(30) ? dice.moment() : moment
        if dice.chance(70) { other.host.addTimeInterval(dice.chance(10) ? -61 : .random(in: 0...200, using: &dice)) }
        if dice.chance(30) { other.clockOffset = other.clockOffset.map { $0 + .random(in: -2...2, using: &dice) } }
        return other
    }

    private func compare(_ book: Book, _ plain: PlainBook, _ place: Comment) {
        #expect(book.elementsEqual(plain.borrows), place)
        let listed = plain.listed(at: book.moment)
        #expect(book.listed.elementsEqual(listed), place)
        #expect(listed.indices.allSatisfy { book.listedPosition(of: listed[$0].id) == $0 }, place)
        let unlisted = Set(plain.borrows.map(\.id)).subtracting(listed.map(\.id))
        #expect(unlisted.allSatisfy { book.listedPosition(of: $0) == nil }, place)
        #expect(book.heldCount == listed.count { $0.mayHoldSeat(at: book.moment) }, place)
        #expect(
            book.listsOtherDevices(than: Fixture.host) == listed.contains { $0.subject.hardwareID != Fixture.host },
            place)
        #expect(book.knownProducts == Set(plain.borrows.map(\.subject.product)).sorted(), place)
        #expect(
            book.knownDevices == Set(plain.borrows.map(\.subject.hardwareID)).sorted { $0.rawValue < $1.rawValue },
            place)
        let same = Book(plain.borrows, at: book.moment)
        #expect(book == same, place)
        #expect(book.hashValue == same.hashValue, place)
        for borrow in plain.borrows.prefix(2) {
            #expect(book[borrow.id] == borrow, place)
            #expect(
                book.borrows(sharing: borrow) == plain.borrows.filter { LedgerRules.mayShareSeat($0, with: borrow) },
                place)
            let holders = plain.borrows.filter {
                listed.contains($0) && $0.mayHoldSeat(at: book.moment)
                    && LedgerRules.mayShareSeat($0, with: borrow.subject)
            }
            #expect(book.holders(sharing: borrow.subject) == holders, place)
            let namesakes = listed.filter { $0.id != borrow.id && $0.subject.isCalledThe(same: borrow.subject) }
            #expect(Set(book.namesakes(of: borrow)) == Set(namesakes), place)
            let license = plain.borrows.filter { LedgerRules.mayShareActivation($0, with: borrow) }
            #expect(book.borrows(onActivationOf: borrow) == license, place)
            for number in [nil, 1, 2, 3] as [Int64?] {
                let newest = plain.borrows.last { other in
                    LicenseKey(other.subject) == LicenseKey(borrow.subject) && other.grant != nil
                        && (number == nil || other.grant?.licenseID == number)
                }
                #expect(book.newestGranted(of: LicenseKey(borrow.subject), number: number) == newest, place)
            }
        }
    }

    @Test(arguments: 100..<104 as Range<UInt64>)
    func nothingMovesBeforeTheNextChange(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        let borrows = (0..<40).map { dice.borrow($0) }
        var book = Book(borrows, at: dice.moment())
        var changes = 0
        while let next = book.nextChange {
            changes += 1
            #expect(next > book.moment.host)
            let before = book
            var moment = book.moment
            // A turn is told a millisecond late.
            moment.host = next.addingTimeInterval(-0.002)
            if moment.host > book.moment.host { book.advance(to: moment) }
            #expect(book.listed.elementsEqual(before.listed))
            moment.host = next
            book.advance(to: moment)
        }
        #expect(changes > 2)
        var never = book.moment
        never.host += 1_000_000
        let last = book.listed
        book.advance(to: never)
        #expect(book.listed.elementsEqual(last))
    }

    @Test func whatIsNotKnownIsNotFound() {
        var book: Book = [Fixture.borrow("a")]
        #expect(book[OperationID(rawValue: "b")] == nil)
        #expect(book.listedPosition(of: OperationID(rawValue: "b")) == nil)
        book.remove(OperationID(rawValue: "b"))
        #expect(book.count == 1)
        #expect(book.nextChange != nil)
        #expect(Book().nextChange == nil)
        #expect(!Book().listsOtherDevices(than: nil))
    }

    @Test func booksAreEqualWhereTheirBorrowsAndTheirOrderAre() {
        let (a, b) = (Fixture.borrow("a"), Fixture.borrow("b", product: "SIM"))
        var book: Book = [a, b]
        #expect(book != [b, a])
        #expect(book != [a])
        var changed = book
        var ended = a
        ended.releasedAt = TestClock.start
        changed.put(ended)
        #expect(changed != book)
        changed.put(a)
        #expect(changed == book, "the order is the one in which they were made, not changed")
        book.advance(to: Moment(host: TestClock.start))
        #expect(changed != book, "they list what they hold at different moments")
    }
}

extension BorrowSubject {
    /// Whether a list calls both by the same words.
    fileprivate func isCalledThe(same other: BorrowSubject) -> Bool {
        (title, license.label, hardwareID) == (other.title, other.license.label, other.hardwareID)
            && isOf(server: other.server) && isKey == other.isKey && isUser == other.isUser
    }

    private var isKey: Bool { if case .key = license { true } else { false } }
    private var isUser: Bool { if case .user = license { true } else { false } }
}
