internal import Foundation
internal import Sandbox
internal import Testing
internal import TestKit

@Suite("The seat book")
struct SeatBookTests {
    let start = TestClock.start
    let pool = SeatPool(id: SeatPool.ID(licenseID: 1), seats: 2, timeoutMinutes: 60, maxBorrowHours: 72)

    private func after(minutes: Int) -> Date { start + TimeInterval(minutes * 60) }

    @Test("A seat that is not borrowed is freed by the time-out, to the second")
    func timeOut() throws {
        var book = SeatBook()
        let seat = try book.register("a", in: pool, at: start)
        #expect(seat.until == after(minutes: 60))
        #expect(book.seats(in: pool.id, at: after(minutes: 60) - 1).count == 1)
        #expect(book.seats(in: pool.id, at: after(minutes: 60)).isEmpty)
    }

    @Test("Contact renews a seat")
    func renewal() throws {
        var book = SeatBook()
        try book.register("a", in: pool, at: start)
        try book.register("a", in: pool, at: after(minutes: 50))
        #expect(book.seats(in: pool.id, at: after(minutes: 109)).map(\.hardwareID) == ["a"])
    }

    @Test("A third device gets no seat while two are held, and gets one as soon as one is freed")
    func noneFree() throws {
        var book = SeatBook()
        try book.register("a", in: pool, at: start)
        try book.borrow("b", in: pool, until: nil, at: start)
        #expect(throws: SeatRefusal.noneFree) { try book.register("c", in: pool, at: start) }
        #expect(throws: SeatRefusal.noneFree) { try book.borrow("c", in: pool, until: nil, at: start) }
        try book.borrow("c", in: pool, until: nil, at: after(minutes: 60))
        #expect(Set(book.seats(at: after(minutes: 60)).map(\.hardwareID)) == ["b", "c"])
    }

    @Test("A device that holds a seat needs no second one to borrow")
    func borrowOnSeat() throws {
        var book = SeatBook()
        try book.register("a", in: pool, at: start)
        try book.register("b", in: pool, at: start)
        let seat = try book.borrow("a", in: pool, until: nil, at: start)
        #expect(seat.kind == .borrowed)
        #expect(book.seats(in: pool.id, at: start).count == 2)
    }

    @Test("Without an end a borrow lasts as long as the license allows")
    func maximum() throws {
        var book = SeatBook()
        #expect(try book.borrow("a", in: pool, until: nil, at: start).until == start + 72 * 3600)
    }

    @Test("An end may be at the limit, and not a second beyond it")
    func limit() throws {
        var book = SeatBook()
        let limit = start + 72 * 3600
        try book.borrow("a", in: pool, until: limit, at: start)
        #expect(throws: SeatRefusal.endNotValid) { try book.borrow("a", in: pool, until: limit + 1, at: start) }
        #expect(book.seat(of: "a", in: pool.id, at: start)?.until == limit)
    }

    @Test("An end may not be now or past")
    func past() {
        var book = SeatBook()
        #expect(throws: SeatRefusal.endNotValid) { try book.borrow("a", in: pool, until: start, at: start) }
        #expect(throws: SeatRefusal.endNotValid) { try book.borrow("a", in: pool, until: start - 1, at: start) }
        #expect(book.seats(at: start).isEmpty)
    }

    @Test("Borrowing again counts from now, and may also end earlier")
    func again() throws {
        var book = SeatBook()
        try book.borrow("a", in: pool, until: nil, at: start)
        let later = after(minutes: 60)
        #expect(try book.borrow("a", in: pool, until: nil, at: later).until == later + 72 * 3600)
        #expect(try book.borrow("a", in: pool, until: later + 60, at: later).until == later + 60)
        #expect(book.seats(at: later).count == 1)
    }

    @Test("A check leaves a borrow as it is")
    func checkWhileBorrowed() throws {
        var book = SeatBook()
        let borrowed = try book.borrow("a", in: pool, until: start + 600, at: start)
        #expect(try book.register("a", in: pool, at: start + 300) == borrowed)
        #expect(book.seats(at: start + 600).isEmpty)
    }

    @Test("A borrow outlives the time-out and ends when it was said to end")
    func borrowEnds() throws {
        var book = SeatBook()
        try book.borrow("a", in: pool, until: nil, at: start)
        #expect(book.seats(at: start + 72 * 3600 - 1).count == 1)
        #expect(book.seats(at: start + 72 * 3600).isEmpty)
    }

    @Test("Release frees a borrowed seat once")
    func release() throws {
        var book = SeatBook()
        try book.borrow("a", in: pool, until: nil, at: start)
        let devices = ["b", "a", "a"]
        #expect(devices.map { book.release($0, in: pool.id, at: start) } == [false, true, false])
        #expect(book.seats(at: start).isEmpty)
    }

    @Test("Activations are counted by device, and one beyond the limit is refused")
    func activations() throws {
        var book = SeatBook()
        let first = try book.activate("a", on: 1, limit: 1)
        #expect(try book.activate("a", on: 1, limit: 1) == first)
        #expect(throws: SeatRefusal.activationsExhausted) { try book.activate("b", on: 1, limit: 1) }
        #expect(book.activationCount(on: 1) == 1)
        let elsewhere = try book.activate("b", on: 2, limit: 1)
        #expect(elsewhere.deviceID != first.deviceID)
        #expect(try book.activate("a", on: 2, limit: nil).deviceID == first.deviceID)
    }

    @Test("Deactivation frees the device's seats on the license, those of its features too, and nothing else")
    func deactivation() throws {
        var book = SeatBook()
        let feature = SeatPool(
            id: SeatPool.ID(licenseID: 1, feature: "F"), seats: 1, timeoutMinutes: 60, maxBorrowHours: 1)
        let other = SeatPool(id: SeatPool.ID(licenseID: 2), seats: 1, timeoutMinutes: 60, maxBorrowHours: 1)
        try book.activate("a", on: 1, limit: nil)
        for pool in [pool, feature, other] { try book.borrow("a", in: pool, until: nil, at: start) }
        book.deactivate("a", on: 1)
        #expect(book.activation(of: "a", on: 1) == nil)
        #expect(book.seats(at: start).map(\.pool) == [other.id])
    }

    @Test("A place that was freed can be filled again as often as transfers are left")
    func transfers() throws {
        var book = SeatBook()
        try book.activate("a", on: 1, limit: 2, transfers: 1)
        book.deactivate("never", on: 1)
        try book.activate("b", on: 1, limit: 2, transfers: 1)
        #expect(book.transferCount(on: 1) == 0)
        book.deactivate("a", on: 1)
        try book.activate("c", on: 1, limit: 2, transfers: 1)
        #expect(book.transferCount(on: 1) == 1)
        book.deactivate("b", on: 1)
        #expect(throws: SeatRefusal.transfersExhausted) { try book.activate("b", on: 1, limit: 2, transfers: 1) }
        #expect(throws: Never.self) { try book.activate("b", on: 1, limit: 2) }
    }

    @Test("A book of an earlier version, without transfers, can be read")
    func earlier() throws {
        let text = #"{"activations": [], "allSeats": [], "nextDeviceID": 5}"#
        let book = try JSONDecoder().decode(SeatBook.self, from: Data(text.utf8))
        #expect(book.transferCount(on: 1) == 0)
    }

    @Test("A seeded seat is never freed by time")
    func seeded() throws {
        var book = SeatBook()
        book.seed("a", in: pool.id)
        #expect(book.seats(at: start + 1_000_000_000).count == 1)
    }
}
