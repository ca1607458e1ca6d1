internal import Licensing

extension RequestFields {
    /// The body of `POST /api/v4/floating/borrow`, or of `floating/feature_borrow` where it is a feature (reference, sections
    /// 3.1 and 4.2).
    ///
    /// `borrowed_until` is always there: JSON `null` asks for as long as the license allows.
    static func borrow(_ request: BorrowRequest) -> RequestFields {
        var fields = RequestFields(
            product: request.product, hardwareID: request.hardwareID, credentials: request.credentials,
            licenseID: request.licenseID, bundleCode: request.bundleCode)
        fields.set("feature", request.feature)
        switch request.end {
        case .maximum: fields.set("borrowed_until", .null)
        case .at(let date): fields.set("borrowed_until", UTC.format(date))
        }
        return fields
    }
}

/// The response of `POST /api/v4/floating/borrow` (reference, section 3.2).
struct BorrowResponse: Decodable {
    var borrowedUntil: WireTime
    /// In hours.
    var maxBorrowTime: WireNumber
    var deviceID: WireNumber
    var licenseID: WireNumber

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
                end: borrowedUntil.date,
                maxBorrowHours: try maxBorrowTime.hours("max_borrow_time"),
                deviceID: try deviceID.value("device_id", in: 1...Int64.max),
                licenseID: try licenseID.value("license_id", in: 1...Int64.max))
        }
    }
}
