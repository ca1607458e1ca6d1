extension Route {
    /// Undoes an activation and frees the device's seats (reference, section 5.2). The response is a text.
    static let deactivate = post("/api/v4/deactivate_license") { request, state throws(Refusal) in
        var policy = ServiceState.CheckPolicy()
        policy.allowsExpired = state.choices.expiredMayRelease
        let licenseRequest = try state.checkLicense(request, Parameters.Needs(), policy)
        state.book.deactivate(
            licenseRequest.hardwareID, on: licenseRequest.license.id, freeingSeats: state.choices.deactivationFreesSeat)
        return .text(state.choices.deactivationText)
    }
}
