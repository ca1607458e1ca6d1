internal import Licensing

extension Endpoint {
    /// Binds a device to a license (reference, section 5.1). Takes no seat.
    static let activate = post("/api/v4/activate_license") { call, state throws(Refusal) in
        let opening = try state.open(call, Parameters.Needs(identification: .signIn))
        if let products = opening.access.products, !products.contains(opening.product.code) {
            throw Refusal(.apiKeyProductNotAllowed)
        }
        var terms = ServiceState.Terms()
        terms.needsDevice = false
        terms.mismatch = .invalidProductAuthMethod
        terms.isActive = { license, _ in license.isActive }
        let admission = try state.admit(opening, terms)
        if admission.product.preventsVirtualMachines, admission.parameters.bool("is_vm") == true {
            throw Refusal(state.choices.virtualMachineCode)
        }
        let device = try state.activate(admission)
        return .signed(try state.describe(admission.license, admission.product, for: device, at: call.now))
    }
}

extension ServiceState {
    /// Writes the activation down, within the license's limits.
    fileprivate mutating func activate(_ admission: Admission) throws(Refusal) -> SeatBook.Activation {
        let license = admission.license
        if book.activation(of: admission.hardwareID, on: license.id) == nil, case .user = license.holder,
            let limit = license.maxActivationsPerUser, book.activationCount(on: license.id) >= limit
        {
            throw Refusal(choices.userActivationsExhaustedCode)
        }
        return try seated { book throws(SeatRefusal) in
            try book.activate(
                admission.hardwareID, on: license.id,
                limit: license.activatesAnyDevice ? nil : license.maxActivations, transfers: license.maxTransfers)
        }
    }
}
