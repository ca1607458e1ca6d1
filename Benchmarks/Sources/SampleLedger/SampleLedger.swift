import Foundation
import Ledger
import Licensing
import SQLiteLedger

/// Borrows as a ledger of many may hold them, the same with each run: each holds a seat, and ends between 2 hours and 90 days
/// ahead.
public enum SampleLedger {
    public static let performer = Performer(user: "ops", host: "bench", process: getpid())
    public static let server = "http://127.0.0.1:9"
    private static let products = ["CAD-PRO", "SIM-X", "MESH", "RENDER"]

    /// Fills a ledger as the client does, each operation in its three steps.
    ///
    /// - Parameters:
    ///   - count: how many borrows it is to hold.
    ///   - lines: how many lines its trail is to have at least: the borrows are extended, one after another, until it has.
    public static func fill(_ path: String, count: Int, lines: Int = 0, now: Date = Date()) async throws {
        let ledger = try SQLiteLedger(path: path, by: performer)
        var (written, turn) = (0, 0)
        repeat {
            for number in 0..<count where turn == 0 || written < lines {
                for phase in [OperationPhase.intended, .sent, .confirmed] {
                    let borrow = borrow(number, turn: turn, phase, now: now)
                    try await ledger.record(LedgerEntry(borrow: borrow, performer: performer, at: now))
                    written += 1
                }
            }
            turn += 1
        } while written < lines && count > 0
    }

    /// One of the borrows, at a step of the operation that makes it or, in later turns, extends it.
    public static func borrow(
        _ number: Int, turn: Int = 0, _ phase: OperationPhase = .confirmed, now: Date
    ) -> Borrow {
        let digits = String(format: "%07d", number)
        let key = LicenseReference.key(lastFour: String(digits.suffix(4)), fingerprint: String(format: "%032x", number))
        let subject = BorrowSubject(
            server: server, product: products[number % products.count], license: key, licenseID: nil,
            hardwareID: HardwareID(rawValue: String(format: "%064x", number)))
        // A step that visits each minute of the ninety days once before it comes to one again.
        let minutes = 120 + number * 7919 % (90 * 24 * 60)
        let grant = BorrowGrant(
            end: now.addingTimeInterval(Double(minutes * 60)), maxBorrowHours: 2160, deviceID: Int64(number + 1),
            licenseID: 1_699_349_720_000_000 + Int64(number))
        func id(_ turn: Int) -> OperationID {
            OperationID(rawValue: "20261101000000-\(digits)-bench" + (turn == 0 ? "" : "-\(turn)"))
        }
        let operation = Licensing.Operation(
            id: id(turn), kind: .borrow(.maximum), startedAt: now, startedBy: performer,
            lease: Lease(from: now, until: now.addingTimeInterval(60)), phase: phase)
        return Borrow(
            id: id(0), subject: subject, account: Account(profile: nil, authorization: "API key …0000"),
            grant: turn > 0 || phase == .confirmed ? grant : nil, secretSource: .environment("BERTH_LICENSE_KEY"),
            operation: operation)
    }
}
