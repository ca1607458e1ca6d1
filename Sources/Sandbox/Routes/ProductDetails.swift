internal import Licensing

extension Route {
    /// Describes a product, and whether it is opened by key or by user (reference, section 5.5).
    static let productDetails = get("/api/v4/product_details") { request, state throws(Refusal) in
        let productRequest = try state.checkProduct(
            request, Parameters.Needs(required: ["product"], identification: .none))
        let product = productRequest.product
        guard case .object(var members) = product.details(state.choices) else { return .signed(nil) }
        if productRequest.parameters.bool("include_latest_version") == true {
            members["latest_version"] = product.latestVersion.map { ["version": .string($0)] } ?? .null
        }
        if productRequest.parameters.bool("include_custom_fields") == true {
            members["custom_fields"] = .array(product.customFields.map(\.json))
        }
        return .signed(.object(members))
    }
}

extension Inventory.CustomField {
    /// The field as a product's and a license's `custom_fields` have it.
    var json: JSON { ["name": .string(name), "value": .string(value)] }
}

extension Inventory.Product {
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
        ]
    }
}
