internal import Foundation
internal import Licensing

/// What `--json` prints, version 1. Members are added, never renamed; times are UTC, `YYYY-MM-DDThh:mm:ssZ`.
enum JSONShapes {
    /// What a command came to; of one that prints something else, why it did not come to that.
    struct Outcome: Encodable {
        var version = 1
        /// `borrowed`; `extended`, `shortened` or `unchanged` (what became of the end of what was borrowed); `released`, `checked`,
        /// `activated`, `deactivated`, `noted`, `forgotten`; or
        /// `refused` (somebody said no), `unknown` (it may have happened), `not_sent` (nothing left this host), `not_written`
        /// (the ledger would not take what came of it), `failed` (what asks no server came to nothing, or what could change
        /// nothing beside a borrow brought no response to rely on, or the arguments cannot be understood); or `dry_run` (nothing was sent or written,
        /// as was asked for).
        var outcome: String
        /// What that is at the server: `none`, `possible` or `done`.
        var effect: String
        /// The operation's id, where one was begun.
        var operation: String?
        var borrow: BorrowShape?
        /// For `extended`, `shortened` and `unchanged`: the end that it had before.
        var previousEnd: String?
        /// What a check has done about a seat: `taken`, and held until a release or the license's time-out, or `released` since. One
        /// that could not be given back is `taken` beside the problem of its release.
        var seat: String?
        /// The license as the server described it: for `activated`, and the check of a license.
        var license: LicenseShape?
        /// The same for the check of a feature.
        var feature: FeatureShape?
        /// Whether the time was over that `--timeout` gave.
        var timedOut: Bool?
        /// For `dry_run`: what would have been done.
        var dryRun: DryRunShape?
        var problem: ProblemShape?

        enum CodingKeys: String, CodingKey {
            case version, outcome, effect, operation, borrow, seat, license, feature, problem
            case previousEnd = "previous_end"
            case timedOut = "timed_out"
            case dryRun = "dry_run"
        }
    }

    /// One borrow.
    struct BorrowShape: Encodable {
        var id: String
        var product: String
        /// The feature's code, where it is one and not the license itself.
        var feature: String?
        var license: String
        var licenseID: Int64?
        var bundleCode: String?
        var deviceID: Int64?
        var hardwareID: String
        var server: String
        /// The account that it was made with: the profile, and the end of the key's name.
        var profile: String?
        var account: String?
        /// `active`, `pending`, `unknown`, `seated` (a check took a seat, which no borrow holds), `ended`, `released`, `refused`, `activated` or `deactivated`.
        var status: String
        var borrowedUntil: String?
        /// For `seated`: when a check took the seat, by this host's clock.
        var seatTakenAt: String?
        /// Until the end that surely stands: where a new end is in doubt, the old one.
        var secondsLeft: Int?
        var maxBorrowTimeHours: Int?
        /// For `pending`: when it counts as over at the latest, by this host's clock.
        var pendingUntil: String?
        /// For `unknown`: why, since when, and how to settle it.
        var doubt: Doubt?

        /// Why it is not known whether a seat is held.
        struct Doubt: Encodable {
            var code: String
            var status: Int?
            var message: String
            var since: String
            var whatHappened: String
            /// The command that settles it.
            var settle: String

            enum CodingKeys: String, CodingKey {
                case code, status, message, since, settle
                case whatHappened = "what_happened"
            }
        }

        init(_ borrow: Borrow, at moment: Moment) {
            id = borrow.id.rawValue
            product = borrow.subject.product
            feature = borrow.subject.feature
            bundleCode = borrow.subject.bundleCode
            license = borrow.subject.license.label
            licenseID = borrow.licenseNumber
            deviceID = borrow.grant?.deviceID
            hardwareID = borrow.subject.hardwareID.rawValue
            server = borrow.subject.server
            profile = borrow.account.profile
            account = borrow.account.authorization
            let status = borrow.status(at: moment)
            self.status = status.word
            borrowedUntil = borrow.grant.map { UTC.format($0.end) }
            secondsLeft = borrow.sureEnd(at: moment).map {
                Countdown(to: $0, now: moment.server(for: borrow)).secondsLeft
            }
            maxBorrowTimeHours = borrow.grant?.maxBorrowHours
            if case .seated(let since) = status { seatTakenAt = UTC.format(since) }
            if case .pending(let until) = status { pendingUntil = UTC.format(until) }
            if case .unknown(let problem) = status {
                doubt = Doubt(
                    code: problem.code.rawValue, status: problem.status, message: problem.message,
                    since: UTC.format(problem.time), whatHappened: ProblemCatalogue.explain(problem).whatHappened,
                    settle: borrow.settleCommand(at: moment))
            }
        }

        enum CodingKeys: String, CodingKey {
            case id, product, feature, license, server, profile, account, status, doubt
            case bundleCode = "bundle_code"
            case licenseID = "license_id"
            case deviceID = "device_id"
            case hardwareID = "hardware_id"
            case borrowedUntil = "borrowed_until"
            case seatTakenAt = "seat_taken_at"
            case secondsLeft = "seconds_left"
            case maxBorrowTimeHours = "max_borrow_time"
            case pendingUntil = "pending_until"
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
        /// The exit status: of the process, or, where a code is explained, that of the code.
        var exitCode: Int32
        /// The request that it was met by, as the log names it; left out where none was made.
        var requestID: String?

        init(_ problem: Problem, _ explanation: Explanation, exitCode: ExitCode) {
            self.init(code: problem.code, explanation)
            self.exitCode = exitCode.rawValue
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
            case requestID = "request_id"
        }
    }
}

extension BorrowStatus {
    /// The status in one word.
    var word: String {
        switch self {
        case .pending: "pending"
        case .active: "active"
        case .seated: "seated"
        case .ended: "ended"
        case .released: "released"
        case .unknown: "unknown"
        case .refused: "refused"
        case .activated: "activated"
        case .deactivated: "deactivated"
        }
    }
}
