public import FoundationEssentials
public import Licensing

extension Client {
    /// What a person asks for, whole: enough to do it, and to do it again.
    public enum Request: Hashable, Sendable {
        /// Borrow, or set a new end of what is borrowed; `source` says where the license key came from.
        case borrow(BorrowRequest, source: SecretSource)
        /// Set a new end of a borrow, or repeat one in doubt.
        ///
        /// Product, license, device, bundle and feature are the row's. `with` is what signs in: a user's password or a code
        /// has to come along; nil is for a license key, which comes from where a release takes it.
        case extend(OperationID, to: BorrowEnd, with: Credentials?)
        /// Bind a device to a license.
        case activate(ActivationRequest, source: SecretSource)
        /// Release a borrow.
        case release(OperationID)
        /// Check whether a borrow is there, **which takes a seat** where the device holds none.
        case check(OperationID)
        /// The same for a license and a device, or a feature, that the ledger need not know; `source` says where the license
        /// key came from.
        case checkLicense(LicenseTarget, source: SecretSource)
        /// Take the device of a borrow off its license, unless it holds a seat of that or may.
        case deactivate(OperationID)
        /// The same for a license and a device that the ledger need not know.
        case deactivateLicense(LicenseTarget, source: SecretSource)
        /// Settle a doubt by a note that says why.
        case note(OperationID, reason: String)
        /// Take a borrow that is over off the list.
        case forget(OperationID)
        /// Ask the server something that changes nothing there.
        case query(Query)
        /// Read the ledger anew.
        case readLedger

        /// The borrow that it is about, where it is about one that is in the ledger.
        public var borrow: OperationID? {
            switch self {
            case .extend(let id, _, _), .release(let id), .check(let id), .deactivate(let id), .note(let id, _),
                .forget(let id):
                id
            case .borrow, .activate, .checkLicense, .deactivateLicense, .query, .readLedger: nil
            }
        }
    }

    /// A question to the server that changes nothing there.
    public enum Query: Hashable, Sendable {
        /// Describes a product.
        case product(String)
        /// Lists a user's licenses for a product.
        case licenses(product: String, credentials: Credentials)
    }

    /// What a ``Query`` brought.
    public enum QueryResponse: Hashable, Sendable {
        case product(Response<Product>)
        case licenses(Response<[License]>)
    }

    /// A request as it goes to the server.
    public enum Call: Hashable, Sendable {
        case borrow(BorrowRequest)
        case activate(ActivationRequest)
        case release(LicenseTarget)
        case check(LicenseTarget)
        case deactivate(LicenseTarget)
    }

    /// The server's yes to a ``Call``.
    public enum CallResponse: Hashable, Sendable {
        case borrow(Response<BorrowGrant>)
        /// To a release.
        case release(Response<String>)
        /// To a deactivation.
        case deactivation(Response<String>)
        /// To an activation or the check of a license.
        case license(Response<License>)
        /// To the check of a feature.
        case feature(Response<LicenseFeature>)
    }

    /// What a submitted borrow does where what is held would end earlier than it ends now.
    public enum Shortening: Hashable, Sendable {
        /// Waits until the operator has answered a ``Question``. Nothing is written or sent meanwhile.
        case ask
        /// Sets the end.
        case shorten
        /// Sets the end of what is held until this time at the latest, as the operator has read; else asks.
        case shortenFrom(Date)
    }

    /// What a submitted borrow does where an earlier operation on the same seat is of unknown outcome.
    public enum InDoubt: Hashable, Sendable {
        /// Waits until the operator has answered a ``Question``. Nothing is written or sent meanwhile.
        case ask
        /// Borrows: that is safe, as it only sets the end again (reference, section 3.4).
        case `repeat`
        /// Borrows if the doubt is the one that this operation left, which the operator has seen; else asks.
        case repeatOf(OperationID)
    }
}

extension Client.Request {
    /// Whether both ask for the same, whatever end, password or reason they name.
    func isSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.borrow(let one, _), .borrow(let other, _)): SeatWish(one).isSame(as: SeatWish(other))
        case (.activate(let one, _), .activate(let other, _)): SeatWish(one).isSame(as: SeatWish(other))
        case (.extend(let one, _, _), .extend(let other, _, _)): one == other
        case (.note(let one, _), .note(let other, _)): one == other
        case (.query(.licenses(let one, let credentials)), .query(.licenses(let other, let others))):
            one == other && credentials.isSameLicense(as: others)
        default: self == other
        }
    }
}

/// The seat that a request names before it is known which license that is.
struct SeatWish {
    private var product: String
    private var hardwareID: HardwareID
    private var credentials: Credentials
    private var licenseID: Int64?
    private var feature: String?

    init(_ request: BorrowRequest) {
        (product, hardwareID) = (request.product, request.hardwareID)
        (credentials, licenseID, feature) = (request.credentials, request.licenseID, request.feature)
    }

    init(_ request: ActivationRequest) {
        (product, hardwareID) = (request.product, request.hardwareID)
        (credentials, licenseID) = (request.credentials, request.licenseID)
    }

    /// Whether both name the same seat, as far as requests tell.
    func isSame(as other: SeatWish) -> Bool { feature == other.feature && isOfSameLicense(as: other) }

    /// Whether both name the same license on the same device, whatever feature of it they name.
    func isOfSameLicense(as other: SeatWish) -> Bool {
        product == other.product && isSpelledAnew(by: other)
            && (licenseID == nil || other.licenseID == nil || licenseID == other.licenseID)
    }

    /// Whether both name the same license on the same device, whatever product they name.
    func isSpelledAnew(by other: SeatWish) -> Bool {
        hardwareID == other.hardwareID && credentials.isSameLicense(as: other.credentials)
    }
}

extension Credentials {
    /// Whether both name the same license, whatever password or token goes with it.
    func isSameLicense(as other: Credentials) -> Bool {
        switch (self, other) {
        case (.licenseKey(let one), .licenseKey(let other)): one == other
        case (.user(let one, _), .user(let other, _)): UserIdentity.areSame(one, other)
        case (.singleSignOn(let one), .singleSignOn(let other)): one.customerAccountCode == other.customerAccountCode
        default: false
        }
    }
}
