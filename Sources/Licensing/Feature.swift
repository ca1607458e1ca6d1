public import FoundationEssentials

/// A feature of a license as `check_license_feature` describes it (reference, section 4.4).
public struct LicenseFeature: Hashable, Sendable, Identifiable {
    public var id: Int64
    /// The feature's code; case matters.
    public var code: String
    /// The feature's name, for people.
    public var name: String
    /// Seats counted by the cloud: the one kind that this API borrows.
    public var isFloatingCloud: Bool
    /// Seats taken, this device's included; nil where the feature does not float or the server did not say.
    public var seatsInUse: Int?
    /// When the feature ends; nil for one that does not.
    public var validUntil: Date?
    /// The license that it belongs to; nil where the server did not say.
    public var licenseID: Int64?

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
        id: Int64, code: String, name: String, isFloatingCloud: Bool, seatsInUse: Int? = nil, validUntil: Date? = nil,
        licenseID: Int64? = nil
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.isFloatingCloud = isFloatingCloud
        self.seatsInUse = seatsInUse
        self.validUntil = validUntil
        self.licenseID = licenseID
    }
}
