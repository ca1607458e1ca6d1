internal import Licensing

extension Endpoint {
    /// Gives the seat of one floating feature back (reference, section 4.3). The answer is an empty text.
    static let featureRelease = post("/api/v4/floating/feature_release") { call, state throws(Refusal) in
        var terms = ServiceState.Terms()
        terms.admitsExpired = state.choices.expiredMayRelease
        let admission = try state.admit(
            call, Parameters.Needs(required: ["product", "hardware_id", "feature"]), terms)
        let pool = try admission.floatingFeature()
        let wasHeld = state.book.release(admission.hardwareID, in: pool.id, at: call.now)
        guard wasHeld || state.choices.releaseOfNothing == .ok else {
            throw Refusal(.floatingFeatureDeviceNotInUse)
        }
        return .text("")
    }
}
