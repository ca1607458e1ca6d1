/// What a request was about to do at the server.
enum Undertaking: Hashable, Sendable, CaseIterable {
    case borrow, release, activate, deactivate, check, changePassword
    /// A question that changes nothing there.
    case query

    /// Told by the endpoint. Without one a borrow is assumed: it is what matters most here.
    init(_ facts: ProblemFacts) {
        self = facts.endpoint.map { Self.byEndpoint[$0] ?? .query } ?? .borrow
    }

    /// Every endpoint that can change something (reference, sections 3 to 5).
    static let byEndpoint: [String: Undertaking] = [
        "/api/v4/floating/borrow": .borrow, "/api/v4/floating/feature_borrow": .borrow,
        "/api/v4/floating/release": .release, "/api/v4/floating/feature_release": .release,
        "/api/v4/activate_license": .activate, "/api/v4/deactivate_license": .deactivate,
        "/api/v4/check_license": .check, "/api/v4/check_license_feature": .check,
        "/api/v4/change_password": .changePassword,
    ]

    /// What may be so at the server, as a sentence.
    var possible: String {
        switch self {
        case .borrow: "The borrow may exist."
        case .release: "The seat may be free already, or still taken."
        case .activate: "The device may be activated already."
        case .deactivate: "The device may be deactivated already."
        case .check: "This device may hold a seat for a while."
        case .changePassword: "The password may be the new one already."
        case .query: "It may have been carried out."
        }
    }

    /// What is so at the server, as the end of a sentence.
    var done: String {
        switch self {
        case .borrow: "the license is borrowed"
        case .release: "the seat is free"
        case .activate: "the device is activated"
        case .deactivate: "the device is deactivated"
        case .check: "this device holds a seat for a while"
        case .changePassword: "the password is the new one"
        case .query: "it has responded"
        }
    }

    /// What to do where it is not known whether it was done.
    ///
    /// - Parameters:
    ///   - isFeature: whether it was about a feature, of which a check does not say whether it is borrowed.
    ///   - isExtension: whether what was to be borrowed was borrowed already, so that only its new end is in doubt.
    func repetition(isFeature: Bool, isExtension: Bool) -> [Remedy] {
        switch self {
        case .borrow where isExtension:
            [Remedy("repeat the extension: that is safe, as it only sets the end again", .retry)]
                + (isFeature ? [] : [Remedy("check until when it is borrowed", .checkLicense)])
        case .borrow:
            [Remedy("repeat the same borrow: that is safe, as it only sets the end again", .retry)]
                + (isFeature ? [] : [Remedy("check whether it is there, which takes a seat", .checkLicense)])
        case .release: [Remedy("release it again: that is safe, even if the seat is free already", .retry)]
        case .activate: [Remedy("try to borrow: that shows whether the device is activated")]
        case .deactivate: [Remedy("repeat it: a device that is not found then is deactivated", .retry)]
        case .check: [Remedy("check again", .retry)]
        case .changePassword: [Remedy("try to sign in with the new password, then with the old one")]
        case .query: [Remedy("ask again", .retry)]
        }
    }
}

extension Operation.Kind {
    /// The path of the endpoint that carries it out for a license, or for a feature of one (reference, sections 3 to 5).
    public func endpoint(ofFeature isFeature: Bool = false) -> String {
        switch self {
        case .borrow: isFeature ? "/api/v4/floating/feature_borrow" : "/api/v4/floating/borrow"
        case .release: isFeature ? "/api/v4/floating/feature_release" : "/api/v4/floating/release"
        case .check: isFeature ? "/api/v4/check_license_feature" : "/api/v4/check_license"
        case .activate: "/api/v4/activate_license"
        case .deactivate: "/api/v4/deactivate_license"
        }
    }
}

extension ProblemFacts {
    /// Whether what was met was met by a release.
    public var isOfRelease: Bool { Undertaking(self) == .release }

    /// Whether it was met by a check, of a license or of a feature.
    public var isOfCheck: Bool { Undertaking(self) == .check }

    /// Whether it was met by what borrows or releases.
    public var isOfSeat: Bool { [.borrow, .release].contains(Undertaking(self)) }

    /// Whether it was met by a deactivation.
    public var isOfDeactivation: Bool { Undertaking(self) == .deactivate }
}

extension Remedy {
    /// The last resort.
    static let report = Remedy("send the details to the developers of Berth")
    /// Another license than the one that was refused; a sign-in by key takes another key for that (``anotherKey``).
    static let anotherLicense = Remedy("pick another license", .editLicense)
    static let anotherKey = Remedy("enter another key", .editSignIn)
    static let checkAddress = Remedy("check the server's address in the configuration")
}
