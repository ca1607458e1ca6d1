import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

@Suite("A lookout")
struct LookoutTests {
    private let day: TimeInterval = 86_400

    private func at(_ seconds: TimeInterval) -> Date { TestClock.start.addingTimeInterval(seconds) }

    private func book(_ borrows: [Borrow], at seconds: TimeInterval) -> Book {
        Book(borrows, at: Moment(host: at(seconds)))
    }

    private func told(_ news: [Lookout.News]) -> [String] { news.map { "\($0.kind.rawValue) \($0.borrow.id)" } }

    @Test("It tells each once: what comes within its warning time, what ends, what becomes unknown")
    func once() {
        let two = [Fixture.borrow("a", hours: 25), Fixture.borrow("b", product: "MESH", hours: 30)]
        var lookout = Lookout()
        #expect(lookout.look(at: book(two, at: 0)).isEmpty)
        let next = lookout.nextNews(in: book(two, at: 0), warning: Countdown.defaultWarning)
        #expect(next.map { abs($0.timeIntervalSince(at(3600))) < 0.01 } == true)
        #expect(lookout.look(at: book(two, at: 3599)).isEmpty)
        #expect(told(lookout.look(at: book(two, at: 3601))) == ["ends_soon a"])
        #expect(lookout.look(at: book(two, at: 3602)).isEmpty)
        let doubtful = [
            two[0], Fixture.borrow("b", product: "MESH", hours: 30, phase: .unknown(Fixture.timeout.problem)),
        ]
        #expect(told(lookout.look(at: book(doubtful, at: 3700))) == ["unknown b"])
        #expect(lookout.look(at: book(doubtful, at: 7 * 3600)).isEmpty)
        #expect(told(lookout.look(at: book(two, at: 31 * 3600))) == ["ended a", "ended b"])
        #expect(told(lookout.look(at: book(doubtful, at: 31 * 3600))) == ["unknown b"], "in doubt once more")
    }

    @Test("It goes on where another one has ended: nothing twice, and nothing forgotten of the time between")
    func goesOn() {
        let two = [Fixture.borrow("a", hours: 25), Fixture.borrow("b", product: "MESH", hours: 30)]
        var first = Lookout()
        _ = first.look(at: book(two, at: 0))
        #expect(told(first.look(at: book(two, at: 3601))) == ["ends_soon a"])
        var next = Lookout(first.memory)
        #expect(told(next.look(at: book(two, at: 26 * 3600))) == ["ended a", "ends_soon b"])
        #expect(next.look(at: book(two, at: 20 * 3600)).isEmpty, "a clock that was set back")
        #expect(next.look(at: book(two, at: 26 * 3600)).isEmpty)
    }

    @Test("A clock that was ahead for a while hides nothing, and has nothing told twice")
    func ahead() {
        func hours(_ hours: Double) -> TimeInterval { hours * 3600 }
        func borrow(_ id: String, _ hours: Double) -> Borrow { Fixture.borrow(id, product: id, hours: hours) }
        let old = [borrow("a", 2), borrow("b", 5.5), borrow("c", 20)]
        let all = old + [borrow("d", 4)]
        for begins in [0, 5] as [Double] {
            var lookout = Lookout()
            func look(_ borrows: [Borrow], at time: Double) -> [String] {
                told(lookout.look(at: book(borrows, at: hours(time)), warning: 3600))
            }
            // It may be ahead already as the first look is taken, which tells nothing.
            #expect(look(old, at: begins).isEmpty)
            #expect(look(old, at: 5.001) == (begins == 0 ? ["ended a", "ends_soon b"] : []))
            #expect(look(old, at: 0.1).isEmpty)
            #expect(look(all, at: 0.2).isEmpty)
            #expect(look(all, at: 1.1) == ["ends_soon a"])
            #expect(look(all, at: 2.1) == (begins == 0 ? [] : ["ended a"]))
            #expect(look(all, at: 3.1) == ["ends_soon d"])
            #expect(look(all, at: 4.6) == (begins == 0 ? ["ended d"] : ["ended d", "ends_soon b"]))
            #expect(look(all, at: 5.6) == ["ended b"])
            #expect(look(all, at: 19.5) == ["ends_soon c"])
            #expect(look(all, at: 60) == ["ended c"])
            #expect(lookout.memory.told?.count == 1, "what was told long ago need not be remembered")
        }
    }

    @Test("A longer warning time tells what lies between the two; a shorter one warns again")
    func warningTime() {
        let one = [Fixture.borrow("a", hours: 40)]
        var lookout = Lookout()
        _ = lookout.look(at: book(one, at: 0))
        #expect(told(lookout.look(at: book(one, at: 10), warning: 2 * day)) == ["ends_soon a"])
        #expect(lookout.look(at: book(one, at: 20), warning: 3600).isEmpty)
        #expect(told(lookout.look(at: book(one, at: 39.5 * 3600), warning: 3600)) == ["ends_soon a"])
    }

    @Test(
        "A longer warning time repeats nothing that was within one as long before, and with a shorter one in between neither"
    )
    func changedWarningTimes() {
        let one = [Fixture.borrow("a", hours: 25)]
        var lookout = Lookout()
        _ = lookout.look(at: book(one, at: 0))
        #expect(told(lookout.look(at: book(one, at: 3601))) == ["ends_soon a"])
        #expect(lookout.look(at: book(one, at: 3602), warning: 3600).isEmpty)
        #expect(lookout.look(at: book(one, at: 3603)).isEmpty)
        #expect(lookout.look(at: book(one, at: 3604), warning: 2 * day).isEmpty)
        #expect(lookout.look(at: book(one, at: 3605), warning: 3600).isEmpty)
        #expect(told(lookout.look(at: book(one, at: 24 * 3600 + 1), warning: 3600)) == ["ends_soon a"])
        #expect(lookout.memory.warned.isEmpty)
        let extended = [Fixture.borrow("a", hours: 50)]
        #expect(lookout.look(at: book(extended, at: 24 * 3600 + 2)).isEmpty)
        #expect(told(lookout.look(at: book(extended, at: 26 * 3600 + 1))) == ["ends_soon a"], "another end")
    }

    @Test("An end that was granted after the last look with a longer warning time counts as warned of by nobody")
    func grantedSince() {
        func granted(_ id: String, at seconds: TimeInterval, hours: Double) -> Borrow {
            var borrow = Fixture.borrow(id, product: id, hours: hours)
            borrow.operation.startedAt = at(seconds)
            return borrow
        }
        let old = granted("a", at: -60, hours: 5)
        var checked = Fixture.borrow("d", product: "d", hours: 5)
        (checked.begunAt, checked.operation.kind, checked.operation.startedAt) = (at(-60), .check, at(5))
        var lookout = Lookout()
        _ = lookout.look(at: book([old, granted("c", at: -60, hours: 50), checked], at: 0))
        // One is new, and one was given an earlier end.
        var shortened = granted("c", at: 5, hours: 6)
        shortened.begunAt = at(-60)
        let all = [old, granted("b", at: 5, hours: 5), shortened, checked]
        #expect(lookout.look(at: book(all, at: 10), warning: 3600).isEmpty)
        #expect(told(lookout.look(at: book(all, at: 20))) == ["ends_soon b", "ends_soon c"])
        #expect(lookout.look(at: book(all, at: 30)).isEmpty)
    }

    @Test("A second doubt is told although the first was not settled in between")
    func secondDoubt() {
        func doubtful(since seconds: TimeInterval) -> [Borrow] {
            var problem = Fixture.timeout.problem
            problem.time = at(seconds)
            return [Fixture.borrow("a", hours: 90, phase: .unknown(problem))]
        }
        var lookout = Lookout()
        _ = lookout.look(at: book(doubtful(since: -5), at: 0))
        #expect(lookout.look(at: book(doubtful(since: -5), at: 5)).isEmpty)
        #expect(told(lookout.look(at: book(doubtful(since: 7), at: 10))) == ["unknown a"])
        #expect(lookout.look(at: book(doubtful(since: 7), at: 15)).isEmpty)
    }

    @Test("What turns out to have ended while it was in doubt is told then, and what a check took has no end")
    func endedMeanwhile() {
        let held = Fixture.borrow("a", hours: 1)
        let doubtful = Fixture.borrow("a", hours: 1, phase: .unknown(Fixture.timeout.problem))
        var lookout = Lookout()
        _ = lookout.look(at: book([held], at: 0))
        #expect(told(lookout.look(at: book([doubtful], at: 60))) == ["unknown a"])
        #expect(lookout.look(at: book([doubtful], at: 4000)).isEmpty)
        #expect(told(lookout.look(at: book([held], at: 5000))) == ["ended a"])
        #expect(lookout.look(at: book([held], at: 6000)).isEmpty)
        var seated = Fixture.borrow("b", product: "MESH")
        (seated.grant, seated.operation.kind, seated.seatTakenAt) = (nil, .check, at(6500))
        #expect(lookout.look(at: book([held, seated], at: 7000)).isEmpty)
    }

    @Test("What was never granted has not ended, however its doubt was settled")
    func neverGranted() {
        var doubtful = Fixture.borrow("a", phase: .unknown(Fixture.timeout.problem))
        doubtful.grant = nil
        var noted = doubtful
        noted.move(to: .noted(reason: "the host was reinstalled"))
        var lookout = Lookout()
        _ = lookout.look(at: book([doubtful], at: 0))
        #expect(lookout.look(at: book([noted], at: 60)).isEmpty)
        #expect(lookout.look(at: book([noted], at: 7200)).isEmpty)
    }

    @Test("Ends are told by the clock that each goes by", arguments: [-600, 600] as [TimeInterval])
    func clocks(ahead: TimeInterval) {
        // A server whose clock differs: by this host's the borrow ends that much earlier.
        var borrow = Fixture.borrow("a", hours: 1)
        borrow.clockOffset = ahead
        var lookout = Lookout()
        _ = lookout.look(at: book([borrow], at: 0))
        var endings: [TimeInterval] = []
        for second in stride(from: 60, through: 5400, by: 60) as StrideThrough<TimeInterval> {
            if told(lookout.look(at: book([borrow], at: second))) == ["ended a"] { endings.append(second) }
        }
        // A hair late, so at the next look.
        #expect(endings == [3600 - ahead + 60])
    }

    @Test("What ends in a time is found as by looking at every row", arguments: 0..<20 as Range<UInt64>)
    func ends(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        let borrows = (0..<60).map { dice.borrow($0) }
        for _ in 0..<20 {
            let moment = dice.moment()
            let book = Book(borrows, at: moment)
            let (one, other) = (dice.time(), dice.time())
            let (from, to) = (min(one, other), max(one, other))
            func expected(_ isMeant: (BorrowStatus) -> Bool) -> Set<OperationID> {
                Set(
                    PlainBook(borrows: borrows).listed(at: moment).filter { borrow in
                        guard let grant = borrow.grant, borrow.releasedAt == nil else { return false }
                        let end = grant.end + moment.host.timeIntervalSince(moment.server(for: borrow)) + 0.001
                        let isHeld = borrow.operation.phase.isSettled || borrow.grant != nil
                        return isHeld && isMeant(borrow.status(at: moment)) && from < end && end <= to
                    }.map(\.id))
            }
            let ended = expected {
                switch $0 {
                case .ended, .seated: true
                default: false
                }
            }
            #expect(Set(book.ended(after: from, upTo: to).map(\.id)) == ended, "seed \(seed)")
            let held = expected {
                switch $0 {
                case .active, .pending: true
                default: false
                }
            }
            #expect(Set(book.held(endingAfter: from, upTo: to).map(\.id)) == held, "seed \(seed)")
        }
    }
}
