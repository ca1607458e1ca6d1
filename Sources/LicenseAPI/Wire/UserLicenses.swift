internal import Licensing

extension RequestFields {
    /// The query of `GET /api/v4/user_licenses` (reference, section 5.4).
    static func userLicenses(product: String, credentials: Credentials) -> RequestFields {
        var fields = RequestFields()
        fields.set("product", product)
        fields.set(credentials)
        return fields
    }
}

/// An element of the response of `GET /api/v4/user_licenses`: a license, bare or wrapped in a member `license`.
struct UserLicensesElement: Decodable {
    var content: LicenseResponse

    enum CodingKeys: CodingKey { case license }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let wrapped = try container.decodeIfPresent(LicenseResponse.self, forKey: .license) {
            content = wrapped
        } else {
            content = try LicenseResponse(from: decoder)
        }
    }
}
