import Foundation
import Ledger
import Licensing
import SQLiteLedger

/// Fills a ledger with borrows that hold a seat: `fill-ledger PATH COUNT [SERVER]`.
///
/// Each is written as the client writes it, in its three steps, so on a disk that is one a hundred thousand take long: fill the
/// ledger in memory (`/dev/shm`) and copy it. Ends lie between 2 hours and 90 days ahead, the same with each run.
@main struct FillLedger {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let count = Int(arguments[2]) else {
            FileHandle.standardError.write(Data("usage: fill-ledger PATH COUNT [SERVER]\n".utf8))
            exit(64)
        }
        let server = arguments.count > 3 ? arguments[3] : "http://127.0.0.1:9"
        let ledger = try SQLiteLedger(path: arguments[1], by: performer)
        let now = Date()
        for number in 0..<count {
            for phase in [OperationPhase.intended, .sent, .confirmed] {
                let borrow = borrow(number, at: server, phase, now)
                try await ledger.record(LedgerEntry(borrow: borrow, performer: performer, at: now))
            }
        }
        print("\(arguments[1]): \(count) borrows")
    }

    private static let performer = Performer(user: "ops", host: "bench", process: getpid())
    private static let products = ["CAD-PRO", "SIM-X", "MESH", "RENDER"]

    private static func borrow(_ number: Int, at server: String, _ phase: OperationPhase, _ now: Date) -> Borrow {
        let digits = String(format: "%07d", number)
        let key = LicenseReference.key(lastFour: String(digits.suffix(4)), fingerprint: String(format: "%032x", number))
        let subject = BorrowSubject(
            server: server, product: products[number % products.count], license: key, licenseID: nil,
            hardwareID: HardwareID(rawValue: String(format: "%064x", number)))
        // A step that visits each minute of the ninety days once before it comes to one again.
        let minutes = 120 + number * 7919 % (90 * 24 * 60)
        let grant = BorrowGrant(
            end: now.addingTimeInterval(Double(minutes * 60)), maxBorrowHours: 2160, deviceID: Int64(number),
            licenseID: 1_699_349_720_000_000 + Int64(number))
        let operation = Licensing.Operation(
            id: OperationID(rawValue: "20261101000000-\(digits)-bench"), kind: .borrow(.maximum), startedAt: now,
            startedBy: performer, lease: Lease(from: now, until: now.addingTimeInterval(60)), phase: phase)
        return Borrow(
            id: operation.id, subject: subject, account: Account(profile: nil, authorization: "API key …0000"),
            grant: phase == .confirmed ? grant : nil, secretSource: .environment("BERTH_LICENSE_KEY"),
            operation: operation)
    }
}
