internal import FoundationEssentials
internal import Licensing

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
    var grant: BorrowGrant {
        get throws(ResponseMismatch) {
            BorrowGrant(
                end: borrowedUntil.date, maxBorrowHours: try maxBorrowTime?.hours("max_borrow_time"),
                deviceID: try deviceID?.value("device_id", in: 1...Int64.max),
                licenseID: try licenseID?.value("license_id", in: 1...Int64.max))
        }
    }
}

/// The response of `GET /api/v4/check_license_feature`, and an element of a license's `product_features` (reference, sections
/// 4.4 and 5.3).
struct FeatureResponse: Decodable {
    var id: Int64
    var code: String
    var name: String
    var featureType: String?
    var isFloatingCloud: Bool?
    var floatingUsers: WireNumber?
    var floatingInUseDevices: WireNumber?
    /// In hours.
    var maxBorrowTime: WireNumber?
    var expiryDate: WireTime?
    var licenseID: Int64?

    enum CodingKeys: String, CodingKey {
        case id, code, name
        case featureType = "feature_type"
        case floatingUsers = "floating_users"
        case maxBorrowTime = "max_borrow_time"
        case isFloatingCloud = "is_floating_cloud"
        case floatingInUseDevices = "floating_in_use_devices"
        case expiryDate = "expiry_date"
        case licenseID = "license_id"
    }

    /// The feature in the domain's words, whose numbers are such as can be.
    var feature: LicenseFeature {
        get throws(ResponseMismatch) {
            LicenseFeature(
                id: id, code: code, name: name, type: featureType, isFloatingCloud: isFloatingCloud ?? false,
                seatsInTotal: try floatingUsers?.count("floating_users"),
                seatsInUse: try floatingInUseDevices?.count("floating_in_use_devices"),
                maxBorrowHours: try maxBorrowTime?.hours("max_borrow_time"),
                validUntil: expiryDate?.date, licenseID: licenseID)
        }
    }
}
