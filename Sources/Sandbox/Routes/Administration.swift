internal import Licensing

// Not part of the License API: for people, for tests and for the curious, on this host only.

extension Route {
    /// Says what serves here. The vendor's clients ask for it to learn whether the service can be reached.
    static let home = get("/") { request, state throws(Refusal) in
        .text("A sandbox of the License API. It is no part of LicenseSpring's service.\n")
    }

    /// Lists who holds what.
    static let seats = get("/sandbox/seats") { request, state throws(Refusal) in
        try request.requireThisHost()
        return .unsigned(
            .array(
                state.book.seats(at: request.now).map { seat in
                    [
                        "license_id": .integer(seat.pool.licenseID),
                        "feature": .text(seat.pool.feature),
                        "hardware_id": .string(seat.hardwareID),
                        "kind": .string(seat.kind.rawValue),
                        "until": .date(seat.until),
                    ]
                }))
    }

    /// Lists the activated devices, and what each said of itself when it was activated.
    static let activations = get("/sandbox/activations") { request, state throws(Refusal) in
        try request.requireThisHost()
        return .unsigned(
            .array(
                state.book.activations.map { activation in
                    let device = activation.device ?? SeatBook.Device()
                    return [
                        "license_id": .integer(activation.licenseID),
                        "hardware_id": .string(activation.hardwareID),
                        "device_id": .integer(activation.deviceID),
                        "is_vm": device.isVirtualMachine.map { .bool($0) } ?? .null,
                        "texts": .object(device.texts.mapValues { .string($0) }),
                    ]
                }))
    }
}

extension APIRequest {
    /// Lets nobody in but this host, asked for by a name that is this host's alone.
    ///
    /// A page in a browser comes from this host too, with the name of a site that has been made to point here.
    func requireThisHost() throws(Refusal) {
        guard isLocal, let authority, Self.isLoopback(authority) else { throw Refusal(.notFound) }
    }

    /// Whether a `Host` is the name of a loopback address, with a port or without.
    private static func isLoopback(_ authority: String) -> Bool {
        let name =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
        return Sandbox.isLoopback(name.lowercased())
    }
}
