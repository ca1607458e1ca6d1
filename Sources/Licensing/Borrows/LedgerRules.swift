public import FoundationEssentials

/// What may be written to a ledger: what may follow what, who shares a seat, what was overtaken, what a lapsed operation
/// becomes.
///
/// Pure: every store asks these rules inside the transaction that writes, and so do the tests' models.
public enum LedgerRules {
    /// What a store holds about an entry's borrow, its operation and its seat, read in the transaction that will write.
    public struct Holdings: Hashable, Sendable {
        /// The borrow of the entry's id.
        public var borrow: Borrow?
        /// Whether the entry's operation was ever written, on whichever borrow.
        public var knowsOperation: Bool
        /// Every borrow that is not forgotten and whose seat a deactivation of the entry's license and device may take away
        /// (`mayShareActivation(_:with:)`), that one included.
        public var license: [Borrow]
        /// Every borrow that is not forgotten and may be of the same license on the same device, opened by another sign-in
        /// (`mayBeOpenedApart(_:_:)`).
        public var otherSignIns: [Borrow]

        public init(borrow: Borrow?, knowsOperation: Bool, license: [Borrow], otherSignIns: [Borrow] = []) {
            self.borrow = borrow
            self.knowsOperation = knowsOperation
            self.license = license
            self.otherSignIns = otherSignIns
        }

        /// What a store holds about the borrow of an entry.
        ///
        /// - Parameters:
        ///   - entry: the borrow, as the entry has it.
        ///   - stored: the borrow of that id.
        ///   - knowsOperation: whether its operation was ever written.
        ///   - device: every borrow that is not forgotten and of the same product on the same device, and others that may be.
        public init(of entry: Borrow, stored: Borrow?, knowsOperation: Bool, device: some Sequence<Borrow>) {
            self.init(borrow: stored, knowsOperation: knowsOperation, license: [])
            for borrow in device {
                if mayShareActivation(borrow, with: entry) {
                    license.append(borrow)
                } else if mayBeOpenedApart(borrow, entry) {
                    otherSignIns.append(borrow)
                }
            }
        }
    }

    /// The steps to write for an entry, in order: the entry, and before it the end of any operation whose lease has lapsed
    /// and which it follows, of any check's seat that it ends, and what it says of the same seat opened by another sign-in.
    ///
    /// Times are compared as they are, so an entry has to be rounded to what its store keeps before it is asked about.
    ///
    /// - Throws: `ledger_step_refused` for a step that its operation's life does not allow, `operation_in_progress` for an
    ///   intent beside an operation under way that excludes it (``excludes(_:_:)``), `operation_overtaken` for one that was
    ///   formed without knowing the latest, `device_holds_seat` for a deactivation that would take a seat away.
    public static func steps(for entry: LedgerEntry, given holdings: Holdings) throws(Problem) -> [LedgerEntry] {
        let borrow = entry.borrow
        if let stored = holdings.borrow, !stored.subject.isSame(as: borrow.subject) {
            throw refusal(entry, .ledgerStepRefused, "Borrow \(borrow.id) is about another license or device.")
        }
        guard holdings.knowsOperation else { return try intent(entry, holdings) }
        guard let stored = holdings.borrow, stored.operation.id == borrow.operation.id else {
            let message = "Operation \(borrow.operation.id) is not the latest on its borrow."
            throw refusal(entry, .ledgerStepRefused, message)
        }
        let told = seatsOpenedApart(after: entry, stored, holdings)
        return seatsLost(by: entry, holdings) + told + seatsInQuestion(after: entry, stored, holdings)
            + (try next(entry, stored))
    }

    /// Whether two borrows may be about the same seat: the same license, or the same feature of it, on the same device,
    /// where a number or a bundle that is not known may be any.
    public static func mayShareSeat(_ borrow: Borrow, with other: Borrow) -> Bool {
        var subject = other.subject
        subject.licenseID = other.licenseNumber
        return mayShareSeat(borrow, with: subject)
    }

    /// Whether a borrow may be about the same seat as a subject: the same license, or the same feature of it, on the same
    /// device, where a number or a bundle left open may be any.
    public static func mayShareSeat(_ borrow: Borrow, with other: BorrowSubject) -> Bool {
        borrow.subject.feature == other.feature && mayShareLicense(borrow, with: other)
    }

    /// Whether two borrows may be of the same license on the same device, whatever feature of it they are of.
    public static func mayShareLicense(_ borrow: Borrow, with other: Borrow) -> Bool {
        var subject = other.subject
        subject.licenseID = other.licenseNumber
        return mayShareLicense(borrow, with: subject)
    }

    /// Whether a borrow may be of the same license on the same device as a subject, whatever feature of it they are of.
    public static func mayShareLicense(_ borrow: Borrow, with other: BorrowSubject) -> Bool {
        borrow.subject.isOf(server: other.server) && mayShareActivation(borrow, with: other)
    }

    /// Whether a deactivation of one borrow's license and device may take away the seat of another: they may be of the same license on
    /// the same device, at one server or at addresses that may be one (``ServerIdentity/vicinity``).
    public static func mayShareActivation(_ borrow: Borrow, with other: Borrow) -> Bool {
        var subject = other.subject
        subject.licenseID = other.licenseNumber
        return mayShareActivation(borrow, with: subject)
    }

    private static func mayShareActivation(_ borrow: Borrow, with other: BorrowSubject) -> Bool {
        borrow.subject.withoutFeature.inVicinity == other.withoutFeature.inVicinity
            && mayBeSame(borrow.licenseNumber, other.licenseID)
            && mayBeSame(borrow.subject.bundleCode, other.bundleCode)
    }

    /// Whether two borrows are of one license on one device, which single sign-on and another sign-in have opened. Only the license's
    /// number tells. A key opens a license that nobody signs in to, and two users are taken to have a license each.
    public static func areOpenedApart(_ one: Borrow, _ other: Borrow) -> Bool {
        one.licenseNumber != nil && one.licenseNumber == other.licenseNumber && mayBeOpenedApart(one, other)
            && one.subject.isOf(server: other.subject.server)
    }

    /// Whether two borrows may be of one license on one device, which single sign-on and another sign-in have opened: no number tells
    /// them apart.
    public static func mayBeOpenedApart(_ one: Borrow, _ other: Borrow) -> Bool {
        let (subject, otherSubject) = (one.subject, other.subject)
        return subject.license.isSignedInTo && otherSubject.license.isSignedInTo
            && (subject.license.isSingleSignOn || otherSubject.license.isSingleSignOn)
            && !subject.license.isSame(as: otherSubject.license)
            && subject.product == otherSubject.product && subject.hardwareID == otherSubject.hardwareID
            && mayBeSame(one.licenseNumber, other.licenseNumber)
            && mayBeSame(subject.bundleCode, otherSubject.bundleCode)
            && ServerIdentity(subject.server).vicinity == ServerIdentity(otherSubject.server).vicinity
    }

    private static func mayBeSame<Value: Equatable>(_ one: Value?, _ other: Value?) -> Bool {
        one == nil || other == nil || one == other
    }

    /// Of borrows those that hold a seat, or may: of one seat the borrow that has it and not what a check took before, and of several
    /// checks the last one.
    public static func holders(among borrows: [Borrow], at moment: Moment) -> [Borrow] {
        let seated = borrows.filter { if case .seated = $0.status(at: moment) { true } else { false } }
        return borrows.filter { borrow in
            guard case .seated(let since) = borrow.status(at: moment) else { return borrow.mayHoldSeat(at: moment) }
            return !borrows.contains { $0.mayHoldSeat(at: moment) && mayShareSeat($0, with: borrow) }
                && !seated.contains { ($0.seatTakenAt ?? since) > since && mayShareSeat($0, with: borrow) }
        }
    }

    /// Whether the operations of two borrows may not be under way at once: those on one seat, whichever sign-in opens it, and a
    /// deactivation beside any other on its license, whose seats it may take away.
    public static func excludes(_ one: Borrow, _ other: Borrow) -> Bool {
        if one.operation.kind == .deactivate || other.operation.kind == .deactivate {
            return mayShareActivation(one, with: other) || mayBeOpenedApart(one, other)
        }
        return sharesSeat(one, other)
    }

    /// Whether two borrows may be about one seat, whichever sign-in opens it.
    static func sharesSeat(_ one: Borrow, _ other: Borrow) -> Bool {
        mayShareSeat(one, with: other)
            || (one.subject.feature == other.subject.feature && mayBeOpenedApart(one, other))
    }

    /// Why a device may not be taken off a license: it holds a seat, or may; nil where nothing is known to be held.
    ///
    /// - Parameters:
    ///   - license: the borrows of the license on the device.
    ///   - at: this moment, by the host's clock.
    public static func reasonNotToDeactivate(_ license: [Borrow], at: Date) -> Problem? {
        let held = license.filter { $0.isHeldAgainstDeactivation(at: Moment(host: at)) }
        return held.isEmpty ? nil : .deviceHoldsSeat(held, at: at)
    }

    /// A borrow as it stands once the lease of its operation has lapsed: refused where nothing can have happened at the server,
    /// as where nothing had left this host, else unknown; nil where nothing has lapsed.
    public static func lapsed(_ borrow: Borrow, at now: Date) -> Borrow? {
        guard !borrow.operation.phase.isSettled, borrow.operation.lease.hasLapsed(at: now) else { return nil }
        let operation = borrow.operation
        func problem(_ code: ProblemCode, _ message: String, _ effect: ServerEffect) -> Problem {
            Problem(code, message: message, time: operation.lease.until, effect: effect, facts: ProblemFacts(borrow))
        }
        var borrow = borrow
        switch operation.phase {
        case .intended:
            borrow.move(
                to: .refused(problem(.operationNotSent, "Its process ended before the request was sent.", .none)))
        default:
            let message = "Its process ended before the response was written down."
            borrow.move(to: OperationPhase(borrow.weighed(problem(.operationInterrupted, message, .possible))))
        }
        return borrow
    }

    private static func intent(_ entry: LedgerEntry, _ holdings: Holdings) throws(Problem) -> [LedgerEntry] {
        let borrow = entry.borrow
        guard borrow.operation.phase == .intended else {
            let message = "Operation \(borrow.operation.id) begins as \(borrow.operation.phase.name), not as intended."
            throw refusal(entry, .ledgerStepRefused, message)
        }
        guard borrow.forgottenAt == nil else {
            throw refusal(entry, .ledgerStepRefused, "Borrow \(borrow.id) was taken off the list.")
        }
        try checkLease(entry)
        let seat = holdings.license.filter { mayShareSeat($0, with: borrow) }
        let all = holdings.license + holdings.otherSignIns
        let settlements = try settlements(ofRivalsIn: all, by: entry)
        if borrow.operation.kind == .deactivate, let problem = reasonNotToDeactivate(all, at: entry.at) {
            throw problem
        }
        if let stored = holdings.borrow {
            try checkContinuation(entry, of: stored)
        } else {
            try checkDoubts(entry, on: seat)
        }
        try checkNothingCameBetween(entry, in: all)
        return settlements + [entry]
    }

    /// The steps that settle what has lapsed of those that exclude an operation.
    ///
    /// - Throws: `operation_in_progress` where one of them is under way.
    private static func settlements(
        ofRivalsIn borrows: [Borrow], by entry: LedgerEntry
    ) throws(Problem) -> [LedgerEntry] {
        var settlements: [LedgerEntry] = []
        for other in borrows where !other.operation.phase.isSettled && excludes(other, entry.borrow) {
            guard let lapsed = lapsed(other, at: entry.at) else {
                throw .inProgress(ProblemFacts(entry.borrow), on: other, at: entry.at)
            }
            settlements.append(settlement(of: lapsed, by: entry))
        }
        return settlements
    }

    /// An intent changes nothing but the operation and what is known of a lapsed one, and nothing of what is over.
    private static func checkContinuation(_ entry: LedgerEntry, of stored: Borrow) throws(Problem) {
        let settled = stored.asItStands(at: entry.at)
        var unchanged = entry.borrow
        unchanged.operation = settled.operation
        guard unchanged == settled else { throw overtaken(entry, by: stored) }
        // By a clock at which no end has come yet: whose end has, whoever begins can tell.
        guard !settled.isFinished(at: Moment(host: .distantPast)) else {
            throw refusal(entry, .ledgerStepRefused, "Borrow \(stored.id) is over, and stays as it ended.")
        }
    }

    /// Whoever knew of a doubt on the seat would go on with that borrow, and not begin another beside it.
    private static func checkDoubts(_ entry: LedgerEntry, on seat: [Borrow]) throws(Problem) {
        guard case .borrow = entry.borrow.operation.kind, entry.known != nil else { return }
        let doubtful = seat.first {
            $0.asItStands(at: entry.at).doubt != nil && !entry.namesNumber(besides: $0)
        }
        if let doubtful { throw overtaken(entry, by: doubtful) }
    }

    /// What is over by now changes nothing for whoever did not know of it, but that the device was taken off the license a moment ago:
    /// who began before that has asked for something else than what can be had now.
    private static func checkNothingCameBetween(_ entry: LedgerEntry, in borrows: [Borrow]) throws(Problem) {
        guard let known = entry.known else { return }
        let now = Moment(host: entry.at)
        let other = borrows.first { other in
            if known.contains(other.operation.id) { return false }
            if other.isTakenOff { return !other.operation.lease.hasLapsed(at: entry.at) }
            return sharesSeat(other, entry.borrow) && other.mayHoldSeat(at: now)
        }
        if let other { throw overtaken(entry, by: other) }
    }

    /// The step that writes down how another borrow stands by now.
    static func settlement(of other: Borrow, by entry: LedgerEntry) -> LedgerEntry {
        LedgerEntry(borrow: other, performer: entry.performer, at: entry.at)
    }

    private static func overtaken(_ entry: LedgerEntry, by other: Borrow) -> Problem {
        refusal(entry, .operationOvertaken, "Operation \(other.operation.id) came in between.")
    }

    static func refusal(_ entry: LedgerEntry, _ code: ProblemCode, _ message: String) -> Problem {
        Problem(code, message: message, time: entry.at, effect: .none, facts: ProblemFacts(entry.borrow))
    }
}

extension LedgerEntry {
    /// Whether it picks a license by its number, and of the other borrow no number is known: that may be another seat.
    fileprivate func namesNumber(besides other: Borrow) -> Bool {
        borrow.licenseNumber != nil && other.licenseNumber == nil
    }
}

extension BorrowSubject {
    /// Whether the other is the same, or tells the number or the bundle that this one leaves open.
    fileprivate func isSame(as other: BorrowSubject) -> Bool {
        withoutOpen == other.withoutOpen && (licenseID == nil || licenseID == other.licenseID)
            && (bundleCode == nil || bundleCode == other.bundleCode)
    }

    /// The license itself, where it is one of its features.
    public var withoutFeature: BorrowSubject {
        var subject = self
        subject.feature = nil
        return subject
    }

    /// The same in one spelling, without what may be left open: the license's number and its bundle.
    fileprivate var withoutOpen: BorrowSubject {
        var subject = identity
        subject.licenseID = nil
        subject.bundleCode = nil
        return subject
    }

    /// The same at whichever server it may be.
    fileprivate var inVicinity: BorrowSubject {
        var subject = withoutOpen
        subject.server = ServerIdentity(subject.server).vicinity
        return subject
    }
}

extension OperationPhase {
    /// Its name, as the ledger spells it.
    public var name: String {
        switch self {
        case .intended: "intended"
        case .sent: "sent"
        case .confirmed: "confirmed"
        case .refused: "refused"
        case .unknown: "unknown"
        case .noted: "noted"
        }
    }
}
