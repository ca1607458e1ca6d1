import Foundation
import Licensing
import Synchronization
import TestKit
import Testing

@testable import ClientCore

/// What a change and a comparison cost, counted and not timed.
@Suite struct SortedRunsTests {
    /// A number that counts how often it is compared.
    struct Counted: Ordered, Equatable {
        @TaskLocal static var comparisons = Counter()
        var number: Int

        func isBefore(_ other: Counted) -> Bool {
            Counted.comparisons.count()
            return number < other.number
        }

        static func == (one: Counted, other: Counted) -> Bool {
            Counted.comparisons.count()
            return one.number == other.number
        }
    }

    final class Counter: Sendable {
        private let total = Mutex(0)

        func count() { total.withLock { $0 += 1 } }

        /// How many comparisons something takes.
        static func counting(_ body: () -> Void) -> Int {
            let counter = Counter()
            Counted.$comparisons.withValue(counter, operation: body)
            return counter.total.withLock { $0 }
        }
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func itHoldsWhatASortedArrayWould(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        var list = SortedRuns<Counted>()
        var plain: [Int] = []
        for _ in 0..<4000 {
            let number = Int.random(in: 0..<3000, using: &dice)
            if let index = plain.firstIndex(of: number) {
                plain.remove(at: index)
                list.remove(Counted(number: number))
            } else if dice.chance(80) {
                plain.insert(number, at: plain.firstIndex { $0 > number } ?? plain.endIndex)
                list.insert(Counted(number: number))
            } else {
                list.remove(Counted(number: number))
            }
        }
        #expect(list.map(\.number) == plain)
        #expect(list.indices.allSatisfy { list[$0].number == plain[$0] })
        #expect(list == SortedRuns(plain.shuffled(using: &dice).map { Counted(number: $0) }))
        #expect(list.count == plain.count)
        #expect(list.runs.allSatisfy { (1...SortedRuns<Counted>.longestRun).contains($0.count) })
        for number in [-1, 0, 1500, 3000] {
            #expect(list.position { $0.number >= number } == plain.firstIndex { $0 >= number } ?? plain.endIndex)
        }
        for number in plain { list.remove(Counted(number: number)) }
        #expect(list.isEmpty)
        #expect(list.runs.isEmpty)
    }

    @Test func aChangeComparesAFewElements() {
        var dice = SeededGenerator(seed: 1)
        var list = SortedRuns((0..<10_000).map { Counted(number: 2 * $0) })
        let numbers = (0..<10_000).map { 2 * $0 + 1 }.shuffled(using: &dice)
        let comparisons = Counter.counting {
            for number in numbers { list.insert(Counted(number: number)) }
        }
        #expect(list.count == 20_000)
        // The number of bits of 20 000, and one more for each of the two searches.
        #expect(comparisons <= 10_000 * 17, "\(comparisons)")
        #expect(Counter.counting { list.remove(Counted(number: 5000)) } <= 18)
        #expect(list.runs.count < 20_000 / 100, "runs do not become many short ones")
    }

    @Test func elementsThatComeInOrderFillTheirRuns() {
        var list = SortedRuns<Counted>()
        for number in 0..<10_000 { list.insert(Counted(number: number)) }
        #expect(list.runs.count == 40)
    }

    @Test func aCopyIsComparedByWhatItDoesNotShare() {
        let list = SortedRuns((0..<100_000).map { Counted(number: $0) })
        let copy = list
        var isSame = false
        let unchanged = Counter.counting { isSame = copy == list }
        #expect(isSame)
        #expect(unchanged == 0)
        var other = list
        other.remove(Counted(number: 50_000))
        #expect(other != list)
        other.insert(Counted(number: 50_000))
        let changed = Counter.counting { isSame = other == list }
        #expect(isSame)
        #expect((1...SortedRuns<Counted>.longestRun).contains(changed), "\(changed)")
    }

    /// A client with many borrows.
    private static let client: Client.State = {
        var state = Client.State(session: ClientScript.session)
        let borrows = (0..<20_000).lazy.map { number in
            Fixture.borrow(
                "b-\(number)", product: "P-\(number % 100)", hours: Double(number % 1000) - 100,
                hardwareID: HardwareID(rawValue: "device \(number / 100)"))
        }
        state.book = Book(borrows, at: Moment(host: TestClock.start))
        return state
    }()

    @Test func aChangeToManyRowsLeavesAllButAFewRunsAsTheyWere() {
        let before = Self.client
        var after = before
        #expect(after == before)
        var borrow = before.book[10_000]
        borrow.releasedAt = TestClock.start
        after.book.put(borrow)
        #expect(after != before)
        #expect(changed(before.book.rows, after.book.rows) == 1)
        #expect(changed(before.book.grants, after.book.grants) == 1)
        #expect(changed(before.book.listing.seats, after.book.listing.seats) == 1)
        #expect(changed(before.book.listing.entries, after.book.listing.entries) <= 3, "from one place to another")
        after.book.put(before.book[10_000])
        #expect(after == before)
        #expect(after.hashValue == before.hashValue)
    }

    @Test func timeThatPassesLooksAtWhatEndsInIt() {
        var before = Self.client.book
        before.advance(to: Moment(host: TestClock.start.addingTimeInterval(10)))
        var after = before
        after.advance(to: Moment(host: TestClock.start.addingTimeInterval(20)))
        #expect(changed(before.listing.entries, after.listing.entries) == 0)
        after.advance(to: Moment(host: TestClock.start.addingTimeInterval(3600)))
        #expect(before.heldCount - after.heldCount == 20)
        #expect(changed(before.listing.seats, after.listing.seats) <= 200)
    }

    /// How many runs of the one list are not the very same in the other.
    private func changed<Element>(_ one: SortedRuns<Element>, _ other: SortedRuns<Element>) -> Int {
        func addresses(_ list: SortedRuns<Element>) -> [UInt] {
            list.runs.map { run in run.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } }
        }
        return Set(addresses(other)).subtracting(addresses(one)).count
    }
}
