import Foundation
import Ledger
import Licensing
import SQLiteLedger

/// A ledger in a process of its own, which a test can run as another user.
///
/// `ledgerdummy VERB PATH [ID …]` prints a line for each thing done, and for a problem `code: message`, with status 30.
@main struct LedgerDummy {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else { fatalError("ledgerdummy VERB PATH [ID …]") }
        do throws(Problem) {
            try await run(arguments[1], path: arguments[2], ids: Array(arguments.dropFirst(3)))
        } catch {
            print("\(error.code.rawValue): \(error.message)")
            exit(30)
        }
    }

    private static func run(_ verb: String, path: String, ids: [String]) async throws(Problem) {
        switch verb {
        case "record":
            let ledger = try SQLiteLedger(path: path, by: performer)
            for id in ids { print(try await ledger.record(entry(id))) }
        case "use": try await tell(SQLiteLedger(path: path, by: performer))
        case "read": try await tell(SQLiteLedger(reading: path))
        case "fingerprint": print(try await SQLiteLedger(path: path, by: performer).fingerprint(of: Secret("key")))
        case "prune":
            let ledger = try SQLiteLedger(existing: path)
            let now = Date(timeIntervalSince1970: 2e9)
            print(try await ledger.prune(before: now, by: performer, at: now, isRehearsal: false).lines)
        default: fatalError("no verb \(verb)")
        }
    }

    private static func tell(_ ledger: SQLiteLedger) async throws(Problem) {
        for borrow in try await ledger.borrows(.all).borrows { print(borrow.id) }
        print("\(try await ledger.verifyTrail(anchor: nil).lines) lines")
    }

    private static let performer = Performer(user: "uid \(getuid())", process: getpid())

    private static func entry(_ id: String) -> LedgerEntry {
        let now = Date()
        let subject = BorrowSubject(
            server: "https://api.example.com", product: "CAD", license: .user(id), licenseID: nil,
            hardwareID: HardwareID(rawValue: "hw-0001"))
        let operation = Licensing.Operation(
            id: OperationID(rawValue: id), kind: .borrow(.maximum), startedAt: now, startedBy: performer,
            lease: Lease(from: now, until: now.addingTimeInterval(60)), phase: .intended)
        let borrow = Borrow(id: operation.id, subject: subject, secretSource: .prompt, operation: operation)
        return LedgerEntry(borrow: borrow, performer: performer, at: now)
    }
}
