public import FoundationEssentials

/// When a borrow should end.
public enum BorrowEnd: Hashable, Sendable, Codable {
    /// As late as the license allows: sends JSON `null` for `borrowed_until`.
    case maximum
    /// At an instant, in whole seconds: sends `YYYY-MM-DDThh:mm:ssZ`.
    case at(Date)
}

/// A wish to borrow a license or one of its features: all that the server is told of it (reference, sections 3.1 and 4.2).
public struct BorrowRequest: Hashable, Sendable {
    /// The product's short code; case matters.
    public var product: String
    public var hardwareID: HardwareID
    public var credentials: Credentials
    /// One license of several, where the user has more than one for the product.
    public var licenseID: Int64?
    /// The bundle that the product is a part of (`bundle_code`), where it is borrowed as one.
    public var bundleCode: String?
    /// The feature's code; nil for the license itself. Case matters.
    public var feature: String?
    public var end: BorrowEnd

    public init(
        product: String, hardwareID: HardwareID, credentials: Credentials, licenseID: Int64? = nil,
        bundleCode: String? = nil, feature: String? = nil, end: BorrowEnd
    ) {
        self.product = product
        self.hardwareID = hardwareID
        self.credentials = credentials
        self.licenseID = licenseID
        self.bundleCode = bundleCode
        self.feature = feature
        self.end = end
    }
}

/// Names a license and a device for the calls that need no password: release, check, deactivate.
public struct LicenseTarget: Hashable, Sendable {
    /// The product's short code; case matters.
    public var product: String
    public var hardwareID: HardwareID
    public var identification: LicenseIdentification
    public var licenseID: Int64?
    /// The bundle that the product is a part of (`bundle_code`), where it is borrowed as one.
    public var bundleCode: String?
    /// The feature's code; nil for the license itself. Case matters.
    public var feature: String?

    public init(
        product: String, hardwareID: HardwareID, identification: LicenseIdentification, licenseID: Int64? = nil,
        bundleCode: String? = nil, feature: String? = nil
    ) {
        self.product = product
        self.hardwareID = hardwareID
        self.identification = identification
        self.licenseID = licenseID
        self.bundleCode = bundleCode
        self.feature = feature
    }
}

/// Names a license and a device for the calls that sign in: activate.
public struct ActivationRequest: Hashable, Sendable {
    /// The product's short code; case matters.
    public var product: String
    public var hardwareID: HardwareID
    public var credentials: Credentials
    public var licenseID: Int64?
    /// The bundle that the product is a part of (`bundle_code`), where it is borrowed as one.
    public var bundleCode: String?

    public init(
        product: String, hardwareID: HardwareID, credentials: Credentials, licenseID: Int64? = nil,
        bundleCode: String? = nil
    ) {
        self.product = product
        self.hardwareID = hardwareID
        self.credentials = credentials
        self.licenseID = licenseID
        self.bundleCode = bundleCode
    }
}
