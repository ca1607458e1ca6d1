public import Licensing

extension Inventory {
    /// A company's API key (reference, section 2.1).
    public struct APIKey: Hashable, Sendable {
        /// The key, a UUID-shaped text.
        public var key: Secret
        /// The key that signs.
        public var sharedKey: Secret
        /// Refused with `revoked_api_key`.
        public var isRevoked: Bool
        /// Good for GET requests only; a POST is refused with `read_only_api_key`.
        public var isReadOnly: Bool
        /// The products that it may activate, by short code; nil for all. Others: `api_key_product_not_allowed`.
        public var products: Set<String>?

        public init(
            key: Secret, sharedKey: Secret, isRevoked: Bool = false, isReadOnly: Bool = false,
            products: Set<String>? = nil
        ) {
            self.key = key
            self.sharedKey = sharedKey
            self.isRevoked = isRevoked
            self.isReadOnly = isReadOnly
            self.products = products
        }
    }

    /// Credentials for a Bearer token (reference, section 2.3).
    public struct ClientCredentials: Hashable, Sendable {
        public var id: String
        public var secret: Secret
        /// Otherwise a token request is refused with `unauthorized_client`.
        public var mayAskForTokens: Bool

        public init(id: String, secret: Secret, mayAskForTokens: Bool = true) {
            self.id = id
            self.secret = secret
            self.mayAskForTokens = mayAskForTokens
        }
    }

    /// A license user of user-based products.
    public struct User: Hashable, Sendable {
        public var email: String
        public var password: Secret
        public var firstName: String
        public var lastName: String
        /// Otherwise a change is refused with `change_password_not_allowed`.
        public var mayChangePassword: Bool

        public init(
            email: String, password: Secret, firstName: String = "", lastName: String = "",
            mayChangePassword: Bool = true
        ) {
            self.email = email
            self.password = password
            self.firstName = firstName
            self.lastName = lastName
            self.mayChangePassword = mayChangePassword
        }
    }

    /// A customer account with single sign-on, and what its sign-in page hands out.
    public struct CustomerAccount: Hashable, Sendable {
        /// The account's code (`customer_account_code`).
        public var code: String
        /// The license user that a sign-in stands for.
        public var user: String
        /// Accepted as `id_token`.
        public var idToken: Secret
        /// Accepted as `code`, once. The sign-in page gives out further ones.
        public var authorizationCode: Secret

        public init(code: String, user: String, idToken: Secret, authorizationCode: Secret) {
            self.code = code
            self.user = user
            self.idToken = idToken
            self.authorizationCode = authorizationCode
        }
    }
}
