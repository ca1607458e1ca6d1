internal import Licensing

extension RequestFields {
    /// The body of `POST /api/v4/floating/borrow` (reference, section 3.1).
    ///
    /// `borrowed_until` is always there: JSON `null` asks for as long as the license allows.
    static func borrow(_ request: BorrowRequest) -> RequestFields {
        var fields = RequestFields(
            product: request.product, hardwareID: request.hardwareID, credentials: request.credentials,
            licenseID: request.licenseID, bundleCode: request.bundleCode)
        switch request.end {
        case .maximum: fields.set("borrowed_until", .null)
        case .at(let date): fields.set("borrowed_until", UTC.format(date))
        }
        return fields
    }
}

/// The answer of `POST /api/v4/floating/borrow` (reference, section 3.2).
struct BorrowAnswer: Decodable {
    var borrowedUntil: WireTime
    /// In hours.
    var maxBorrowTime: Int
    var deviceID: Int64
    var licenseID: Int64

    enum CodingKeys: String, CodingKey {
        case borrowedUntil = "borrowed_until"
        case maxBorrowTime = "max_borrow_time"
        case deviceID = "device_id"
        case licenseID = "license_id"
    }

    var grant: BorrowGrant {
        BorrowGrant(end: borrowedUntil.date, maxBorrowHours: maxBorrowTime, deviceID: deviceID, licenseID: licenseID)
    }
}
