internal import FoundationEssentials
internal import Licensing

/// The license object of activations, checks and `user_licenses` (reference, sections 4.5 and 5.3).
///
/// Only `id` is required. A member that is missing does not speak against the license: the server decides.
struct LicenseResponse: Decodable {
    var id: Int64
    var licenseType: String?
    var licenseKey: String?
    var user: User?
    var licenseEnabled: Bool?
    var licenseActive: Bool?
    var isExpired: Bool?
    var isFloatingCloud: Bool?
    var canBorrow: Bool?
    /// In hours.
    var maxBorrowTime: WireNumber?
    var validityPeriod: WireTime?
    var floatingUsers: WireNumber?
    var floatingInUseDevices: WireNumber?
    /// In minutes.
    var floatingTimeout: WireNumber?
    var borrowedUntil: WireTime?
    var isBorrowed: Bool?
    var deviceID: Int64?
    var productFeatures: ReadableElements<FeatureResponse>?

    enum CodingKeys: String, CodingKey {
        case id, user
        case licenseType = "license_type"
        case productFeatures = "product_features"
        case licenseKey = "license_key"
        case licenseEnabled = "license_enabled"
        case licenseActive = "license_active"
        case isExpired = "is_expired"
        case isFloatingCloud = "is_floating_cloud"
        case canBorrow = "can_borrow"
        case maxBorrowTime = "max_borrow_time"
        case validityPeriod = "validity_period"
        case floatingUsers = "floating_users"
        case floatingInUseDevices = "floating_in_use_devices"
        case floatingTimeout = "floating_timeout"
        case borrowedUntil = "borrowed_until"
        case isBorrowed = "is_borrowed"
        case deviceID = "device_id"
    }

    /// The license user; the shape is not documented, so anything but an e-mail is ignored.
    struct User: Decodable {
        var email: String?

        enum CodingKeys: CodingKey { case email }

        init(from decoder: any Decoder) throws {
            let container = try? decoder.container(keyedBy: CodingKeys.self)
            email = try? container?.decodeIfPresent(String.self, forKey: .email)
        }
    }

    /// The license in the domain's words, whose numbers are such as can be. A `max_borrow_time` of 0 means that borrowing is not
    /// allowed (section 3.4).
    var license: License {
        get throws(ResponseMismatch) {
            var seats: Seats?
            if let floatingUsers, let floatingInUseDevices {
                seats = Seats(
                    total: try floatingUsers.count("floating_users"),
                    inUse: try floatingInUseDevices.count("floating_in_use_devices"))
            }
            let hours = try maxBorrowTime?.hours("max_borrow_time")
            // The license does not fall with a feature that cannot be.
            let features = (productFeatures?.elements ?? []).compactMap { response in
                guard var feature = try? response.feature else { return nil as LicenseFeature? }
                feature.licenseID = feature.licenseID ?? id
                return feature
            }
            return License(
                id: id, type: licenseType, keyLastFour: licenseKey.map { Secret($0).lastFour }, user: user?.email,
                isEnabled: licenseEnabled ?? true, isActive: licenseActive ?? true, isExpired: isExpired ?? false,
                isFloatingCloud: isFloatingCloud ?? true, canBorrow: (canBorrow ?? true) && hours != 0,
                maxBorrowHours: hours, validUntil: validityPeriod?.date, seats: seats,
                floatingTimeoutMinutes: try floatingTimeout?.count("floating_timeout"),
                borrowedUntil: borrowedUntil?.date, isBorrowed: isBorrowed, deviceID: deviceID, features: features)
        }
    }
}
