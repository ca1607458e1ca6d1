import FoundationEssentials
import Licensing
import TestKit

/// Monday, 23 November 2026, 13:02:00.125 UTC.
let start = TestClock.start.addingTimeInterval(0.125)

/// A borrow whose operation is in a phase, on a license of its own unless told otherwise.
func makeBorrow(
    _ id: String = "01", operation: String? = nil, license: String? = nil, phase: OperationPhase = .intended,
    kind: Licensing.Operation.Kind = .borrow(.maximum), grant: BorrowGrant? = nil
) -> Borrow {
    let subject = BorrowSubject(
        server: "https://api.example.com", product: "CAD", license: .key(lastFour: "4444", fingerprint: license ?? id),
        licenseID: nil, hardwareID: HardwareID(rawValue: "hw-0001"))
    let performer = Performer(user: "ana", from: "192.0.2.7", process: 4711)
    return Borrow(
        id: OperationID(rawValue: id), subject: subject, grant: grant,
        secretSource: .environment("BERTH_LICENSE_KEY"),
        operation: Licensing.Operation(
            id: OperationID(rawValue: operation ?? id), kind: kind, startedAt: start, performedBy: performer,
            phase: phase))
}

func makeGrant(hours: Double) -> BorrowGrant {
    BorrowGrant(
        end: start.addingTimeInterval(hours * 3600), maxBorrowHours: 168, deviceID: 1_699_349_796_909_409,
        licenseID: 1_699_349_720_166_389)
}

func makeProblem(_ code: ProblemCode = .transportTimeout) -> Problem {
    var facts = ProblemFacts()
    facts.product = "CAD"
    facts.seatsSeenAt = start
    facts.requestedEnd = .at(start)
    return Problem(code, status: 400, message: "No “slots” – 无", time: start, facts: facts)
}

func makeEntry(_ borrow: Borrow, receipt: Receipt? = nil, after seconds: Double = 0) -> LedgerEntry {
    LedgerEntry(borrow: borrow, receipt: receipt, at: start.addingTimeInterval(seconds))
}

func makeReceipt(_ body: String) -> Receipt {
    Receipt(
        request: #"{"product":"CAD"}"#, body: Data(body.utf8), signature: "c2lnbmVk", keyFingerprint: "624d162a",
        receivedAt: start)
}
