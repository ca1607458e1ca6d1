public import FoundationEssentials

/// What an attempt has done at the server, as far as that is known.
public enum ServerEffect: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing: it was refused, or it never left this host.
    case none
    /// It may have happened: the request went out, and no response to be believed came back.
    case possible
    /// It has happened: the server said yes.
    case done
}

/// Something that went wrong and what that means at the server, before anybody put it into words.
///
/// What failed (``code``) and what it has done (``effect``) travel together from the transport to the row, the words, the
/// JSON and the exit status; none of these is derived from another. ``Explanation`` turns it into words; nothing else does.
public struct Problem: Error, Hashable, Sendable, Codable {
    /// What kind of problem it is.
    public var code: ProblemCode
    /// The HTTP status, where a server responded.
    public var status: Int?
    /// The server's or the system's own words, unsanitised; secrets are blotted out, and ``messageLimit`` bounds it.
    public var message: String
    /// When it was met, by this host's clock.
    public var time: Date
    /// What the attempt has done at the server.
    public var effect: ServerEffect
    /// What was known then.
    @Boxed public var facts: ProblemFacts

    /// The longest message that is kept, in characters.
    public static let messageLimit = 1000

    /// Makes a problem.
    ///
    /// - Parameters:
    ///   - code: what kind of problem it is.
    ///   - status: the HTTP status, where a server responded.
    ///   - message: the server's or the system's own words, which are cut to ``messageLimit``.
    ///   - time: when it was met, by this host's clock.
    ///   - effect: what the attempt has done at the server; `none` where none was made.
    ///   - facts: what was known then.
    public init(
        _ code: ProblemCode, status: Int? = nil, message: String, time: Date, effect: ServerEffect = .none,
        facts: ProblemFacts = .init()
    ) {
        self.code = code
        self.status = status
        self.message = message.count > Self.messageLimit ? message.prefix(Self.messageLimit - 1) + "…" : message
        self.time = time
        self.effect = effect
        self.facts = facts
    }
}

/// A machine-readable name for a kind of problem.
///
/// The License API's codes are kept as the server spells them; the program's own are told by ``isOwn``. A code that nobody knows yet
/// is kept raw.
public struct ProblemCode: Hashable, Sendable, Codable, RawRepresentable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    /// The longest code of a server that is kept, in characters.
    private static let limit = 64

    /// A code as a server spells it, which is never taken for one of the program's own: such a code gets `server/` before it.
    public init(server text: String) {
        let code = String(text.prefix(Self.limit).map { $0.isLetter || $0.isNumber || "_-./".contains($0) ? $0 : "?" })
        rawValue = Self.own.contains(ProblemCode(rawValue: code)) ? "server/" + code : code
    }
}

/// What the program knew when a problem was met: enough to tell apart the causes that one code covers.
public struct ProblemFacts: Hashable, Sendable, Codable {
    /// How the operator signed in.
    public enum SignIn: String, Hashable, Sendable, Codable {
        case licenseKey, user, singleSignOn
    }

    public var product: String?
    public var hardwareID: HardwareID?
    public var signIn: SignIn?
    /// The license, as it is shown to people.
    public var license: String?
    public var licenseID: Int64?
    /// The feature's code, where it was about one and not about the license itself.
    public var feature: String?
    /// The end that was asked for.
    public var requestedEnd: BorrowEnd?
    /// The license's limit in hours, where it is known.
    public var maxBorrowHours: Int?
    /// When the license itself ends, where it is known.
    public var licenseValidUntil: Date?
    /// Seats as last seen, with the time of that look.
    public var seats: Seats?
    public var seatsSeenAt: Date?
    /// How far the server's clock is ahead of this host's, in seconds.
    public var clockOffset: TimeInterval?
    /// The server's base address.
    public var server: String?
    /// The endpoint's path, for example `/api/v4/floating/borrow`.
    public var endpoint: String?
    /// Which wait ran out, and after how many seconds.
    public var timeout: Timeout?
    /// Why no secure connection came about, as far as that is known.
    public var tlsFault: TLSFault?
    /// The status with which a proxy refused a tunnel to the server.
    public var proxyStatus: Int?
    /// The file that could not be used.
    public var path: String?
    /// The folder in which that file, which is not there, could not be made.
    public var folder: String?
    /// Whether others than its owner can write to that file.
    public var isWritableByOthers = false
    /// The user who may do what the superuser does not do in a place of theirs, as `sudo -u` takes them: `ana`, `#1000`.
    public var owner: String?
    /// The process that is in the way.
    public var process: Int32?
    /// The field, flag or setting at fault.
    public var name: String?
    /// The line of the configuration that is at fault.
    public var line: Int?
    /// The flag that bounds a command's time: the name of what was at fault where that time was over.
    public static let timeLimit = "--timeout"
    /// Until when it was to wait for what was sent before to the same seat, and brought no response.
    public var waitedUntil: Date?
    /// For how many seconds the server asks to be left alone.
    public var retryAfter: Double?
    /// Until when the license was borrowed before, where the request was to change that.
    public var borrowedUntil: Date?
    /// Whether this host made an earlier borrow with another hardware id, as far as the ledger knows.
    public var knownHardwareID: HardwareID?
    /// Whether the last that the ledger knows to have been done about the license on this device is that it was taken off.
    public var wasTakenOff = false
    /// The borrows that are in the way of what was asked for.
    public var obstacles: [Obstacle] = []

    /// A borrow that is in the way of what was asked for.
    public struct Obstacle: Hashable, Sendable, Codable {
        public var borrow: OperationID
        /// The profile that a command about it has to name, where it was made with another account.
        public var profile: String?
        /// The server that a command about it has to name, where it was made on another one and no profile is known.
        public var server: String?
        /// Whether it can be released: what single sign-on has borrowed ends by itself alone.
        public var canBeReleased: Bool

        public init(_ borrow: Borrow, profile: String? = nil, server: String? = nil) {
            (self.borrow, self.profile, self.server) = (borrow.id, profile, server)
            canBeReleased = borrow.subject.license.canBeReleased
        }
    }

    /// A wait that ran out.
    public struct Timeout: Hashable, Sendable, Codable {
        /// What was waited for.
        public enum Phase: String, Hashable, Sendable, Codable {
            case connect, tlsHandshake, response
            /// The next byte of a response.
            case idle
        }

        public var phase: Phase
        public var seconds: Double

        public init(phase: Phase, seconds: Double) {
            self.phase = phase
            self.seconds = seconds
        }
    }

    /// Why no secure connection came about.
    public enum TLSFault: String, Hashable, Sendable, Codable, CaseIterable {
        /// The certificate's time is over.
        case expired
        /// The certificate's time has not come, or this host's clock is behind.
        case notYetValid
        /// No authority that this host knows stands behind the certificate.
        case untrusted
        /// The certificate is for another name.
        case wrongName
        /// The server speaks no version of TLS that is new enough.
        case protocolVersion
        /// What responds there does not speak TLS at all.
        case notTLS
        /// The server lets in only clients that show a certificate.
        case clientCertificate
    }

    /// What most problems of settings and files know.
    public init(name: String? = nil, path: String? = nil, server: String? = nil) {
        (self.name, self.path, self.server) = (name, path, server)
    }
}

extension ProblemFacts {
    /// The ``name`` of the argument that says which ledger is to be copied.
    public static let copiedLedger = "FROM"

    /// The facts that a borrow request holds.
    public init(_ request: BorrowRequest) {
        self.init(product: request.product, credentials: request.credentials)
        hardwareID = request.hardwareID
        licenseID = request.licenseID
        feature = request.feature
        requestedEnd = request.end
    }

    /// The facts that an activation holds.
    public init(_ request: ActivationRequest) {
        self.init(product: request.product, credentials: request.credentials)
        hardwareID = request.hardwareID
        licenseID = request.licenseID
    }

    /// The facts that a product and a sign-in hold.
    public init(product: String, credentials: Credentials) {
        self.init()
        self.product = product
        switch credentials {
        case .licenseKey(let key):
            signIn = .licenseKey
            license = "…" + key.lastFour
        case .user(let name, _):
            signIn = .user
            license = name
        case .singleSignOn(let signOn):
            signIn = .singleSignOn
            license = signOn.customerAccountCode
        }
    }

    /// The facts that a borrow holds, about the operation that touched it last.
    public init(_ borrow: Borrow) {
        self.init()
        product = borrow.subject.product
        hardwareID = borrow.subject.hardwareID
        license = borrow.subject.license.label
        licenseID = borrow.licenseNumber
        feature = borrow.subject.feature
        maxBorrowHours = borrow.grant?.maxBorrowHours
        if let grant = borrow.grant, !grant.isWithdrawn { borrowedUntil = grant.end }
        server = borrow.subject.server
        endpoint = borrow.operation.kind.endpoint(ofFeature: feature != nil)
        if case .borrow(let end) = borrow.operation.kind { requestedEnd = end }
    }

    /// The facts that a release, a check or a deactivation holds.
    public init(_ target: LicenseTarget) {
        self.init()
        product = target.product
        hardwareID = target.hardwareID
        licenseID = target.licenseID
        feature = target.feature
        switch target.identification {
        case .licenseKey(let key):
            signIn = .licenseKey
            license = "…" + key.lastFour
        case .username(let name):
            signIn = .user
            license = name
        }
    }
}
