internal import Licensing

extension Route {
    /// Binds a device to a license (reference, section 5.1). Takes no seat.
    static let activate = post("/api/v4/activate_license") { request, state throws(Refusal) in
        let productRequest = try state.checkProduct(request, Parameters.Needs(identification: .signIn))
        if let products = productRequest.access.products, !products.contains(productRequest.product.code) {
            throw Refusal(.apiKeyProductNotAllowed)
        }
        var policy = ServiceState.CheckPolicy()
        policy.needsDevice = false
        policy.mismatch = .invalidProductAuthMethod
        policy.isActive = { license, _ in license.isActive }
        let licenseRequest = try state.checkLicense(productRequest, policy)
        if licenseRequest.product.preventsVirtualMachines, licenseRequest.parameters.device.isVirtualMachine == true {
            throw Refusal(state.choices.virtualMachineCode)
        }
        let device = try state.activate(licenseRequest)
        return .signed(try state.describe(licenseRequest.license, licenseRequest.product, for: device, at: request.now))
    }
}

extension ServiceState {
    /// Writes the activation down, within the license's limits.
    fileprivate mutating func activate(_ licenseRequest: LicenseRequest) throws(Refusal) -> SeatBook.Activation {
        let license = licenseRequest.license
        if book.activation(of: licenseRequest.hardwareID, on: license.id) == nil, case .user = license.holder,
            let limit = license.maxActivationsPerUser, book.activationCount(on: license.id) >= limit
        {
            throw Refusal(choices.userActivationsExhaustedCode)
        }
        return try seated { book throws(SeatRefusal) in
            try book.activate(
                licenseRequest.hardwareID, on: license.id,
                limit: license.activatesAnyDevice ? nil : license.maxActivations, transfers: license.maxTransfers,
                device: licenseRequest.parameters.device)
        }
    }
}

extension Parameters {
    /// How much is kept of each text that a device says of itself, in characters.
    private static let keptLength = 200

    /// What the device says of itself.
    fileprivate var device: SeatBook.Device {
        var device = SeatBook.Device()
        device.isVirtualMachine = bool("is_vm")
        for name in Self.deviceTexts {
            if let text = text(name) { device.texts[name] = String(text.prefix(Self.keptLength)) }
        }
        return device
    }
}
