internal import Licensing

extension Endpoint {
    /// Describes a product, and whether it is opened by key or by user (reference, section 5.5).
    static let productDetails = get("/api/v4/product_details") { call, state throws(Refusal) in
        let opening = try state.open(call, Parameters.Needs(required: ["product"], identification: .none))
        return .signed(opening.product.details(state.choices))
    }
}

extension Catalogue.Product {
    /// The product as `product_details` and a license's member of that name describe it.
    func details(_ choices: Choices) -> JSON {
        [
            "product_id": .integer(id),
            "product_name": .string(name),
            "short_code": .string(code),
            "authorization_method": signIn == .licenseKey ? .string(choices.keyMethodSpelling.rawValue) : "user",
            "allow_trial": false,
            "trial_days": 0,
            "floating_timeout": .integer(Int64(floatingTimeoutMinutes)),
            "prevent_vm": .bool(preventsVirtualMachines),
            "metadata": [:],
            "custom_fields": [],
        ]
    }
}
