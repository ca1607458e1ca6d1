import Foundation
import Licensing
import TestKit
import Testing

@Suite("What a borrow amounts to")
struct BorrowStatusTests {
    let now = TestClock.start
    let refusal = Problem(.floatingNotAvailable, message: "", time: TestClock.start)

    func borrow(_ phase: OperationPhase, granted: TimeInterval? = nil, returned: TimeInterval? = nil) -> Borrow {
        let id = OperationID(rawValue: "1")
        return Borrow(
            id: id,
            subject: BorrowSubject(
                server: "https://api.licensespring.com", product: "CAD-PRO", license: .user("ana@example.com"),
                licenseID: nil, hardwareID: HardwareID(rawValue: "hw-0001")),
            grant: granted.map {
                BorrowGrant(end: now.addingTimeInterval($0), maxBorrowHours: 168, deviceID: 1, licenseID: 2)
            },
            returnedAt: returned.map { now.addingTimeInterval($0) },
            secretSource: .prompt,
            operation: Operation(
                id: id, kind: .borrow(.maximum), startedAt: now.addingTimeInterval(-60),
                performedBy: Performer(user: "ops", from: nil, process: 1), phase: phase))
    }

    @Test("an operation under way is pending, whatever was granted before", arguments: [nil, 3600, -3600])
    func pending(granted: TimeInterval?) {
        #expect(borrow(.intended, granted: granted).status(at: now) == .pending)
        #expect(borrow(.sent, granted: granted, returned: -1).status(at: now) == .pending)
    }

    @Test("a grant is active before its end, and ended at the very end")
    func activeUntilTheEnd() {
        let end = now.addingTimeInterval(10)
        #expect(borrow(.confirmed, granted: 10).status(at: now) == .active(until: end))
        #expect(borrow(.confirmed, granted: 10).status(at: end.addingTimeInterval(-0.001)) == .active(until: end))
        #expect(borrow(.confirmed, granted: 10).status(at: end) == .ended(at: end))
        #expect(borrow(.confirmed, granted: 10).status(at: end.addingTimeInterval(1)) == .ended(at: end))
    }

    @Test("a refused extension leaves the old grant in force")
    func refusedExtension() {
        #expect(borrow(.refused(refusal), granted: 10).status(at: now) == .active(until: now.addingTimeInterval(10)))
    }

    @Test("a refusal without a grant is refused")
    func refused() {
        #expect(borrow(.refused(refusal)).status(at: now) == .refused(refusal))
    }

    @Test("an unknown outcome outweighs an earlier grant and an earlier return")
    func unknown() {
        #expect(borrow(.unknown(refusal), granted: 10).status(at: now) == .unknown(refusal))
        #expect(borrow(.unknown(refusal), granted: 10, returned: -1).status(at: now) == .unknown(refusal))
    }

    @Test("a return outweighs the grant")
    func returned() {
        let at = now.addingTimeInterval(-1)
        #expect(borrow(.confirmed, granted: 10, returned: -1).status(at: now) == .returned(at: at))
    }

    @Test("an unknown one that was seen falls back on what is known")
    func seen() {
        let seen = OperationPhase.seen(reason: "the seat is free in the portal")
        #expect(borrow(seen, granted: 10).status(at: now) == .active(until: now.addingTimeInterval(10)))
        #expect(borrow(seen).status(at: now) == .ended(at: now.addingTimeInterval(-60)))
    }
}
