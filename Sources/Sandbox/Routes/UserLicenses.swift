internal import Licensing

extension Route {
    /// Lists a user's licenses for a product (reference, section 5.4): an array of objects with a member `license`.
    static let userLicenses = get("/api/v4/user_licenses") { request, state throws(Refusal) in
        let productRequest = try state.checkProduct(
            request, Parameters.Needs(required: ["product"], identification: .user))
        guard productRequest.product.signIn == .user else { throw Refusal(.invalidProductAuthMethod) }
        let user = try state.user(productRequest.parameters)
        let licenses = state.licenses(
            of: .user(user), product: productRequest.product.code, bundle: productRequest.parameters.text("bundle_code")
        ).filter { state.choices.userLicensesInBundles || $0.bundle == nil }
        var elements: [JSON] = []
        for license in licenses {
            let description = try state.describe(license, productRequest.product, for: nil, at: request.now)
            elements.append(state.choices.userLicensesElement == .bare ? description : ["license": description])
        }
        return .signed(.array(elements))
    }
}
