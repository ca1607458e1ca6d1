public import FoundationEssentials

/// A license as the server describes it (reference, sections 4.5 and 5.3).
public struct License: Hashable, Sendable, Identifiable {
    public var id: Int64
    /// How it is licensed (`license_type`), in the server's word: `perpetual`, `subscription`; nil where it did not say.
    public var type: String?
    /// The last four characters of the key, for key-based licenses.
    public var keyLastFour: String?
    /// The license user's e-mail, for user-based licenses.
    public var user: String?
    public var isEnabled: Bool
    public var isActive: Bool
    public var isExpired: Bool
    /// Seats counted by the cloud: the one kind that this API borrows.
    public var isFloatingCloud: Bool
    public var canBorrow: Bool
    /// The longest borrow, in hours; nil where the server did not say.
    public var maxBorrowHours: Int?
    /// When the license itself ends; nil for one that does not.
    public var validUntil: Date?
    /// Seats as of the last check; nil where the server did not say.
    public var seats: Seats?
    /// Minutes without contact after which a seat that is not borrowed is freed.
    public var floatingTimeoutMinutes: Int?
    /// The end of this device's borrow, if it has one.
    public var borrowedUntil: Date?
    /// Whether this device has a borrow (`is_borrowed`); nil where the server did not say.
    public var isBorrowed: Bool?
    /// The server's id of this device, once known.
    public var deviceID: Int64?
    /// Its features (`product_features`), as far as they can be read.
    public var features: [LicenseFeature]

    public init(
        id: Int64, type: String? = nil, keyLastFour: String? = nil, user: String? = nil, isEnabled: Bool = true,
        isActive: Bool = true, isExpired: Bool = false, isFloatingCloud: Bool = true, canBorrow: Bool = true,
        maxBorrowHours: Int? = nil, validUntil: Date? = nil, seats: Seats? = nil, floatingTimeoutMinutes: Int? = nil,
        borrowedUntil: Date? = nil,
        isBorrowed: Bool? = nil, deviceID: Int64? = nil, features: [LicenseFeature] = []
    ) {
        self.id = id
        self.type = type
        self.keyLastFour = keyLastFour
        self.user = user
        self.isEnabled = isEnabled
        self.isActive = isActive
        self.isExpired = isExpired
        self.isFloatingCloud = isFloatingCloud
        self.canBorrow = canBorrow
        self.maxBorrowHours = maxBorrowHours
        self.validUntil = validUntil
        self.seats = seats
        self.floatingTimeoutMinutes = floatingTimeoutMinutes
        self.borrowedUntil = borrowedUntil
        self.isBorrowed = isBorrowed
        self.deviceID = deviceID
        self.features = features
    }
}

/// How many devices may use a license at once, and how many do.
///
/// Seats are not activations: a device is activated once and takes a seat each time it works or borrows.
public struct Seats: Hashable, Sendable, Codable {
    /// All seats (`floating_users`).
    public var total: Int
    /// Seats taken, this device's included (`floating_in_use_devices`).
    public var inUse: Int

    public init(total: Int, inUse: Int) {
        self.total = total
        self.inUse = inUse
    }

    /// How many are left; more may be in use than there are, and then none is.
    public var free: Int { max(0, max(0, total) - max(0, inUse)) }
}

/// A product as `product_details` describes it (reference, section 5.5).
public struct Product: Hashable, Sendable {
    /// How a license of the product is opened (`authorization_method`).
    public enum SignIn: String, Hashable, Sendable, Codable {
        case licenseKey
        case user
    }

    /// The short code; case matters.
    public var code: String
    public var name: String
    /// Nil where the server sent a word that this program does not know.
    public var signIn: SignIn?
    /// Minutes without contact after which a seat is freed.
    public var floatingTimeoutMinutes: Int?

    public init(code: String, name: String, signIn: SignIn?, floatingTimeoutMinutes: Int? = nil) {
        self.code = code
        self.name = name
        self.signIn = signIn
        self.floatingTimeoutMinutes = floatingTimeoutMinutes
    }
}
