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

/// What the server granted for a feature (reference, section 4.2).
///
/// The response's shape is not documented, so only its end is certain; the response is not signed.
public struct FeatureGrant: Hashable, Sendable {
    /// When the borrow ends, as the server decided it.
    public var end: Date
    /// The feature's limit, in hours; nil where the server did not say.
    public var maxBorrowHours: Int?
    /// The server's id of this device; nil where the server did not say.
    public var deviceID: Int64?
    /// The license; nil where the server did not say.
    public var licenseID: Int64?

    public init(end: Date, maxBorrowHours: Int? = nil, deviceID: Int64? = nil, licenseID: Int64? = nil) {
        self.end = end
        self.maxBorrowHours = maxBorrowHours
        self.deviceID = deviceID
        self.licenseID = licenseID
    }
}
