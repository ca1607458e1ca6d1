import Foundation
import TestKit

/// What `--json` prints for what a command came to.
struct PrintedOutcome: Decodable {
    struct Borrow: Decodable {
        var id: String
        var product: String
        var hardware_id: String
        var feature: String?
        var license: String
        var status: String
        var borrowed_until: String?
        var license_id: Int64?
        var seconds_left: Int?
        var max_borrow_time: Int?
        var pending_until: String?
        var seat_taken_at: String?
        var doubt: Doubt?
    }

    struct Doubt: Decodable {
        var code: String
        var since: String
        var what_happened: String
        var settle: String
    }

    struct Problem: Decodable {
        var code: String
        var message: String
        var what_happened: String
        var exit_code: Int32
        var remedies: [String]
        var request_id: String?
    }

    var version: Int
    var outcome: String
    var effect: String
    var operation: String?
    var previous_end: String?
    var borrow: Borrow?
    var problem: Problem?
}

/// What `berth status --json` prints.
struct PrintedStatus: Decodable {
    var version: Int
    var ledger: String
    var as_of: String?
    var borrows: [PrintedOutcome.Borrow]
}

/// What `--dry-run --json` prints.
struct PrintedDryRun: Decodable {
    struct Request: Decodable {
        var method: String
        var url: String
        var headers: [String: String]
        var body: String?
    }

    struct Write: Decodable {
        var kind: String
        var phase: String
        var end_asked: String?
        var end_granted: String?
    }

    struct DryRun: Decodable {
        var requests: [Request]
        var ledger: String?
        var ledger_exists: Bool?
        var writes: [Write]
    }

    var outcome: String
    var effect: String
    var dry_run: DryRun?
}

extension Ended {
    /// The output, read as JSON.
    func printed<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(output.utf8))
        } catch {
            throw NotSeen(description: "not the JSON of \(type): \(error)\n\(self)")
        }
    }
}
