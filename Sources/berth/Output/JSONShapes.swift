internal import Foundation
internal import Licensing

/// What `--json` prints, version 1. Members are added, never renamed; times are UTC, `YYYY-MM-DDThh:mm:ssZ`.
enum JSONShapes {
    /// What a command came to.
    struct Outcome: Encodable {
        var version = 1
        /// `borrowed`, `returned`, `refused`, `unknown` or `failed`.
        var outcome: String
        var borrow: BorrowShape?
        var problem: ProblemShape?
    }

    /// The list that `status` prints.
    struct Status: Encodable {
        var version = 1
        var ledger: String
        var borrows: [BorrowShape]
    }

    /// One borrow.
    struct BorrowShape: Encodable {
        var id: String
        var product: String
        var license: String
        var licenseID: Int64?
        var deviceID: Int64?
        var hardwareID: String
        var server: String
        /// `active`, `pending`, `unknown`, `ended`, `returned` or `refused`.
        var status: String
        var borrowedUntil: String?
        var secondsLeft: Int?
        var maxBorrowTimeHours: Int?

        init(_ borrow: Borrow, now: Date) {
            id = borrow.id.rawValue
            product = borrow.subject.product
            license = borrow.subject.license.label
            licenseID = borrow.grant?.licenseID ?? borrow.subject.licenseID
            deviceID = borrow.grant?.deviceID
            hardwareID = borrow.subject.hardwareID.rawValue
            server = borrow.subject.server
            status = borrow.status(at: now).word
            borrowedUntil = borrow.grant.map { UTC.format($0.end) }
            if case .active(let end) = borrow.status(at: now) {
                secondsLeft = Countdown(to: end, now: now).secondsLeft
            }
            maxBorrowTimeHours = borrow.grant?.maxBorrowHours
        }

        enum CodingKeys: String, CodingKey {
            case id, product, license, server, status
            case licenseID = "license_id"
            case deviceID = "device_id"
            case hardwareID = "hardware_id"
            case borrowedUntil = "borrowed_until"
            case secondsLeft = "seconds_left"
            case maxBorrowTimeHours = "max_borrow_time"
        }
    }

    /// A problem, raw and in words.
    struct ProblemShape: Encodable {
        var code: String
        var status: Int?
        var message: String
        var time: String?
        var whatHappened: String
        var likelyCauses: [String]
        var remedies: [String]
        var solvers: [String]
        var retry: String
        var exitCode: Int32

        init(_ problem: Problem) {
            self.init(code: problem.code, ProblemCatalogue.explain(problem))
            status = problem.status
            message = problem.message
            time = UTC.format(problem.time)
        }

        init(code: ProblemCode, _ explanation: Explanation) {
            self.code = code.rawValue
            message = ""
            whatHappened = explanation.whatHappened
            likelyCauses = explanation.likelyCauses
            remedies = explanation.remedies.map(\.text)
            solvers = explanation.solvers.map(\.rawValue)
            retry = explanation.retry.rawValue
            exitCode = explanation.exitCode.rawValue
        }

        enum CodingKeys: String, CodingKey {
            case code, status, message, time, remedies, solvers, retry
            case whatHappened = "what_happened"
            case likelyCauses = "likely_causes"
            case exitCode = "exit_code"
        }
    }
}

extension BorrowStatus {
    /// The status in one word.
    var word: String {
        switch self {
        case .pending: "pending"
        case .active: "active"
        case .ended: "ended"
        case .returned: "returned"
        case .unknown: "unknown"
        case .refused: "refused"
        }
    }
}
