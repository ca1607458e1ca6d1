internal import Licensing

extension RequestFields {
    /// Sets what a person signs in with (reference, section 1.2).
    mutating func set(_ credentials: Credentials) {
        switch credentials {
        case .licenseKey(let key):
            set("license_key", .secret(key))
        case .user(let name, let password):
            set("username", name)
            set("password", .secret(password))
        case .singleSignOn(let signOn):
            set("customer_account_code", signOn.customerAccountCode)
            set("redirect_uri", signOn.redirectURI)
            switch signOn.proof {
            case .code(let code): set("code", .secret(code))
            case .idToken(let token): set("id_token", .secret(token))
            }
        }
    }

    /// The members that name a product, a device and a license by a sign-in.
    init(
        product: String, hardwareID: HardwareID, credentials: Credentials, licenseID: Int64?, bundleCode: String?
    ) {
        self.init()
        set("product", product)
        set("hardware_id", hardwareID.rawValue)
        set("license_id", licenseID)
        set("bundle_code", bundleCode)
        set(credentials)
    }

    /// The members that name a product, a device and a license, or a feature of it, without a password.
    init(_ target: LicenseTarget) {
        self.init()
        set("product", target.product)
        set("hardware_id", target.hardwareID.rawValue)
        set("license_id", target.licenseID)
        set("bundle_code", target.bundleCode)
        set("feature", target.feature)
        switch target.identification {
        case .licenseKey(let key): set("license_key", .secret(key))
        case .username(let name): set("username", name)
        }
    }

    /// The query of `GET /api/v4/check_license` (reference, section 5.3).
    static func check(_ target: LicenseTarget) -> RequestFields {
        var fields = RequestFields(target)
        fields.set("include_expired_features", .flag(false))
        return fields
    }
}
