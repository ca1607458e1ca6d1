internal import FoundationEssentials

extension Route {
    /// Looks at a feature, and takes or renews this device's seat on it where it floats (reference, section 4.4).
    static let checkFeature = get("/api/v4/check_license_feature") { request, state throws(Refusal) in
        let licenseRequest = try state.checkLicense(
            request, Parameters.Needs(required: ["product", "hardware_id", "feature"]))
        let device = try state.device(of: licenseRequest)
        let feature = try licenseRequest.feature()
        let license = licenseRequest.license
        if let pool = license.pool(of: feature, licenseRequest.product) {
            try state.seated { book throws(SeatRefusal) in
                _ = try book.register(device.hardwareID, in: pool, at: request.now)
            }
        }
        guard
            case .object(var members) = state.describe(
                feature, of: license, licenseRequest.product, for: device, at: request.now)
        else {
            return .signed(nil)
        }
        members["license_id"] = .integer(license.id)
        return .signed(.object(members))
    }
}
