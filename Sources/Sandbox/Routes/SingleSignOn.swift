internal import Licensing

extension Endpoint {
    /// Tells the address of a customer account's sign-in page (reference, section 5.5). Nothing is served there: the
    /// catalogue's proofs are what a sign-in would bring.
    static let ssoURL = get("/api/v4/sso_url") { call, state throws(Refusal) in
        let opening = try state.open(
            call, Parameters.Needs(required: ["product", "customer_account_code"], identification: .none))
        let code = opening.parameters.text("customer_account_code") ?? ""
        guard state.catalogue.accounts.contains(where: { $0.code == code }) else {
            throw Refusal(.validationError, "customer_account_code is not known")
        }
        return .signed(["url": .string("\(call.baseURL)/sandbox/sign-in/\(code)")])
    }
}

extension Call {
    /// The address by which the client knows this server.
    var baseURL: String { "http://\(authority ?? "127.0.0.1")" }
}
