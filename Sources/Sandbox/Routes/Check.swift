extension Endpoint {
    /// Looks at a license, and takes or renews this device's seat where it floats (reference, section 5.3).
    static let check = get("/api/v4/check_license") { call, state throws(Refusal) in
        var terms = ServiceState.Terms()
        terms.admitsExpired = state.choices.checkOfExpired == .ok
        let admission = try state.admit(call, Parameters.Needs(), terms)
        let device = try state.device(of: admission)
        if admission.license.isFloatingCloud, !admission.license.isExpired(at: call.now) {
            let pool = admission.license.pool(timeoutMinutes: admission.product.floatingTimeoutMinutes)
            try state.seated { book throws(SeatRefusal) in
                _ = try book.register(device.hardwareID, in: pool, at: call.now)
            }
        }
        return .signed(try state.describe(admission.license, admission.product, for: device, at: call.now))
    }
}
