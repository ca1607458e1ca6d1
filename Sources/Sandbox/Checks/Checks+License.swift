internal import Licensing

extension ServiceState {
    /// The license that a call is about, once the caller has shown to be entitled to it.
    ///
    /// - Parameter mismatch: the refusal for a key where the product wants a user, or the other way round.
    func license(_ opening: Opening, mismatch: ProblemCode) throws(Refusal) -> Catalogue.License {
        let parameters = opening.parameters
        switch opening.product.signIn {
        case .licenseKey:
            guard let key = parameters.text("license_key") else { throw .notFound(mismatch, by: "key") }
            return try license(of: .key(Secret(key)), opening, by: "key")
        case .user:
            if let name = parameters.text("username") {
                let license = try license(of: .user(name), opening, by: "user")
                if let password = parameters.text("password") { try checkPassword(password, of: name) }
                return license
            }
            guard parameters.text("customer_account_code") != nil else { throw .notFound(mismatch, by: "user") }
            return try license(of: .user(try signedOn(parameters)), opening, by: "user")
        }
    }

    /// The user that signs in with a password or by single sign-on.
    func user(_ parameters: Parameters) throws(Refusal) -> String {
        guard let name = parameters.text("username") else { return try signedOn(parameters) }
        try checkPassword(parameters.text("password") ?? "", of: name)
        return name
    }

    func checkPassword(_ password: String, of user: String) throws(Refusal) {
        guard passwords[user] == Secret(password) else { throw Refusal(choices.wrongPasswordCode) }
    }

    /// The licenses of a holder for a product, in the catalogue's order.
    func licenses(of holder: Catalogue.License.Holder, product: String) -> [Catalogue.License] {
        catalogue.licenses.filter { $0.product == product && $0.holder == holder }
    }

    private func license(
        of holder: Catalogue.License.Holder, _ opening: Opening, by word: String
    ) throws(Refusal) -> Catalogue.License {
        let wanted = opening.parameters.licenseID
        let all = licenses(of: holder, product: opening.product.code)
        if wanted == nil, all.count > 1, choices.severalLicenses == .error { throw .missing(["license_id"]) }
        guard let license = all.first(where: { wanted == nil || $0.id == wanted }) else {
            throw .notFound(.licenseNotFound, by: word)
        }
        return license
    }

    private func signedOn(_ parameters: Parameters) throws(Refusal) -> String {
        let account = catalogue.accounts.first { $0.code == parameters.text("customer_account_code") }
        // Where both proofs come, the code counts, as it does for the vendor's clients.
        let proof = parameters.text("code") ?? parameters.text("id_token") ?? ""
        let expected = parameters.text("code") == nil ? account?.idToken : account?.authorizationCode
        guard let account, expected == Secret(proof) else { throw Refusal(choices.wrongSignOnCode) }
        return account.user
    }
}

extension Refusal {
    /// A license that is not there, in the words for a key or a user.
    fileprivate static func notFound(_ code: ProblemCode, by word: String) -> Refusal {
        code == .licenseNotFound
            ? Refusal(code, "License with the provided license \(word) not found") : Refusal(code)
    }
}
