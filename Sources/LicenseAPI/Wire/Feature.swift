internal import FoundationEssentials
internal import Licensing

extension RequestFields {
    /// The body of `POST /api/v4/floating/feature_borrow` (reference, section 4.2): that of a borrow with a `feature`.
    static func borrow(_ request: BorrowRequest, feature: String) -> RequestFields {
        var fields = borrow(request)
        fields.set("feature", feature)
        return fields
    }

    /// The members of `floating/feature_release` and `check_license_feature` (reference, sections 4.3 and 4.4).
    static func feature(_ feature: String, of target: LicenseTarget) -> RequestFields {
        var fields = RequestFields(target)
        fields.set("feature", feature)
        return fields
    }
}

/// The response of `POST /api/v4/floating/feature_borrow`, of which only the end is certain (reference, section 4.2).
struct FeatureBorrowResponse: Decodable {
    var borrowedUntil: WireTime
    /// In hours.
    var maxBorrowTime: WireNumber?
    var deviceID: WireNumber?
    var licenseID: WireNumber?

    enum CodingKeys: String, CodingKey {
        case borrowedUntil = "borrowed_until"
        case maxBorrowTime = "max_borrow_time"
        case deviceID = "device_id"
        case licenseID = "license_id"
    }

    /// The grant, whose numbers are such as can be.
    var grant: FeatureGrant {
        get throws(ResponseMismatch) {
            let hours = try maxBorrowTime?.value("max_borrow_time", in: 0...1_000_000)
            return FeatureGrant(
                end: borrowedUntil.date, maxBorrowHours: hours.map { Int($0) },
                deviceID: try deviceID?.value("device_id", in: 1...Int64.max),
                licenseID: try licenseID?.value("license_id", in: 1...Int64.max))
        }
    }
}

/// The response of `GET /api/v4/check_license_feature` (reference, section 4.4).
struct FeatureResponse: Decodable {
    var id: Int64
    var code: String
    var name: String
    var isFloatingCloud: Bool?
    var floatingInUseDevices: Int?
    var expiryDate: WireTime?
    var licenseID: Int64?

    enum CodingKeys: String, CodingKey {
        case id, code, name
        case isFloatingCloud = "is_floating_cloud"
        case floatingInUseDevices = "floating_in_use_devices"
        case expiryDate = "expiry_date"
        case licenseID = "license_id"
    }

    var feature: LicenseFeature {
        LicenseFeature(
            id: id, code: code, name: name, isFloatingCloud: isFloatingCloud ?? false, seatsInUse: floatingInUseDevices,
            validUntil: expiryDate?.date, licenseID: licenseID)
    }
}
