internal import FoundationEssentials
internal import Licensing

extension Route {
    private static let signInPath = "/sandbox/sign-in"

    /// Tells the address of a customer account's sign-in page (reference, section 5.5).
    static let ssoURL = get("/api/v4/sso_url") { request, state throws(Refusal) in
        let productRequest = try state.checkProduct(
            request, Parameters.Needs(required: ["product", "customer_account_code"], identification: .none))
        let parameters = productRequest.parameters
        let code = parameters.text("customer_account_code") ?? ""
        guard state.inventory.accounts.contains(where: { $0.code == code }) else {
            throw Refusal(.validationError, "customer_account_code is not known")
        }
        var query = "customer_account_code=\(code.percentEncoded)"
        if let type = parameters.text("response_type") { query += "&response_type=\(type.percentEncoded)" }
        return .signed(["url": .string("\(request.baseURL)\(signInPath)?\(query)")])
    }

    /// Stands for the sign-in page of a customer account: signs its user in unasked, and shows what to enter.
    ///
    /// Each visit gives out a code of its own, because a code works only once.
    static let signIn = get(signInPath) { request, state throws(Refusal) in
        try request.requireThisHost()
        let parameters = try Parameters(request)
        let account = state.inventory.accounts.first { $0.code == parameters.text("customer_account_code") }
        guard let account else { throw Refusal(.notFound) }
        guard parameters.text("response_type") == "code" else {
            return .text("Signed in as \(account.user).\nid_token: \(account.idToken.exposed)\n")
        }
        let code = UUID().uuidString.lowercased()
        state.signOnCodes.keep(code, for: account.code)
        return .text("Signed in as \(account.user).\ncode: \(code)\n")
    }
}

extension APIRequest {
    /// The address by which the client knows this server.
    var baseURL: String { "http://\(authority ?? "127.0.0.1")" }
}

extension String {
    /// The text as a value in a query: all but letters, digits and `-._~` are escaped.
    fileprivate var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPlain || "-._~".unicodeScalars.contains(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }
}
