/// What a request was about to do, for problems that leave open whether it was done.
enum Undertaking: Hashable, Sendable {
    case borrow, release, activate, deactivate, check, look

    /// Told by the endpoint (reference, sections 3 to 5). Without one a borrow is assumed: it is what matters most here.
    init(_ problem: Problem) {
        let endpoint = problem.facts.endpoint ?? ""
        let known: [(suffix: String, undertaking: Undertaking)] = [
            ("borrow", .borrow), ("release", .release), ("deactivate_license", .deactivate),
            ("activate_license", .activate), ("check_license", .check), ("check_license_feature", .check),
        ]
        let match = known.first { endpoint.hasSuffix($0.suffix) }
        self = match?.undertaking ?? (endpoint.isEmpty ? .borrow : .look)
    }

    /// What may be so on the server, as the end of a sentence.
    var possibleEffect: String {
        switch self {
        case .borrow: "the borrow may exist"
        case .release: "the seat may still be taken, or free already"
        case .activate: "the device may be activated already"
        case .deactivate: "the device may be deactivated already"
        case .check: "this device may hold a seat for a while"
        case .look: "nothing was changed by it"
        }
    }

    /// What to do then.
    var repeatRemedy: Remedy {
        switch self {
        case .borrow: Remedy("repeat the same borrow: that is safe, as it only sets the end again", .retry)
        case .release: Remedy("return it again: that is safe, even if the seat is free already", .retry)
        case .activate: Remedy("try to borrow: that shows whether the device is activated")
        case .deactivate: Remedy("repeat it: a device that is not found then is deactivated", .retry)
        case .check, .look: Remedy("look again", .retry)
        }
    }
}

extension Operation.Kind {
    /// The path of the endpoint that carries it out (reference, sections 3, 4.1 and 5.3).
    public var endpoint: String {
        switch self {
        case .borrow: "/api/v4/floating/borrow"
        case .release: "/api/v4/floating/release"
        case .check: "/api/v4/check_license"
        }
    }
}

extension Remedy {
    /// The last resort.
    static let report = Remedy("send the details to the developers of Berth")
    static let askAdministrator = Remedy("ask your license administrator")
    static let checkAddress = Remedy("check the server's address in the configuration")
}
