internal import Licensing

extension Route {
    /// Gives a seat back and ends a borrow (reference, section 4.1). The response is an empty text.
    ///
    /// A device that holds no seat gets `floating_not_available`: the page lists the code and gives it no other meaning.
    static let release = post("/api/v4/floating/release") { request, state throws(Refusal) in
        var policy = ServiceState.CheckPolicy()
        policy.allowsExpired = state.choices.expiredMayRelease
        let licenseRequest = try state.checkLicense(request, Parameters.Needs(), policy)
        let pool = SeatPool.ID(licenseID: licenseRequest.license.id)
        let wasHeld = state.book.release(licenseRequest.hardwareID, in: pool, at: request.now)
        guard wasHeld || state.choices.releaseOfNothing == .ok else { throw Refusal(.floatingNotAvailable) }
        return .text("")
    }
}
