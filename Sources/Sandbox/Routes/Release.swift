internal import Licensing

extension Endpoint {
    /// Gives a seat back and ends a borrow (reference, section 4.1). The answer is an empty text.
    ///
    /// A device that holds no seat gets `floating_not_available`: the page lists the code and gives it no other meaning.
    static let release = post("/api/v4/floating/release") { call, state throws(Refusal) in
        let admission = try state.admit(call, Parameters.Needs(), expired: true)
        let device = try state.device(of: admission)
        let pool = SeatPool.ID(licenseID: admission.license.id)
        guard state.book.release(device.hardwareID, in: pool, at: call.now) else {
            throw Refusal(.floatingNotAvailable)
        }
        return .text("")
    }
}
