extension Route {
    /// Looks at a license, and takes or renews this device's seat where it floats (reference, section 5.3).
    static let check = get("/api/v4/check_license") { request, state throws(Refusal) in
        var policy = ServiceState.CheckPolicy()
        policy.allowsExpired = state.choices.checkOfExpired == .ok
        let licenseRequest = try state.checkLicense(request, Parameters.Needs(), policy)
        let device = try state.device(of: licenseRequest)
        if licenseRequest.license.isFloatingCloud, !licenseRequest.license.isExpired(at: request.now) {
            let pool = licenseRequest.license.pool(licenseRequest.product)
            try state.seated { book throws(SeatRefusal) in
                _ = try book.register(device.hardwareID, in: pool, at: request.now)
            }
        }
        return .signed(try state.describe(licenseRequest.license, licenseRequest.product, for: device, at: request.now))
    }
}
