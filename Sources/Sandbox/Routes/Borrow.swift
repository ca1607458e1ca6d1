internal import FoundationEssentials
internal import Licensing

extension Route {
    /// Keeps a seat for a device until an end (reference, section 3).
    static let borrow = post("/api/v4/floating/borrow") { request, state throws(Refusal) in
        var policy = ServiceState.CheckPolicy()
        policy.borrowing = { licenseRequest, choices throws(Refusal) in try licenseRequest.borrowableSeats(choices) }
        let licenseRequest = try state.checkLicense(
            request, Parameters.Needs(nullable: ["borrowed_until"], identification: .signIn), policy)
        var response = APIResponse.signed(
            try state.borrow(licenseRequest, in: try licenseRequest.borrowableSeats(state.choices)))
        response.faults = licenseRequest.product.faultAfterBorrow.map { [$0] } ?? []
        return response
    }
}

extension ServiceState.LicenseRequest {
    /// The license's seats, where they may be borrowed.
    fileprivate func borrowableSeats(_ choices: Choices) throws(Refusal) -> SeatPool {
        guard license.isFloatingCloud else { throw Refusal(choices.notFloatingCode) }
        guard license.canBorrow, license.maxBorrowHours > 0 else { throw Refusal(.licenseBorrowNotAllowed) }
        return license.pool(product)
    }
}

extension ServiceState {
    /// Takes the seat, and gives the response of both borrow endpoints.
    mutating func borrow(_ licenseRequest: LicenseRequest, in pool: SeatPool) throws(Refusal) -> JSON {
        let device = try device(of: licenseRequest)
        let end = try end(of: licenseRequest, in: pool)
        let keepsHeldSeat = choices.heldSeat == .kept
        let seat = try seated { book throws(SeatRefusal) in
            try book.borrow(
                device.hardwareID, in: pool, until: end, at: licenseRequest.now, keepsHeldSeat: keepsHeldSeat)
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
