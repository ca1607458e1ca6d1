extension Endpoint {
    /// Undoes an activation and frees the device's seats (reference, section 5.2). The answer is a text.
    static let deactivate = post("/api/v4/deactivate_license") { call, state throws(Refusal) in
        var terms = ServiceState.Terms()
        terms.admitsExpired = state.choices.expiredMayRelease
        let admission = try state.admit(call, Parameters.Needs(), terms)
        state.book.deactivate(
            admission.hardwareID, on: admission.license.id, freeingSeats: state.choices.deactivationFreesSeat)
        return .text(state.choices.deactivationText)
    }
}
