internal import Licensing

extension ServiceState {
    /// The license that a call is about, once the caller has shown to be entitled to it.
    ///
    /// - Parameter mismatch: the refusal for a key where the product wants a user, or the other way round.
    mutating func license(_ productRequest: ProductRequest, mismatch: ProblemCode) throws(Refusal) -> Inventory.License
    {
        let parameters = productRequest.parameters
        switch productRequest.product.signIn {
        case .licenseKey:
            guard let key = parameters.text("license_key") else { throw .notFound(mismatch, by: "key") }
            return try license(of: .key(Secret(key)), productRequest, by: "key")
        case .user:
            if let name = parameters.text("username") {
                let license = try license(of: .user(name), productRequest, by: "user")
                if let password = parameters.text("password") { try checkPassword(password, of: name) }
                return license
            }
            guard parameters.text("customer_account_code") != nil else { throw .notFound(mismatch, by: "user") }
            return try license(of: .user(try signedOn(parameters)), productRequest, by: "user")
        }
    }

    /// The user that signs in with a password or by single sign-on.
    mutating func user(_ parameters: Parameters) throws(Refusal) -> String {
        guard let name = parameters.text("username") else { return try signedOn(parameters) }
        try checkPassword(parameters.text("password") ?? "", of: name)
        return name
    }

    func checkPassword(_ password: String, of user: String) throws(Refusal) {
        guard passwords[user] == Secret(password) else { throw Refusal(choices.wrongPasswordCode) }
    }

    /// The licenses of a holder for a product, in the inventory's order.
    ///
    /// - Parameter bundle: the bundle that they must belong to; nil for any or none.
    func licenses(
        of holder: Inventory.License.Holder, product: String, bundle: String?
    ) -> [Inventory.License] {
        inventory.licenses.filter { license in
            license.product == product && license.holder == holder && (bundle == nil || license.bundle == bundle)
        }
    }

    private func license(
        of holder: Inventory.License.Holder, _ productRequest: ProductRequest, by word: String
    ) throws(Refusal) -> Inventory.License {
        let wanted = productRequest.parameters.licenseID
        let all = licenses(
            of: holder, product: productRequest.product.code, bundle: productRequest.parameters.text("bundle_code"))
        if wanted == nil, all.count > 1, choices.severalLicenses == .error { throw .missing(["license_id"]) }
        guard let license = all.first(where: { wanted == nil || $0.id == wanted }) else {
            throw .notFound(.licenseNotFound, by: word)
        }
        return license
    }

    private mutating func signedOn(_ parameters: Parameters) throws(Refusal) -> String {
        let account = inventory.accounts.first { $0.code == parameters.text("customer_account_code") }
        guard let account, isProof(parameters, of: account) else { throw Refusal(choices.wrongSignOnCode) }
        return account.user
    }

    /// Whether somebody has signed in to an account. Where both proofs come, the code counts, as it does for the vendor's
    /// clients.
    private mutating func isProof(_ parameters: Parameters, of account: Inventory.CustomerAccount) -> Bool {
        guard let code = parameters.text("code") else {
            return account.idToken == Secret(parameters.text("id_token") ?? "")
        }
        return signOnCodes.take(code, for: account.code, worksOnce: choices.signOnCodeWorksOnce)
    }
}

extension Refusal {
    /// A license that is not there, in the words for a key or a user.
    fileprivate static func notFound(_ code: ProblemCode, by word: String) -> Refusal {
        code == .licenseNotFound
            ? Refusal(code, "License with the provided license \(word) not found") : Refusal(code)
    }
}
