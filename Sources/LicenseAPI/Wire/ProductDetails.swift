internal import Licensing

extension RequestFields {
    /// The query of `GET /api/v4/product_details` (reference, section 5.5).
    static func productDetails(_ product: String) -> RequestFields {
        var fields = RequestFields()
        fields.set("product", product)
        fields.set("include_latest_version", .flag(false))
        fields.set("include_custom_fields", .flag(false))
        return fields
    }
}

/// The response of `GET /api/v4/product_details` (reference, section 5.5).
struct ProductDetailsResponse: Decodable {
    var productName: String
    var shortCode: String
    var authorizationMethod: String?
    /// In minutes.
    var floatingTimeout: WireNumber?

    enum CodingKeys: String, CodingKey {
        case productName = "product_name"
        case shortCode = "short_code"
        case authorizationMethod = "authorization_method"
        case floatingTimeout = "floating_timeout"
    }

    /// The product in the domain's words; both documented spellings of the key-based method are known (section 1.2).
    var product: Product {
        get throws(ResponseMismatch) {
            let signIn: Product.SignIn? =
                switch authorizationMethod {
                case "license-key", "license_key": .licenseKey
                case "user": .user
                default: nil
                }
            return Product(
                code: shortCode, name: productName, signIn: signIn,
                floatingTimeoutMinutes: try floatingTimeout?.count("floating_timeout"))
        }
    }
}
