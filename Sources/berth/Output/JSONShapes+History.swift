internal import Foundation
internal import Ledger
internal import Licensing

extension JSONShapes {
    /// What `history --json` prints.
    struct History: Encodable {
        var version = 1
        var lines: [HistoryLine]
    }

    /// One line of the trail, as `history` prints and exports it.
    struct HistoryLine: Encodable {
        var sequence: Int64
        /// UTC, with milliseconds, by the clock of the host that wrote the line.
        var time: String
        /// Who took the step, as the system says.
        var user: String
        /// Who logged in, as the system keeps that through `su` and `sudo`.
        var login: String?
        var host: String?
        var process: Int32
        /// What the environment claimed, which anybody can set to anything.
        var claimedUser: String?
        var claimedAddress: String?
        /// `begin`, `borrow`, `release`, `check`, `activate`, `deactivate`, `told`, `forget` or `prune`.
        var kind: String
        /// For `prune`: the last line that was removed.
        var prunedThrough: Int64?
        /// For `told`: the one, on another row, that told of its seat.
        var operation: String?
        /// `intended`, `sent`, `confirmed`, `refused`, `unknown` or `noted`.
        var phase: String?
        /// Why a doubt was settled by hand.
        var reason: String?
        var borrow: String?
        var server: String?
        var profile: String?
        var account: String?
        var product: String?
        var feature: String?
        var license: String?
        var licenseID: Int64?
        var hardwareID: String?
        var deviceID: Int64?
        /// `maximum`, or a time.
        var endAsked: String?
        var endGranted: String?
        /// What the server, or something before it, responded where it said no.
        var code: String?
        var status: Int?
        var message: String?
        /// What it has done at the server: `none`, `possible` or `done`.
        var effect: String?
        /// The line itself, as it was hashed; docs/trail.md describes it.
        var text: String
        var hash: String
        /// In an export: the signed response that came with the step.
        var receipt: TrailReceipt?

        enum CodingKeys: String, CodingKey {
            case sequence, time, user, login, host, process, kind, operation, phase, reason, borrow, server, profile
            case account, product, feature, license, code, status, message, effect, text, hash, receipt
            case claimedUser = "claimed_user"
            case claimedAddress = "claimed_address"
            case prunedThrough = "pruned_through"
            case licenseID = "license_id"
            case hardwareID = "hardware_id"
            case deviceID = "device_id"
            case endAsked = "end_asked"
            case endGranted = "end_granted"
        }

        /// A line of an export.
        init(_ line: HandedLine) {
            self.init(line.entry)
            receipt = line.receipt.map(TrailReceipt.init)
        }

        init(_ entry: TrailEntry) {
            sequence = entry.id
            time = UTC.formatMilliseconds(entry.at)
            user = entry.performer.user
            login = entry.performer.login
            host = entry.performer.host
            process = entry.performer.process
            claimedUser = entry.performer.claims.user
            claimedAddress = entry.performer.claims.address
            text = entry.text
            hash = entry.hash
            switch entry.event {
            case .begun:
                kind = "begin"
            case .cut(let cut):
                kind = "prune"
                prunedThrough = cut.through
            case .step(let step):
                kind = step.forgottenAt == nil ? step.operation.kind.name : "forget"
                describe(step)
                // Nothing of its own has happened: another row's operation has told of the seat that both are of.
                if let operation = step.toldBy, step.operation.phase.isSettled, step.forgottenAt == nil {
                    (kind, self.operation, phase) = ("told", operation.rawValue, nil)
                    (code, status, message, effect, reason, endAsked) = (nil, nil, nil, nil, nil, nil)
                }
            }
        }

        private mutating func describe(_ step: Borrow) {
            operation = step.operation.id.rawValue
            phase = step.operation.phase.name
            borrow = step.id.rawValue
            server = step.subject.server
            profile = step.account.profile
            account = step.account.authorization
            product = step.subject.product
            feature = step.subject.feature
            license = step.subject.license.label
            licenseID = step.licenseNumber
            hardwareID = step.subject.hardwareID.rawValue
            deviceID = step.grant?.deviceID
            endGranted = step.grant.map { UTC.format($0.end) }
            if case .borrow(let end) = step.operation.kind { endAsked = end.word }
            switch step.operation.phase {
            case .refused(let problem), .unknown(let problem):
                code = problem.code.rawValue
                status = problem.status
                message = problem.message
                effect = problem.effect.rawValue
            case .noted(let reason): self.reason = reason
            case .intended, .sent, .confirmed: break
            }
        }
    }

    /// A receipt as the trail's own format has it (docs/trail.md): a line names it by a digest over just these members.
    struct TrailReceipt: Encodable {
        var request: String
        var body: String
        var redacted: Bool
        var digest: String
        var signature: String
        var keyFingerprint: String
        var receivedAt: String

        init(_ receipt: Receipt) {
            request = receipt.request
            body = receipt.body.base64EncodedString()
            redacted = receipt.isRedacted
            digest = receipt.digest
            signature = receipt.signature
            keyFingerprint = receipt.keyFingerprint
            receivedAt = LedgerTime.text(receipt.receivedAt)
        }
    }

    /// What `history --verify --json` and `ledger check --json` print where all fits.
    struct Trail: Encodable {
        var version = 1
        var intact = true
        var lines: Int
        var first: Int64?
        var last: Int64?
        var head: String?
        var setBacks: [SetBack]

        struct SetBack: Encodable {
            var line: Int64
            var seconds: Int
        }

        enum CodingKeys: String, CodingKey {
            case version, intact, lines, first, last, head
            case setBacks = "set_backs"
        }

        init(_ report: TrailReport) {
            lines = report.lines
            first = report.first
            last = report.head?.line
            head = report.head?.hash
            setBacks = report.setBacks.map { SetBack(line: $0.line, seconds: Int($0.seconds)) }
        }
    }
}

extension BorrowEnd {
    /// `maximum`, or the time in UTC.
    var word: String {
        switch self {
        case .maximum: "maximum"
        case .at(let date): UTC.format(date)
        }
    }
}
