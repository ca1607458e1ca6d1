import Foundation
import Licensing
import TestKit
import Testing

/// The problem is met at 2026-11-23 13:02 UTC by this host's clock.
@Suite("Why an end was refused")
struct EndDiagnosisTests {
    let now = TestClock.start

    func refusal(_ end: BorrowEnd, _ facts: (inout ProblemFacts) -> Void = { _ in }) -> Explanation {
        explain(.borrowUntilNotValid, status: 400, message: "Borrow until field is not valid") {
            $0.requestedEnd = end
            facts(&$0)
        }
    }

    @Test("without facts all causes are named")
    func general() {
        let explanation = ProblemCatalogue.explain(.borrowUntilNotValid)
        #expect(explanation.likelyCauses.count == 3)
        #expect(explanation.actions == [.editEnd, .useMaximum])
        #expect(explain(.borrowUntilNotValid) == explanation)
        #expect(explanation.exitCode == .endRefused)
    }

    @Test("an end in the past")
    func past() {
        let explanation = refusal(.at(now.addingTimeInterval(-300)))
        #expect(explanation.whatFailed == "The server did not accept the end 2026-11-23 12:57 UTC.")
        #expect(explanation.likelyCauses == ["it was 5 min past: the server's clock read 2026-11-23 13:02 UTC"])
        #expect(explanation.actions == [.editEnd, .useMaximum])
        #expect(explanation.solvers == [.you])
    }

    @Test("an end that is past by the server's clock alone")
    func pastByTheServersClock() {
        let explanation = refusal(.at(now.addingTimeInterval(300))) { $0.clockOffset = 600 }
        #expect(
            explanation.likelyCauses == [
                "it was 5 min past: the server's clock read 2026-11-23 13:12 UTC",
                "this host's clock is 10 min behind the server's",
            ])
        #expect(explanation.remedies.last?.text == "have this host's clock set right")
        #expect(explanation.solvers == [.you, .systemAdministrator])
    }

    @Test("an end that is past by this host's clock alone is not called past")
    func aheadByTheServersClock() {
        let explanation = refusal(.at(now.addingTimeInterval(-300))) { $0.clockOffset = -600 }
        #expect(!explanation.likelyCauses.contains { $0.contains("past") })
    }

    @Test("an end beyond the longest borrow")
    func beyondMaximum() {
        let explanation = refusal(.at(now.addingTimeInterval(172 * 3600))) { $0.maxBorrowHours = 168 }
        #expect(
            explanation.likelyCauses == ["it lies 4 h beyond the longest borrow, 168 h (7 days) from now"])
        #expect(explanation.remedies.first == Remedy("pick an end before 2026-11-30 13:02 UTC", .editEnd))
        #expect(explanation.actions == [.editEnd, .useMaximum])
        #expect(explanation.solvers == [.you, .licenseAdministrator])
    }

    @Test("the longest borrow is counted by the server's clock")
    func beyondMaximumByTheServersClock() {
        let end = BorrowEnd.at(now.addingTimeInterval(168 * 3600))
        let behind = refusal(end) { facts in
            facts.maxBorrowHours = 168
            facts.clockOffset = -120
        }
        #expect(behind.likelyCauses == ["it lies 2 min beyond the longest borrow, 168 h (7 days) from now"])
        #expect(behind.remedies.first?.text == "pick an end before 2026-11-30 13:00 UTC")
    }

    @Test("an end beyond the license's own")
    func beyondLicense() {
        let explanation = refusal(.at(utc("2026-11-27T17:00:00Z"))) { facts in
            facts.maxBorrowHours = 168
            facts.licenseValidUntil = utc("2026-11-25T00:00:00Z")
        }
        #expect(
            explanation.likelyCauses == ["the license itself ends 2 d 17 h before that, at 2026-11-25 00:00 UTC"])
        #expect(explanation.remedies.first == Remedy("pick an end before 2026-11-25 00:00 UTC", .editEnd))
        #expect(!explanation.actions.contains(.useMaximum))
    }

    @Test("an end beyond both limits names the tighter one first")
    func beyondBoth() {
        let explanation = refusal(.at(utc("2026-12-24T17:00:00Z"))) { facts in
            facts.maxBorrowHours = 168
            facts.licenseValidUntil = utc("2026-12-01T00:00:00Z")
        }
        #expect(explanation.likelyCauses.count == 2)
        #expect(explanation.likelyCauses.first?.contains("longest borrow") == true)
        #expect(explanation.remedies.first?.text == "pick an end before 2026-11-30 13:02 UTC")
    }

    @Test("an end while the limit is not known")
    func unknownLimit() {
        let explanation = refusal(.at(now.addingTimeInterval(3600)))
        #expect(
            explanation.likelyCauses.first == "it lies beyond the longest borrow, a limit that is not known here yet")
        #expect(explanation.actions == [.useMaximum, .editEnd])
    }

    @Test("an end within all that is known suggests that the limit was lowered")
    func loweredLimit() {
        let explanation = refusal(.at(now.addingTimeInterval(3600))) { $0.maxBorrowHours = 168 }
        #expect(explanation.likelyCauses.first == "the limit has been lowered since it was 168 h (7 days)")
        #expect(explanation.actions == [.useMaximum, .editEnd])
    }

    @Test("the longest borrow itself, refused")
    func maximumRefused() {
        let explanation = refusal(.maximum)
        #expect(explanation.whatFailed == "The server did not accept the longest borrow as the end.")
        #expect(explanation.actions == [.editEnd])
        let ended = refusal(.maximum) { $0.licenseValidUntil = utc("2026-11-20T00:00:00Z") }
        #expect(ended.likelyCauses == ["the license itself ended at 2026-11-20 00:00 UTC"])
        #expect(ended.solvers.first == .licenseAdministrator)
        let none = refusal(.maximum) { $0.maxBorrowHours = 0 }
        #expect(none.likelyCauses == ["the longest borrow of the license is 0 h: it cannot be borrowed"])
        #expect(none.actions == [.editLicense])
    }
}
