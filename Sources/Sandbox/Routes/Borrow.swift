internal import FoundationEssentials
internal import Licensing

extension Endpoint {
    /// Keeps a seat for a device until an end (reference, section 3).
    static let borrow = post("/api/v4/floating/borrow") { call, state throws(Refusal) in
        var terms = ServiceState.Terms()
        terms.borrowing = { admission, choices throws(Refusal) in try admission.borrowableSeats(choices) }
        let admission = try state.admit(
            call, Parameters.Needs(nullable: ["borrowed_until"], identification: .signIn), terms)
        var reply = Reply.signed(try state.borrow(admission, in: try admission.borrowableSeats(state.choices)))
        reply.faults = admission.product.faultAfterBorrow.map { [$0] } ?? []
        return reply
    }
}

extension ServiceState.Admission {
    /// The license's seats, where they may be borrowed.
    fileprivate func borrowableSeats(_ choices: Choices) throws(Refusal) -> SeatPool {
        guard license.isFloatingCloud else { throw Refusal(choices.notFloatingCode) }
        guard license.canBorrow, license.maxBorrowHours > 0 else { throw Refusal(.licenseBorrowNotAllowed) }
        return license.pool(timeoutMinutes: product.floatingTimeoutMinutes)
    }
}

extension ServiceState {
    /// Takes the seat, and gives the answer of both borrow endpoints.
    mutating func borrow(_ admission: Admission, in pool: SeatPool) throws(Refusal) -> JSON {
        let device = try device(of: admission)
        let end = try end(of: admission, in: pool)
        let keepsHeldSeat = choices.heldSeat == .kept
        let seat = try seated { book throws(SeatRefusal) in
            try book.borrow(
                device.hardwareID, in: pool, until: end, at: admission.now, keepsHeldSeat: keepsHeldSeat)
        }
        return [
            "borrowed_until": .string(
                choices.borrowedUntilFraction == .milliseconds
                    ? UTC.formatMilliseconds(seat.until) : UTC.format(seat.until)),
            "max_borrow_time": .integer(Int64(pool.maxBorrowHours)),
            "device_id": .integer(device.deviceID),
            "license_id": .integer(pool.id.licenseID),
        ]
    }
}
