internal import Licensing

extension Endpoint {
    /// Gives a seat back and ends a borrow (reference, section 4.1). The answer is an empty text.
    ///
    /// A device that holds no seat gets `floating_not_available`: the page lists the code and gives it no other meaning.
    static let release = post("/api/v4/floating/release") { call, state throws(Refusal) in
        var terms = ServiceState.Terms()
        terms.admitsExpired = state.choices.expiredMayRelease
        let admission = try state.admit(call, Parameters.Needs(), terms)
        let pool = SeatPool.ID(licenseID: admission.license.id)
        let wasHeld = state.book.release(admission.hardwareID, in: pool, at: call.now)
        guard wasHeld || state.choices.releaseOfNothing == .ok else { throw Refusal(.floatingNotAvailable) }
        return .text("")
    }
}
