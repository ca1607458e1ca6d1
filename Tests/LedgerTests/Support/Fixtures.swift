import FoundationEssentials
import Ledger
import Licensing
import TestKit

/// Monday, 23 November 2026, 13:02:00.125 UTC.
let start = TestClock.start.addingTimeInterval(0.125)

let ana = Performer(user: "ana", claims: .init(user: "ana", address: "192.0.2.7"), host: "desk-1", process: 4711)

/// A borrow whose operation is in a phase, on a license of its own unless told otherwise.
func makeBorrow(
    _ id: String = "01", operation: String? = nil, license: String? = nil, phase: OperationPhase = .intended,
    kind: Licensing.Operation.Kind = .borrow(.maximum), grant: BorrowGrant? = nil
) -> Borrow {
    let subject = BorrowSubject(
        server: "https://api.example.com", product: "CAD", license: .key(lastFour: "4444", fingerprint: license ?? id),
        licenseID: nil, hardwareID: HardwareID(rawValue: "hw-0001"))
    // A license of its own has a number of its own.
    var grant = grant
    let offset = (license ?? id).utf8.reduce(0) { ($0 * 31 + Int64($1)) % 1_000_003 }
    if let number = grant?.licenseID { grant?.licenseID = number + offset }
    return Borrow(
        id: OperationID(rawValue: id), subject: subject, account: Account(profile: "site", authorization: "key …c0de"),
        grant: grant, secretSource: .environment("BERTH_LICENSE_KEY"),
        operation: Licensing.Operation(
            id: OperationID(rawValue: operation ?? id), kind: kind, startedAt: start, startedBy: ana,
            lease: Lease(from: start, until: start.addingTimeInterval(120)), phase: phase))
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
    let effect = code == .transportTimeout ? ServerEffect.possible : .none
    return Problem(code, status: 400, message: "No “slots” – 无", time: start, effect: effect, facts: facts)
}

func makeEntry(
    _ borrow: Borrow, receipt: Receipt? = nil, by performer: Performer = ana, after seconds: Double = 0,
    known: Set<OperationID>? = nil
) -> LedgerEntry {
    LedgerEntry(
        borrow: borrow, receipt: receipt, performer: performer, at: start.addingTimeInterval(seconds), known: known)
}

func makeReceipt(_ body: String) -> Receipt {
    Receipt(
        request: #"{"product":"CAD"}"#, body: Data(body.utf8), isRedacted: false,
        digest: sha256(Data(body.utf8)).hexadecimal, signature: "c2lnbmVk", keyFingerprint: "624d162a",
        receivedAt: start)
}
