internal import Licensing

extension Endpoint {
    /// Binds a device to a license (reference, section 5.1). Takes no seat.
    static let activate = post("/api/v4/activate_license") { call, state throws(Refusal) in
        let opening = try state.open(call, Parameters.Needs(identification: .signIn))
        if let products = opening.access.products, !products.contains(opening.product.code) {
            throw Refusal(.apiKeyProductNotAllowed)
        }
        let admission = try state.admit(opening, mismatch: .invalidProductAuthMethod) { license, _ in
            license.isActive
        }
        let license = admission.license
        let device = try state.seated { book throws(SeatRefusal) in
            try book.activate(
                admission.hardwareID, on: license.id, limit: license.activatesAnyDevice ? nil : license.maxActivations)
        }
        return .signed(try state.describe(license, admission.product, for: device, at: call.now))
    }
}
