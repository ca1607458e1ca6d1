internal import Licensing

extension Endpoint {
    /// Gives the seat of one floating feature back (reference, section 4.3). The answer is an empty text.
    static let featureRelease = post("/api/v4/floating/feature_release") { call, state throws(Refusal) in
        let admission = try state.admit(
            call, Parameters.Needs(required: ["product", "hardware_id", "feature"]), expired: true)
        let device = try state.device(of: admission)
        let pool = try admission.floatingFeature()
        guard state.book.release(device.hardwareID, in: pool.id, at: call.now) else {
            throw Refusal(.floatingFeatureDeviceNotInUse)
        }
        return .text("")
    }
}
