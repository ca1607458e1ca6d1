internal import FoundationEssentials

extension Endpoint {
    /// Looks at a feature, and takes or renews this device's seat on it where it floats (reference, section 4.4).
    static let checkFeature = get("/api/v4/check_license_feature") { call, state throws(Refusal) in
        let admission = try state.admit(
            call, Parameters.Needs(required: ["product", "hardware_id", "feature"]))
        let device = try state.device(of: admission)
        let feature = try admission.feature()
        let license = admission.license
        if let pool = license.pool(of: feature, timeoutMinutes: admission.product.floatingTimeoutMinutes) {
            try state.seated { book throws(SeatRefusal) in
                _ = try book.register(device.hardwareID, in: pool, at: call.now)
            }
        }
        guard case .object(var members) = state.describe(feature, of: license, for: device, at: call.now) else {
            return .signed(nil)
        }
        members["license_id"] = .integer(license.id)
        return .signed(.object(members))
    }
}
