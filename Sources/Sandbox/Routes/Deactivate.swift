extension Endpoint {
    /// Undoes an activation and frees the device's seats (reference, section 5.2). The answer is a text.
    static let deactivate = post("/api/v4/deactivate_license") { call, state throws(Refusal) in
        let admission = try state.admit(call, Parameters.Needs(), expired: true)
        let device = try state.device(of: admission)
        state.book.deactivate(device.hardwareID, on: admission.license.id)
        return .text("License deactivated")
    }
}
