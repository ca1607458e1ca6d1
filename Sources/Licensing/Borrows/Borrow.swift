public import FoundationEssentials

/// What a borrow is about: one license, or one of its features, on one device of one server. There is at most one seat of
/// each at a time.
public struct BorrowSubject: Hashable, Sendable, Codable {
    /// The server's base address in its one spelling, for example `https://api.licensespring.com`.
    public var server: String
    /// The product's short code.
    public var product: String
    public var license: LicenseReference
    /// The license's number, where the operator picked one.
    public var licenseID: Int64?
    /// The bundle that the license is a part of (`bundle_code`), where the operator named one: a release needs it again.
    public var bundleCode: String?
    /// The feature's code; nil for the license itself.
    public var feature: String?
    public var hardwareID: HardwareID

    public init(
        server: String, product: String, license: LicenseReference, licenseID: Int64?, bundleCode: String? = nil,
        feature: String? = nil, hardwareID: HardwareID
    ) {
        self.server = server
        self.product = product
        self.license = license
        self.licenseID = licenseID
        self.bundleCode = bundleCode
        self.feature = feature
        self.hardwareID = hardwareID
    }

    /// The product, and the feature where it is one: `CAD-PRO`, `RENDER · GPU`.
    public var title: String { Self.title(product, feature) }

    /// What a person calls a product, and a feature of it where there is one.
    public static func title(_ product: String, _ feature: String?) -> String {
        feature.map { "\(product) · \($0)" } ?? product
    }
}

/// The account that a borrow was made with, as far as it may be written down: what a return needs again.
public struct Account: Hashable, Sendable, Codable {
    /// The profile of the configuration; nil where it has none.
    public var profile: String?
    /// What authorized the request, as a person knows it, by its last four characters: `API key …c0de`, `OAuth client …7f21`.
    public var authorization: String?
    /// What tells that apart from every other one of the same server, and opens nothing; nil where that was not kept.
    public var digest: String?

    public init(profile: String? = nil, authorization: String? = nil, digest: String? = nil) {
        self.profile = profile
        self.authorization = authorization
        self.digest = digest
    }

    /// Whether it is known to be another account than a second one of the same server. Which profile it is does not count: names
    /// change, and two may be for one account.
    public func differs(from other: Account) -> Bool {
        if let digest, let otherDigest = other.digest { return digest != otherDigest }
        return authorization.map { $0 != other.authorization } ?? false
    }
}

/// A borrow as the ledger remembers it: what it is about, what was granted last, and the operation that touched it last.
public struct Borrow: Hashable, Sendable, Codable, Identifiable {
    /// The id of the operation that made it.
    public var id: OperationID
    public var subject: BorrowSubject
    /// The account that it was made with.
    public var account: Account
    /// When it was begun, by that host's clock; nil where that was not kept.
    public var begunAt: Date?
    /// What the server granted last; nil until it has granted anything.
    public var grant: BorrowGrant?
    /// When the server said yes to its release, by this host's clock; nil until then.
    public var releasedAt: Date?
    /// When a check took a seat that no borrow holds, by this host's clock; nil where none did, or where that seat was borrowed,
    /// returned or lost with the activation since.
    ///
    /// Only a release or the license's floating time-out, which no ledger knows, frees it.
    public var seatTakenAt: Date?
    /// When the operator took it off the list, by this host's clock; nil until then.
    public var forgottenAt: Date?
    /// Where its license key came from, so that a release knows where to ask again.
    public var secretSource: SecretSource
    /// Why it is not known whether a seat is held, or whether the device is still bound to the license; nil where that is known.
    ///
    /// Set when an operation's outcome is unknown. A later refusal leaves it; a server's yes or a person's note clears it.
    public var doubt: Problem?
    /// Until when it surely holds its seat although it is in doubt, by the server's clock; nil where it may not hold it, or is in no
    /// doubt.
    ///
    /// That is what was granted, unless something of unknown outcome may have ended it earlier.
    public private(set) var sureUntil: Date?
    /// The operation of another row that told last of its seat, as a return by another sign-in does; nil where its own was the last.
    public private(set) var toldBy: OperationID?
    /// How far the server's clock was ahead of this host's when the server last responded about it, in seconds.
    public var clockOffset: TimeInterval?
    /// The operation that touched it last.
    public var operation: Operation

    public init(
        id: OperationID, subject: BorrowSubject, account: Account = Account(), begunAt: Date? = nil,
        grant: BorrowGrant? = nil, releasedAt: Date? = nil, seatTakenAt: Date? = nil, forgottenAt: Date? = nil,
        secretSource: SecretSource, doubt: Problem? = nil, sureUntil: Date? = nil,
        toldBy: OperationID? = nil, clockOffset: TimeInterval? = nil, operation: Operation
    ) {
        self.id = id
        self.subject = subject
        self.account = account
        self.begunAt = begunAt
        self.grant = grant
        self.releasedAt = releasedAt
        self.seatTakenAt = seatTakenAt
        self.forgottenAt = forgottenAt
        self.secretSource = secretSource
        self.doubt = doubt
        self.sureUntil = sureUntil
        self.toldBy = toldBy
        self.clockOffset = clockOffset
        self.operation = operation
    }
}

/// Where a secret was found.
public enum SecretSource: Hashable, Sendable, Codable {
    /// Typed by a person, or handed over once by a pipe or a command, and forgotten with the process.
    case prompt
    /// An environment variable, by name.
    case environment(String)
    /// A file, by its absolute path.
    case file(String)
}

extension Borrow {
    /// When it was begun, as far as that is known: its first operation tells, as long as no other has come after that.
    public var begun: Date? { begunAt ?? (operation.id == id ? operation.startedAt : nil) }

    /// What a person calls the account that it was made with: its profile, or the server where that has none.
    public var accountName: String { account.profile ?? subject.server }

    /// The number of the license that it holds a seat of, as far as that is known.
    public var licenseNumber: Int64? { subject.licenseID ?? grant?.licenseID }

    /// Whether the last thing known of its seat is that a check took it where no borrow is, whatever was tried in vain since.
    public var checkTookSeat: Bool { seatTakenAt != nil && doubt == nil }

    /// Moves its operation to a phase, and keeps the doubt, and what is known of a check's seat, in step.
    public mutating func move(to phase: OperationPhase) {
        operation.phase = phase
        // An intent leaves everything else as it is.
        if phase != .intended { toldBy = nil }
        switch phase {
        case .unknown(let problem):
            learn(problem, of: operation.kind)
        case .confirmed:
            if settlesDoubt { (doubt, sureUntil) = (nil, nil) }
            if endsSeatOfCheck { seatTakenAt = nil }
        case .noted:
            // Who settles by hand what would free the seat says that it is free; what else was tried leaves it as it was.
            if doubt.map({ $0.facts.isOfRelease || $0.facts.isOfDeactivation }) == true { seatTakenAt = nil }
            (doubt, sureUntil) = (nil, nil)
        case .intended, .sent, .refused: break
        }
    }

    /// Learns that an operation on its seat is of unknown outcome.
    private mutating func learn(_ problem: Problem, of kind: Operation.Kind) {
        let sure = doubt == nil ? grantedUntil : sureUntil
        switch kind {
        case .borrow(let end):
            if case .at(let date) = end { sureUntil = sure.map { min($0, date) } } else { sureUntil = sure }
            doubt = problem
        case .release: (doubt, sureUntil) = (problem, nil)
        case .check: (doubt, sureUntil) = (doubt ?? problem, sure)
        case .deactivate: (doubt, sureUntil) = (doubt ?? problem, nil)
        // It takes no seat.
        case .activate: break
        }
    }

    /// Until when it was granted, as far as nothing is known to have ended it.
    private var grantedUntil: Date? {
        guard releasedAt == nil, let grant, !grant.isWithdrawn else { return nil }
        return grant.end
    }

    /// The same once a step has told something of its seat that another sign-in has opened.
    func told(by step: Borrow) -> Borrow {
        var borrow = self
        borrow.toldBy = step.operation.id
        switch (step.operation.phase, step.operation.kind) {
        case (.unknown(let problem), .borrow), (.unknown(let problem), .release):
            borrow.learn(problem, of: step.operation.kind)
            return borrow.isSame(as: self) ? self : borrow
        case (.confirmed, .release): borrow.releasedAt = step.releasedAt
        case (.confirmed, .borrow):
            guard let grant = step.grant else { return self }
            borrow.grant = grant
        case (.confirmed, .check):
            // That of a feature does not say whether it is borrowed.
            guard subject.feature == nil else { return self }
            if let grant = step.grant { borrow.grant = grant } else { borrow.grant?.isWithdrawn = true }
        default: return self
        }
        (borrow.doubt, borrow.sureUntil, borrow.seatTakenAt) = (nil, nil, nil)
        borrow.clockOffset = step.clockOffset
        return borrow.isSame(as: self) ? self : borrow
    }

    /// The same once a release that named no license may have been of it.
    func questioned(by step: Borrow, at: Date) -> Borrow {
        var borrow = self
        borrow.toldBy = step.operation.id
        borrow.learn(.seatInQuestion(self, at: at), of: .release)
        return borrow
    }

    /// Whether nothing was told but what was known.
    private func isSame(as other: Borrow) -> Bool {
        var borrow = self
        (borrow.toldBy, borrow.clockOffset) = (other.toldBy, other.clockOffset)
        return borrow == other
    }

    /// The same once a step has told that the seat which a check took is so no more: it is borrowed, returned or gone.
    func withoutSeatOfCheck(by step: Borrow) -> Borrow {
        var borrow = self
        (borrow.seatTakenAt, borrow.toldBy) = (nil, step.operation.id)
        return borrow
    }

    /// A problem that its operation has met, by what that can have done at the server.
    ///
    /// Of what is surely borrowed a check renews the seat, and takes none, and the device is activated already: without a response
    /// neither leaves anything open.
    public func weighed(_ problem: Problem) -> Problem {
        guard [.check, .activate].contains(operation.kind), problem.effect == .possible,
            isBorrowed(at: Moment(host: problem.time))
        else { return problem }
        var harmless = problem
        harmless.effect = .none
        return harmless
    }

    /// When the request left to which no response came, so that the server may be at it still, by the host's clock; nil where one came,
    /// or nothing was sent.
    ///
    /// Also of a check that can have changed nothing as it was sent: carried out late, after a release, it takes a seat.
    public var unheardSince: Date? {
        let problem: Problem
        switch operation.phase {
        case .unknown(let doubt): problem = doubt
        case .refused(let harmless) where [.check, .activate].contains(operation.kind): problem = harmless
        case .intended, .sent, .confirmed, .refused, .noted: return nil
        }
        let unheard: Set<ProblemCode> = [
            .transportTimeout, .transportLost, .transportCancelled, .operationInterrupted,
        ]
        // The lease was renewed as the request was about to leave.
        return unheard.contains(problem.code) ? operation.lease.from : nil
    }

    /// Whether its story is told: it was returned, the end that was granted has come, or the device was taken off the license, and
    /// nothing about it is in doubt.
    ///
    /// It stays as it ended, whatever is learnt or done about its license and device after that: that is another borrow's, which
    /// begins with it. What a check finds gone is not finished before the seat that the check took is returned.
    ///
    /// - Parameter moment: one at which its operation is settled.
    public func isFinished(at moment: Moment) -> Bool {
        guard operation.phase.isSettled, doubt == nil else { return false }
        if releasedAt != nil || isTakenOff { return true }
        guard seatTakenAt == nil, let grant, !grant.isWithdrawn else { return false }
        return grant.end <= moment.server(for: self)
    }

    /// Whether the last that was done about it is that its device was taken off the license.
    var isTakenOff: Bool { operation.kind == .deactivate && operation.phase == .confirmed }

    /// Whether the server's yes to its operation says of a seat that a check took that it is borrowed or free.
    var endsSeatOfCheck: Bool {
        switch operation.kind {
        case .borrow, .release, .deactivate: true
        case .check, .activate: false
        }
    }

    /// Whether the server has granted it, it is neither over nor released, and nothing speaks against its being held.
    func isBorrowed(at moment: Moment) -> Bool {
        guard doubt == nil, releasedAt == nil, let grant, !grant.isWithdrawn else { return false }
        return grant.end > moment.server(for: self)
    }

    /// Whether the server's yes to its operation settles the doubt.
    ///
    /// That to an activation says nothing of a seat; that to the check of a feature does not say whether it is borrowed
    /// (reference, section 4.4), but that the device holds a seat, which is all that an earlier check may have left open.
    private var settlesDoubt: Bool {
        switch operation.kind {
        case .borrow, .release, .deactivate: true
        case .check: subject.feature == nil || doubt?.facts.isOfCheck == true
        case .activate: doubt?.facts.isOfDeactivation == true
        }
    }
}
