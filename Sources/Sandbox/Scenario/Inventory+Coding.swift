internal import Licensing

// The secrets in an inventory are made up for a sandbox, and a scenario file is where people write them.

extension Inventory.APIKey: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case key, products, revoked
        case sharedKey = "shared_key"
        case readOnly = "read_only"
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        let products: [String]? = try members.optional(.products)
        self.init(
            key: Secret(try members.text(.key)), sharedKey: Secret(try members.text(.sharedKey)),
            isRevoked: try members.value(.revoked, false), isReadOnly: try members.value(.readOnly, false),
            products: products.map(Set.init))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key.exposed, forKey: .key)
        try container.encode(sharedKey.exposed, forKey: .sharedKey)
        if isRevoked { try container.encode(true, forKey: .revoked) }
        if isReadOnly { try container.encode(true, forKey: .readOnly) }
        try container.encodeIfPresent(products?.sorted(), forKey: .products)
    }
}

extension Inventory.ClientCredentials: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, secret
        case mayAskForTokens = "may_ask_for_tokens"
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        self.init(
            id: try members.text(.id), secret: Secret(try members.text(.secret)),
            mayAskForTokens: try members.value(.mayAskForTokens, true))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(secret.exposed, forKey: .secret)
        if !mayAskForTokens { try container.encode(false, forKey: .mayAskForTokens) }
    }
}

extension Inventory.User: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case email, password
        case firstName = "first_name"
        case lastName = "last_name"
        case mayChangePassword = "may_change_password"
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        self.init(
            email: try members.text(.email), password: Secret(try members.text(.password)),
            firstName: try members.value(.firstName, ""), lastName: try members.value(.lastName, ""),
            mayChangePassword: try members.value(.mayChangePassword, true))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(email, forKey: .email)
        try container.encode(password.exposed, forKey: .password)
        if !firstName.isEmpty { try container.encode(firstName, forKey: .firstName) }
        if !lastName.isEmpty { try container.encode(lastName, forKey: .lastName) }
        if !mayChangePassword { try container.encode(false, forKey: .mayChangePassword) }
    }
}

extension Inventory.CustomerAccount: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case code, user
        case idToken = "id_token"
        case authorizationCode = "authorization_code"
    }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        self.init(
            code: try members.text(.code), user: try members.text(.user), idToken: Secret(try members.text(.idToken)),
            authorizationCode: Secret(try members.text(.authorizationCode)))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(user, forKey: .user)
        try container.encode(idToken.exposed, forKey: .idToken)
        try container.encode(authorizationCode.exposed, forKey: .authorizationCode)
    }
}

extension Inventory.Product: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case code, id, name, state
        case signIn = "sign_in"
        case floatingTimeout = "floating_timeout_minutes"
        case preventsVirtualMachines = "prevent_vm"
        case refusesWith = "refuses_with"
        case faultAfterBorrow = "fault_after_borrow"
        case latestVersion = "latest_version"
        case customFields = "custom_fields"
    }

    /// How a scenario writes the way to open a product.
    private enum SignInWord: String, Codable { case license_key, user }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        let code = try members.text(.code)
        guard let signIn = SignInWord(rawValue: try members.value(.signIn, "license_key")) else {
            throw members.fault(.signIn, "must be license_key or user")
        }
        guard let state = State(rawValue: try members.value(.state, State.active.rawValue)) else {
            throw members.fault(.state, "must be active, archived or disabled")
        }
        let refusal: String? = try members.optional(.refusesWith)
        let refusesWith = refusal.flatMap(ProblemCode.init(wireText:))
        if refusal != nil, refusesWith == nil {
            throw members.fault(.refusesWith, "must be a code of the License API")
        }
        self.init(
            id: try members.need(.id), code: code, name: try members.value(.name, code),
            signIn: signIn == .user ? .user : .licenseKey,
            floatingTimeoutMinutes: try members.count(.floatingTimeout, 120), refusesWith: refusesWith,
            faultAfterBorrow: try members.optional(.faultAfterBorrow))
        self.state = state
        preventsVirtualMachines = try members.value(.preventsVirtualMachines, false)
        latestVersion = try members.optional(.latestVersion)
        customFields = try members.value(.customFields, [])
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(id, forKey: .id)
        if name != code { try container.encode(name, forKey: .name) }
        if signIn == .user { try container.encode(SignInWord.user, forKey: .signIn) }
        if floatingTimeoutMinutes != 120 { try container.encode(floatingTimeoutMinutes, forKey: .floatingTimeout) }
        if state != .active { try container.encode(state, forKey: .state) }
        if preventsVirtualMachines { try container.encode(true, forKey: .preventsVirtualMachines) }
        try container.encodeIfPresent(latestVersion, forKey: .latestVersion)
        if !customFields.isEmpty { try container.encode(customFields, forKey: .customFields) }
        try container.encodeIfPresent(refusesWith?.rawValue, forKey: .refusesWith)
        try container.encodeIfPresent(faultAfterBorrow, forKey: .faultAfterBorrow)
    }
}

extension Inventory.CustomField: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case name, value }

    public init(from decoder: any Decoder) throws {
        let members = try Members(decoder, CodingKeys.self)
        self.init(name: try members.text(.name), value: try members.need(.value))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(value, forKey: .value)
    }
}
