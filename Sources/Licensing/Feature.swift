public import FoundationEssentials

/// A feature of a license as `check_license_feature` describes it (reference, section 4.4).
public struct LicenseFeature: Hashable, Sendable, Identifiable {
    public var id: Int64
    /// The feature's code; case matters.
    public var code: String
    /// The feature's name, for people.
    public var name: String
    /// What kind of feature it is (`feature_type`), in the server's word; nil where it did not say.
    public var type: String?
    /// Seats counted by the cloud: the one kind that this API borrows.
    public var isFloatingCloud: Bool
    /// All its seats; nil where the server did not say.
    public var seatsInTotal: Int?
    /// Seats taken, this device's included; nil where the feature does not float or the server did not say.
    public var seatsInUse: Int?
    /// The longest borrow, in hours; nil where the server did not say.
    public var maxBorrowHours: Int?
    /// When the feature ends; nil for one that does not.
    public var validUntil: Date?
    /// The license that it belongs to; nil where the server did not say.
    public var licenseID: Int64?

    /// Its seats; nil where the server did not say how many there are and how many of them are taken.
    public var seats: Seats? {
        guard let seatsInTotal, let seatsInUse else { return nil }
        return Seats(total: seatsInTotal, inUse: seatsInUse)
    }

    /// How many of its seats are taken, and what it leaves open, for the end of a sentence.
    public var seatsWords: String {
        let seats =
            switch seatsInUse {
            case nil: "the server names no seats"
            case 1?: "1 seat taken"
            case let count?: "\(count) seats taken"
            }
        return seats + "; whether it is borrowed the server does not say"
    }

    /// Why there is no receipt of a borrowed feature, in a sentence (reference, section 4.2).
    public static let noReceipt = "The service signs no grant of a feature, so there is no receipt."

    public init(
        id: Int64, code: String, name: String, type: String? = nil, isFloatingCloud: Bool, seatsInTotal: Int? = nil,
        seatsInUse: Int? = nil, maxBorrowHours: Int? = nil, validUntil: Date? = nil, licenseID: Int64? = nil
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.type = type
        self.isFloatingCloud = isFloatingCloud
        self.seatsInTotal = seatsInTotal
        self.seatsInUse = seatsInUse
        self.maxBorrowHours = maxBorrowHours
        self.validUntil = validUntil
        self.licenseID = licenseID
    }
}
