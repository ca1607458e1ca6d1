internal import Licensing

extension Endpoint {
    /// Borrows a seat of one floating feature (reference, section 4.2), within the feature's own limit.
    static let featureBorrow = post("/api/v4/floating/feature_borrow") { call, state throws(Refusal) in
        let admission = try state.admit(
            call,
            Parameters.Needs(
                required: ["product", "hardware_id", "feature"], nullable: ["borrowed_until"],
                identification: .signIn))
        let device = try state.device(of: admission)
        let pool = try admission.floatingFeature()
        guard admission.license.canBorrow, pool.maxBorrowHours > 0 else { throw Refusal(.licenseBorrowNotAllowed) }
        var reply = try state.borrow(
            pool, for: device, until: admission.parameters.text("borrowed_until"), at: call.now)
        reply.isSigned = false
        return reply
    }
}

extension ServiceState.Admission {
    /// The feature that the call names.
    func feature() throws(Refusal) -> Catalogue.Feature {
        let code = parameters.text("feature") ?? ""
        guard let feature = license.features.first(where: { $0.code == code }) else {
            throw Refusal(.invalidLicenseFeatureCode, "License feature with the code \"\(code)\" not found")
        }
        return feature
    }

    /// The seats of the feature that the call names.
    func floatingFeature() throws(Refusal) -> SeatPool {
        let feature = try feature()
        guard let pool = license.pool(of: feature, timeoutMinutes: product.floatingTimeoutMinutes) else {
            throw Refusal(.featureNotFloating)
        }
        return pool
    }
}
