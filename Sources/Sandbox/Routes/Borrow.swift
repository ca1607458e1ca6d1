internal import FoundationEssentials
internal import Licensing

extension Endpoint {
    /// Keeps a seat for a device until an end (reference, section 3).
    static let borrow = post("/api/v4/floating/borrow") { call, state throws(Refusal) in
        let admission = try state.admit(
            call, Parameters.Needs(nullable: ["borrowed_until"], identification: .signIn))
        let license = admission.license
        let device = try state.device(of: admission)
        guard license.canBorrow, license.isFloatingCloud, license.maxBorrowHours > 0 else {
            throw Refusal(.licenseBorrowNotAllowed)
        }
        let pool = license.pool(timeoutMinutes: admission.product.floatingTimeoutMinutes)
        var reply = try state.borrow(
            pool, for: device, until: admission.parameters.text("borrowed_until"), at: call.now)
        reply.faults = admission.product.faultAfterBorrow.map { [$0] } ?? []
        return reply
    }
}

extension ServiceState {
    /// Date and slot, and the answer of both borrow endpoints.
    mutating func borrow(
        _ pool: SeatPool, for device: SeatBook.Activation, until text: String?, at now: Date
    ) throws(Refusal) -> Reply {
        var end: Date?
        if let text {
            guard let date = UTC.parse(text) else { throw Refusal(.borrowUntilNotValid) }
            end = date
        }
        let seat = try seated { book throws(SeatRefusal) in
            try book.borrow(device.hardwareID, in: pool, until: end, at: now)
        }
        return .signed([
            "borrowed_until": .date(seat.until),
            "max_borrow_time": .integer(Int64(pool.maxBorrowHours)),
            "device_id": .integer(device.deviceID),
            "license_id": .integer(pool.id.licenseID),
        ])
    }
}
