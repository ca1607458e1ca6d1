import Foundation
import Ledger
import Licensing
import TestKit

/// A problem in which everything that it can tell is told.
func fullProblem(_ message: String = "No “slots” – 无") -> Problem {
    var facts = ProblemFacts()
    facts.product = "CAD-PRO"
    facts.hardwareID = Fixture.host
    facts.signIn = .singleSignOn
    facts.license = "…4444"
    facts.licenseID = .min
    facts.feature = "GPU"
    facts.requestedEnd = .at(TestClock.start)
    facts.maxBorrowHours = .max
    facts.licenseValidUntil = TestClock.start
    facts.seats = Seats(total: .min, inUse: -1)
    facts.seatsSeenAt = TestClock.start
    facts.clockOffset = -0.1
    facts.server = Fixture.server
    facts.endpoint = "/api/v4/floating/borrow"
    facts.timeout = .init(phase: .tlsHandshake, seconds: 1e-7)
    facts.tlsFault = .notYetValid
    facts.proxyStatus = 407
    facts.path = "/a b\"\\"
    facts.process = .min
    facts.name = "--until"
    facts.retryAfter = 0.5
    facts.owner = "ana"
    facts.borrowedUntil = TestClock.start
    facts.knownHardwareID = HardwareID(rawValue: "")
    return Problem(
        "server/ledger_locked", status: -1, message: message, time: TestClock.start, effect: .possible, facts: facts)
}

/// A borrow in which everything that it can hold is there.
func fullBorrow(_ phase: OperationPhase = .confirmed) -> Borrow {
    var borrow = Borrow(
        id: OperationID(rawValue: "1"), subject: Fixture.borrow("1").subject, secretSource: .prompt,
        sureUntil: TestClock.start, toldBy: OperationID(rawValue: "0"), operation: Fixture.operation("1"))
    borrow.account = Account(profile: "prod", authorization: "API key …c0de", digest: "5ea1")
    borrow.subject.licenseID = .max
    borrow.subject.bundleCode = "SUITE"
    borrow.subject.feature = "GPU"
    borrow.grant = BorrowGrant(
        end: TestClock.start.addingTimeInterval(0.001), maxBorrowHours: .min, deviceID: .min, licenseID: .max,
        isWithdrawn: true)
    borrow.begunAt = TestClock.start.addingTimeInterval(-0.5)
    borrow.releasedAt = TestClock.start
    borrow.seatTakenAt = TestClock.start.addingTimeInterval(-1)
    borrow.forgottenAt = TestClock.start.addingTimeInterval(0.999)
    borrow.secretSource = .file("/keys/ü")
    borrow.doubt = fullProblem()
    borrow.clockOffset = 12.3456789
    borrow.operation.kind = .borrow(.at(TestClock.start))
    borrow.operation.startedBy = Performer(
        user: "uid 1000", login: "bo", claims: .init(user: "ceo", address: "::1"), host: "desk-1", process: .max)
    borrow.operation.phase = phase
    return borrow
}

/// A borrow in which nothing is there that may be absent.
func emptyBorrow() -> Borrow {
    var borrow = Fixture.borrow("")
    borrow.grant = nil
    borrow.subject = BorrowSubject(
        server: "", product: "", license: .user(""), licenseID: nil, hardwareID: HardwareID(rawValue: ""))
    borrow.operation.startedBy = Performer(user: "", process: 0)
    return borrow
}

func line(_ event: TrailEntry.Event, number: Int64 = 1, receipt: String? = nil) -> TrailLine {
    TrailLine(number: number, at: TestClock.start, performer: Fixture.performer, event: event, receipt: receipt)
}
