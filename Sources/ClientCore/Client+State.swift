public import FoundationEssentials
public import Ledger
public import Licensing

extension Client {
    /// All that the client knows.
    public struct State: Hashable, Sendable {
        /// Where and as whom the client works.
        public var session: Session
        /// How far the ledger has been read.
        public var ledger: LedgerStatus = .loading
        /// Why changes by others are not told; nil while they are.
        public var watchProblem: Problem?
        /// Who keeps a step from being written, while one waits for a lock.
        public var lockHolder: String?
        /// The borrows as they stand on disk.
        public var book = Book()
        /// What is under way, by the id of its operation.
        public var underway: [OperationID: Underway] = [:]
        /// The queries that are under way.
        public var queries: Set<Query> = []
        /// The products that were looked up, by short code.
        public var products: [String: Product] = [:]
        /// The products that the server would not describe, and why.
        public var productProblems: [String: Problem] = [:]
        /// The licenses that were listed last, and for whom.
        public var licenses: LicenseList?
        /// What went wrong and has neither been closed nor solved, newest first.
        public var troubles: [Trouble] = []
        /// How far the server's clock is ahead of this host's, in seconds; nil until a response told.
        public var clockOffset: TimeInterval?

        /// The line of the trail up to which ``book`` is read.
        var line: Int64 = 0
        /// The last line that this process wrote after that, by borrow.
        var written: [OperationID: Int64] = [:]
        /// The line by which this process made a borrow after that.
        var made: [OperationID: Int64] = [:]
        /// What is being read of the ledger, and what will have to be read after that.
        var reading = Reading.no
        var next = Reading.no
        /// What the ledger does not take any more, to be told once it was read how the borrows stand instead.
        var overtaken: [Overtaken] = []
        /// License keys typed in this process, by borrow, so that a release need not ask again. They die with the process.
        var keys: [OperationID: Secret] = [:]
        var isShuttingDown = false
        var operationsBegun = 0
        var troublesMet = 0

        public init(session: Session) { self.session = session }

        /// An outcome that came after others had settled what was asked for.
        struct Overtaken: Hashable {
            var operation: OperationID
            var request: Request
            var outcome: Underway.Unwritten
            var problem: Problem
        }

        /// A part of the ledger to read.
        enum Reading: Hashable, Sendable, Comparable { case no, changes, whole }
    }

    /// Where and as whom a client works; fixed for the life of the process.
    public struct Session: Hashable, Sendable {
        /// Begins every operation's id: unique to this process, sortable by time.
        public var id: String
        /// The server's base address, in its one spelling.
        public var server: String
        /// The account that requests are made with.
        public var account: Account
        public var performer: Performer
        /// The device that borrows are for unless the operator says otherwise; nil where none could be found.
        public var hardwareID: HardwareID?
        /// For how long an operation of this process claims its seat: longer than a whole call and the writing of its outcome.
        public var leaseSeconds: TimeInterval
        /// For how long after its beginning the server may be at an operation to which no response came: the next one on its seat
        /// waits for that, so that nothing is undone by what comes late. 0 where no server is that slow.
        public var settleAfterSeconds: TimeInterval
        /// Whether borrows that were made with another account of the same server are worked on, as after its key was
        /// replaced.
        public var takesAnyAccount: Bool
        /// The other ways to work that the program could be told of, for the words about what was made elsewhere.
        public var profiles: [Profile]

        public init(
            id: String, server: String, account: Account = Account(), performer: Performer, hardwareID: HardwareID?,
            leaseSeconds: TimeInterval = 120, settleAfterSeconds: TimeInterval = 0, takesAnyAccount: Bool = false,
            profiles: [Profile] = []
        ) {
            self.id = id
            self.server = server
            self.account = account
            self.performer = performer
            self.hardwareID = hardwareID
            self.leaseSeconds = leaseSeconds
            self.settleAfterSeconds = settleAfterSeconds
            self.takesAnyAccount = takesAnyAccount
            self.profiles = profiles
        }

        /// What a person calls the account: its profile, or the server where it has none.
        public var accountName: String { account.profile ?? server }

        /// The names of the profiles by which a borrow may have been made that was made elsewhere: the one that it remembers,
        /// where that is for its server still, else all others that are.
        public func profiles(for borrow: Borrow) -> [String] {
            let names = profiles.filter { $0.isFor(borrow) && $0.name != account.profile }.map(\.name)
            if let made = borrow.account.profile, names.contains(made) { return [made] }
            return names
        }
    }

    /// Another way to work, by its name: which server it is for.
    public struct Profile: Hashable, Sendable {
        public var name: String
        /// The server's base address, in its one spelling; nil where it cannot be told.
        public var server: String?

        public init(name: String, server: String?) {
            self.name = name
            self.server = server
        }

        /// Whether it is for the server that a borrow was made with.
        public func isFor(_ borrow: Borrow) -> Bool { server.map { borrow.subject.isOf(server: $0) } ?? false }
    }

    /// How far the ledger has been read.
    public enum LedgerStatus: Hashable, Sendable {
        case loading
        /// Some of it is there: what is in doubt or under way, and what ends soonest. Of a copy `asOf` says when the ledger held it.
        case reading(LedgerProgress, asOf: Date? = nil)
        case ready
        /// It could not be read; what was read before stays shown. `asOf` says until when that was so, by this host's clock: until the
        /// ledger was first found to be away, or until its copy was made; nil where nothing was read.
        case failed(Problem, asOf: Date? = nil)
    }

    /// A user's licenses for a product, as listed.
    public struct LicenseList: Hashable, Sendable {
        public var product: String
        public var user: String
        public var licenses: [License]

        public init(product: String, user: String, licenses: [License]) {
            self.product = product
            self.user = user
            self.licenses = licenses
        }
    }
}

extension Client.State {
    /// What is under way on a borrow, if anything.
    public func underway(on id: OperationID) -> (id: OperationID, Client.Underway)? {
        underway.first { $0.value.borrow?.id == id }.map { ($0.key, $0.value) }
    }

    /// Whether a release, a check or an extension of this borrow has to ask for the license key first.
    public func needsKey(_ borrow: Borrow) -> Bool {
        guard case .key = borrow.subject.license else { return false }
        return keys[borrow.id] == nil && borrow.secretSource == .prompt
    }

    /// Whether all that a problem wants is the license key of its borrow: nothing was sent.
    ///
    /// The next attempt looks for it anew: what was away may have come back.
    public func wantsKey(_ trouble: Client.Trouble) -> Bool {
        guard trouble.operation == nil, trouble.problem.isAboutKey, let borrow = trouble.request.borrow.flatMap(borrow),
            case .key = borrow.subject.license
        else { return false }
        return keys[borrow.id] == nil
    }

    /// The license key of a borrow, where it was typed in this process.
    public func key(of borrow: Borrow) -> Secret? { keys[borrow.id] }

    /// Whether quitting now may leave an outcome unknown, or lose a response that is not on disk yet.
    public var mayLose: Bool { underway.values.contains { $0.isAtStake } }

    /// Whether a borrow was made on another server or with another account than requests of this client go to.
    public func isElsewhere(_ borrow: Borrow) -> Bool {
        !borrow.subject.isOf(server: session.server) || (!session.takesAnyAccount && isOfAnotherAccount(borrow))
    }

    /// Whether a borrow is known to have been made with another account.
    func isOfAnotherAccount(_ borrow: Borrow) -> Bool {
        borrow.account.differs(from: session.account)
    }

    /// The longest borrow in hours that is known for a product and who signs in for it, from grants and listed licenses.
    ///
    /// A feature has a limit of its own, which only its grants tell. Where several licenses may be meant, none is known: each has one of
    /// its own.
    public func knownLimit(
        product: String, credentials: Credentials, licenseID: Int64?, feature: String? = nil
    ) -> Int? {
        if feature == nil, let list = licenses, list.product == product, case .user(let name, _) = credentials,
            UserIdentity.areSame(name, list.user),
            let found = list.licenses.first(where: {
                $0.id == licenseID || (licenseID == nil && list.licenses.count == 1)
            }),
            let hours = found.maxBorrowHours
        {
            return hours
        }
        guard let reference = reference(of: credentials, product: product) else { return nil }
        return grantedLimit(
            of: LicenseKey(server: session.server, product: product, reference, feature: feature),
            isByKey: reference.isKey, number: licenseID)
    }

    /// The longest borrow in hours of a borrow's license as the grants tell it, on whatever device.
    func grantedLimit(of borrow: Borrow) -> Int? {
        grantedLimit(
            of: LicenseKey(borrow.subject), isByKey: borrow.subject.license.isKey, number: borrow.licenseNumber)
    }

    /// The same of one license. A key opens one; a user, or a customer account, may have several, which their numbers tell apart.
    private func grantedLimit(of license: LicenseKey, isByKey: Bool, number: Int64?) -> Int? {
        guard isByKey || number != nil else { return nil }
        return book.newestGranted(of: license, number: number)?.grant?.maxBorrowHours
    }

    /// The borrow that a request would set a new end of, as far as that can be told before its license is identified: a key
    /// that was not typed in this process is told by its last four characters, where only one license ends in them.
    ///
    /// It looks at what holds a seat at the book's moment, which is to be that time or before it.
    public func held(by wish: BorrowRequest, at: Date) -> Borrow? {
        var licenses = reference(of: wish.credentials, product: wish.product).map { [$0] } ?? []
        if licenses.isEmpty, case .licenseKey(let key) = wish.credentials {
            licenses = book.licenses(
                ofKeyEndingIn: key.lastFour, product: wish.product, server: session.server, on: wish.hardwareID)
        }
        let held = licenses.compactMap { license in
            let subject = BorrowSubject(
                server: session.server, product: wish.product, license: license, licenseID: wish.licenseID,
                bundleCode: wish.bundleCode, feature: wish.feature, hardwareID: wish.hardwareID)
            return holder(of: subject, among: book.holders(sharing: subject), at: at)
        }
        return held.count == 1 ? held[0] : nil
    }

    /// The borrow that surely holds a subject's seat, and may be gone on with here, and until when that is; nil where there is none.
    public func sureHolder(of subject: BorrowSubject, at: Date) -> (borrow: Borrow, end: Date)? {
        guard let held = held(on: subject, at: at), !isElsewhere(held), held.stands(for: subject),
            let end = held.sureEnd(at: moment(at: at))
        else { return nil }
        return (held, end)
    }

    /// How the license that credentials open is remembered; nil for a key that was not typed in this process.
    private func reference(of credentials: Credentials, product: String) -> LicenseReference? {
        switch credentials {
        case .licenseKey(let key): reference(of: key, product: product)
        case .user(let name, _): .user(name)
        case .singleSignOn(let signOn): .customerAccount(signOn.customerAccountCode)
        }
    }

    /// How the license of a key is remembered, where the key was typed in this process.
    private func reference(of key: Secret, product: String) -> LicenseReference? {
        keys.lazy.filter { $0.value == key }.compactMap { borrow($0.key)?.subject }
            .first { $0.isOf(server: session.server) && $0.product == product }?.license
    }

    /// A moment on this host's clock and the server's, as far as that is known.
    public func moment(at now: Date) -> Moment { Moment(host: now, clockOffset: clockOffset, server: session.server) }

    func borrow(_ id: OperationID) -> Borrow? { book[id] }

    mutating func beginOperation() -> OperationID {
        operationsBegun += 1
        return OperationID(rawValue: "\(session.id)-\(operationsBegun)")
    }

    /// A step is on disk: now it may be seen, unless what was read meanwhile holds it, or something newer, already.
    mutating func onDisk(_ borrow: Borrow, _ written: Client.Written) {
        guard written.line > line else { return }
        self.written[borrow.id] = written.line
        guard self.borrow(borrow.id) == nil, borrow.forgottenAt == nil else { return take(borrow) }
        made[borrow.id] = written.line
        // Of those that are begun at once, what came to disk later may be heard of first.
        let later = made.filter { $0.value > written.line && book[$0.key] != nil }.min { $0.value < $1.value }
        book.insert([borrow], before: later?.key)
    }

    /// Takes over a borrow as it stands on disk.
    mutating func take(_ borrow: Borrow) {
        if borrow.forgottenAt == nil { book.put(borrow) } else { book.remove(borrow.id) }
    }

    /// Nobody is sent to a profile that is there no more.
    mutating func follow(_ profiles: [Client.Profile]) -> [Client.Effect] {
        session.profiles = profiles
        return []
    }

    mutating func measured(_ offset: TimeInterval?) {
        if let offset { clockOffset = offset }
    }
}

extension LicenseReference {
    /// Whether it is a key, which opens one license.
    fileprivate var isKey: Bool { if case .key = self { true } else { false } }
}

extension Problem {
    /// Whether it is about a license key that is missing where it should be, cannot be used or is another one.
    fileprivate var isAboutKey: Bool { [.config, .input].contains(code.family) }
}
