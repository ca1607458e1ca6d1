internal import Licensing

extension Endpoint {
    /// Lists a user's licenses for a product (reference, section 5.4): an array of objects with a member `license`.
    static let userLicenses = get("/api/v4/user_licenses") { call, state throws(Refusal) in
        let opening = try state.open(call, Parameters.Needs(required: ["product"], identification: .user))
        guard opening.product.signIn == .user else { throw Refusal(.invalidProductAuthMethod) }
        let user = try state.user(opening.parameters)
        let licenses = state.licenses(of: .user(user), product: opening.product.code)
        var elements: [JSON] = []
        for license in licenses {
            let description = try state.describe(license, opening.product, for: nil, at: call.now)
            elements.append(state.choices.userLicensesElement == .bare ? description : ["license": description])
        }
        return .signed(.array(elements))
    }
}
