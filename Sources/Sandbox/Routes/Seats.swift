internal import Licensing

extension Endpoint {
    /// Lists who holds what, for tests and for the curious. Not part of the License API; answers this host only.
    static let seats = get("/sandbox/seats") { call, state throws(Refusal) in
        guard call.isLocal else { throw Refusal(.notFound) }
        return .unsigned(
            .array(
                state.book.seats(at: call.now).map { seat in
                    [
                        "license_id": .integer(seat.pool.licenseID),
                        "feature": .text(seat.pool.feature),
                        "hardware_id": .string(seat.hardwareID),
                        "kind": .string(seat.kind.rawValue),
                        "until": .date(seat.until),
                    ]
                }))
    }
}
