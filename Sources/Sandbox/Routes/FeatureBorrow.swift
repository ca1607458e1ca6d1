internal import Licensing

extension Route {
    /// Borrows a seat of one floating feature (reference, section 4.2), within the feature's own limit.
    static let featureBorrow = post("/api/v4/floating/feature_borrow") { request, state throws(Refusal) in
        var policy = ServiceState.CheckPolicy()
        policy.borrowing = { licenseRequest, choices throws(Refusal) in try licenseRequest.borrowableFeature() }
        let needs = Parameters.Needs(
            required: ["product", "hardware_id", "feature"],
            nullable: state.choices.featureEndRequired ? ["borrowed_until"] : [], identification: .signIn)
        let licenseRequest = try state.checkLicense(request, needs, policy)
        var json = try state.borrow(licenseRequest, in: try licenseRequest.borrowableFeature())
        if state.choices.featureBorrowResponse == .endOnly, case .object(let members) = json {
            json = .object(members.filter { $0.key == "borrowed_until" })
        }
        return state.choices.featureBorrowSigned ? .signed(json) : .unsigned(json)
    }
}

extension ServiceState.LicenseRequest {
    /// The feature that the call names.
    func feature() throws(Refusal) -> Inventory.Feature {
        let code = parameters.text("feature") ?? ""
        guard let feature = license.features.first(where: { $0.code == code }) else {
            throw Refusal(.invalidLicenseFeatureCode, "License feature with the code \"\(code)\" not found")
        }
        return feature
    }

    /// The seats of the feature that the call names.
    func floatingFeature() throws(Refusal) -> SeatPool {
        let feature = try feature()
        guard let pool = license.pool(of: feature, product) else {
            throw Refusal(.featureNotFloating)
        }
        return pool
    }

    /// The same, where they may be borrowed.
    fileprivate func borrowableFeature() throws(Refusal) -> SeatPool {
        let pool = try floatingFeature()
        guard license.canBorrow, pool.maxBorrowHours > 0 else { throw Refusal(.licenseBorrowNotAllowed) }
        return pool
    }
}
