internal import FoundationEssentials
internal import Licensing

/// The checks, in the order of the reference's section 3.5: headers, authorization, JSON, parameters, product, license
/// (and password), and then those that ``Choices/checkOrder`` puts in order: enabled, active, expired, blacklisted,
/// device, and for a borrow also borrowing, end and seat.
extension ServiceState {
    /// A call that got as far as its product.
    struct Opening {
        var parameters: Parameters
        var access: Access
        var product: Catalogue.Product
        var now: Date
    }

    /// A call that got as far as its license.
    struct Admission {
        var parameters: Parameters
        var product: Catalogue.Product
        var license: Catalogue.License
        var hardwareID: String
        var now: Date
    }

    /// What the checks of one endpoint depend on.
    struct Terms {
        /// Whether an expired license may pass, as it may for giving a seat back.
        var admitsExpired = false
        /// Whether the device has to be activated.
        var needsDevice = true
        /// The refusal for a key where the product wants a user, or the other way round.
        var mismatch = ProblemCode.licenseNotFound
        /// What counts as active; the first activation is what makes a license so.
        var isActive: (Catalogue.License, SeatBook) -> Bool = { $0.isActive(in: $1) }
        /// For a borrow: the seats that it is about. Refuses where there are none, or they may not be borrowed.
        var borrowing: ((Admission, Choices) throws(Refusal) -> SeatPool)?
    }

    /// Headers, authorization, JSON, parameters, product.
    func open(_ call: Call, _ needs: Parameters.Needs) throws(Refusal) -> Opening {
        let (parameters, access) = try read(call, needs)
        let product = try product(parameters)
        return Opening(parameters: parameters, access: access, product: product, now: call.now)
    }

    /// Headers, authorization, JSON, parameters: for calls that are about no product.
    func read(_ call: Call, _ needs: Parameters.Needs) throws(Refusal) -> (Parameters, Access) {
        let access = try authorize(call)
        let parameters = try Parameters(call)
        try parameters.check(needs, wrongEnd: choices.wrongTypeCode)
        return (parameters, access)
    }

    /// All checks of a call.
    mutating func admit(
        _ call: Call, _ needs: Parameters.Needs, _ terms: Terms = Terms()
    ) throws(Refusal) -> Admission {
        try admit(try open(call, needs), terms)
    }

    /// License (and password), and the checks that have an order of choice.
    mutating func admit(_ opening: Opening, _ terms: Terms) throws(Refusal) -> Admission {
        let license = try license(opening, mismatch: terms.mismatch)
        let admission = Admission(
            parameters: opening.parameters, product: opening.product, license: license,
            hardwareID: opening.parameters.text("hardware_id") ?? "", now: opening.now)
        for check in choices.checkOrder { try perform(check, admission, terms) }
        return admission
    }

    private mutating func perform(
        _ check: Choices.Check, _ admission: Admission, _ terms: Terms
    ) throws(Refusal) {
        let license = admission.license
        switch check {
        case .enabled:
            guard license.isEnabled else { throw Refusal(.licenseNotEnabled) }
        case .active:
            guard terms.isActive(license, book) else { throw Refusal(.licenseNotActive) }
        case .expired:
            guard !terms.admitsExpired else { return }
            guard !license.isExpired(at: admission.now) else { throw Refusal(choices.expiredLicenseCode) }
            if let start = license.validFrom, start > admission.now { throw Refusal(choices.notStartedCode) }
        case .blacklisted:
            guard !license.blacklistsEveryDevice, !catalogue.blacklistedDevices.contains(admission.hardwareID) else {
                throw Refusal(.blacklisted)
            }
        case .device:
            if terms.needsDevice { _ = try device(of: admission) }
        case .borrowing:
            _ = try terms.borrowing?(admission, choices)
        case .end:
            if let pool = try terms.borrowing?(admission, choices) { _ = try end(of: admission, in: pool) }
        case .seat:
            guard let pool = try terms.borrowing?(admission, choices) else { return }
            guard book.hasSeat(for: admission.hardwareID, in: pool, at: admission.now, counting: choices.heldSeat)
            else { throw Refusal(.floatingNotAvailable) }
        }
    }

    /// The device's activation on the license.
    mutating func device(of admission: Admission) throws(Refusal) -> SeatBook.Activation {
        let (license, hardwareID) = (admission.license, admission.hardwareID)
        if let activation = book.activation(of: hardwareID, on: license.id) { return activation }
        guard license.activatesAnyDevice else { throw Refusal(.deviceNotFound) }
        return try seated { book throws(SeatRefusal) in
            try book.activate(hardwareID, on: license.id, limit: nil)
        }
    }

    /// Asks the book for something, and puts its refusal into the API's words.
    mutating func seated<Value>(
        _ change: (inout SeatBook) throws(SeatRefusal) -> Value
    ) throws(Refusal) -> Value {
        do {
            return try change(&book)
        } catch {
            throw Refusal(error, choices)
        }
    }

    private func product(_ parameters: Parameters) throws(Refusal) -> Catalogue.Product {
        let code = parameters.text("product")
        guard let product = catalogue.products.first(where: { $0.code == code }) else {
            throw Refusal(.unknownProduct)
        }
        if let refusal = product.refusesWith { throw Refusal(refusal) }
        switch product.state {
        case .active: return product
        case .archived: throw Refusal(.archivedProduct)
        case .disabled: throw Refusal(.disabledProduct)
        }
    }
}

extension Catalogue.License {
    /// Whether the vendor keeps it active and at least one device is activated on it.
    func isActive(in book: SeatBook) -> Bool {
        isActive && (activatesAnyDevice || book.activationCount(on: id) > 0)
    }

    func isExpired(at now: Date) -> Bool {
        validUntil.map { $0 <= now } ?? false
    }
}
