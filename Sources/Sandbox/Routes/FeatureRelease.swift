internal import Licensing

extension Route {
    /// Gives the seat of one floating feature back (reference, section 4.3). The response is an empty text.
    static let featureRelease = post("/api/v4/floating/feature_release") { request, state throws(Refusal) in
        var policy = ServiceState.CheckPolicy()
        policy.allowsExpired = state.choices.expiredMayRelease
        let licenseRequest = try state.checkLicense(
            request, Parameters.Needs(required: ["product", "hardware_id", "feature"]), policy)
        let pool = try licenseRequest.floatingFeature()
        let wasHeld = state.book.release(licenseRequest.hardwareID, in: pool.id, at: request.now)
        guard wasHeld || state.choices.releaseOfNothing == .ok else {
            throw Refusal(.floatingFeatureDeviceNotInUse)
        }
        return .text("")
    }
}
