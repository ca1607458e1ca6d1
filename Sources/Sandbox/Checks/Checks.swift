internal import FoundationEssentials
internal import Licensing

/// The checks, in the order of the reference's section 3.5: headers, authorization, JSON, parameters, product, license
/// (and password), enabled, active, expired, blacklisted, device. What is left for a borrow stands in its own file:
/// borrowing allowed, date, slot.
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
        try parameters.check(needs)
        return (parameters, access)
    }

    /// Headers to blacklisted: what most endpoints ask before they look at the device.
    func admit(
        _ call: Call, _ needs: Parameters.Needs, expired: Bool = false
    ) throws(Refusal) -> Admission {
        try admit(try open(call, needs), expired: expired)
    }

    /// License (and password), enabled, active, expired, blacklisted.
    ///
    /// - Parameters:
    ///   - expired: whether an expired license may pass, as it may for giving a seat back.
    ///   - mismatch: the refusal for a key where the product wants a user, or the other way round.
    ///   - isActive: what counts as active; the first activation is what makes a license so.
    func admit(
        _ opening: Opening, expired: Bool = false, mismatch: ProblemCode = .licenseNotFound,
        isActive: (Catalogue.License, SeatBook) -> Bool = { $0.isActive(in: $1) }
    ) throws(Refusal) -> Admission {
        let license = try license(opening, mismatch: mismatch)
        let hardwareID = opening.parameters.text("hardware_id") ?? ""
        guard license.isEnabled else { throw Refusal(.licenseNotEnabled) }
        guard isActive(license, book) else { throw Refusal(.licenseNotActive) }
        guard expired || !license.isExpired(at: opening.now) else { throw Refusal(.licenseExpired) }
        guard !license.blacklistsEveryDevice, !catalogue.blacklistedDevices.contains(hardwareID) else {
            throw Refusal(.blacklisted)
        }
        return Admission(
            parameters: opening.parameters, product: opening.product, license: license, hardwareID: hardwareID)
    }

    /// The last of the common checks: the device is activated on the license.
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
            throw Refusal(error)
        }
    }

    private func product(_ parameters: Parameters) throws(Refusal) -> Catalogue.Product {
        let code = parameters.text("product")
        guard let product = catalogue.products.first(where: { $0.code == code }) else {
            throw Refusal(.unknownProduct)
        }
        if let refusal = product.refusesWith { throw Refusal(refusal) }
        return product
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
