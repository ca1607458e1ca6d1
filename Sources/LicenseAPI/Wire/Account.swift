internal import Licensing

extension RequestFields {
    /// The body of `POST /api/v4/change_password` (reference, section 5.5).
    static func changePassword(username: String, from old: Secret, to new: Secret) -> RequestFields {
        var fields = RequestFields()
        fields.set("username", username)
        fields.set("password", .secret(old))
        fields.set("new_password", .secret(new))
        return fields
    }

    /// The query of `GET /api/v4/sso_url` (reference, section 5.5).
    static func singleSignOnURL(
        product: String, customerAccountCode: String, response: SingleSignOnResponse
    ) -> RequestFields {
        var fields = RequestFields()
        fields.set("product", product)
        fields.set("customer_account_code", customerAccountCode)
        fields.set("response_type", response.rawValue)
        return fields
    }
}

/// The response of `GET /api/v4/sso_url` and of `GET /api/v4/oauth_url`: an address (reference, sections 2.3 and 5.5).
struct AddressResponse: Decodable {
    var url: String
}
