internal import Licensing

extension Endpoint {
    /// Borrows a seat of one floating feature (reference, section 4.2), within the feature's own limit.
    static let featureBorrow = post("/api/v4/floating/feature_borrow") { call, state throws(Refusal) in
        var terms = ServiceState.Terms()
        terms.borrowing = { admission, choices throws(Refusal) in try admission.borrowableFeature() }
        let needs = Parameters.Needs(
            required: ["product", "hardware_id", "feature"],
            nullable: state.choices.featureEndRequired ? ["borrowed_until"] : [], identification: .signIn)
        let admission = try state.admit(call, needs, terms)
        var answer = try state.borrow(admission, in: try admission.borrowableFeature())
        if state.choices.featureBorrowAnswer == .endOnly, case .object(let members) = answer {
            answer = .object(members.filter { $0.key == "borrowed_until" })
        }
        return state.choices.featureBorrowSigned ? .signed(answer) : .unsigned(answer)
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

    /// The same, where they may be borrowed.
    fileprivate func borrowableFeature() throws(Refusal) -> SeatPool {
        let pool = try floatingFeature()
        guard license.canBorrow, pool.maxBorrowHours > 0 else { throw Refusal(.licenseBorrowNotAllowed) }
        return pool
    }
}
