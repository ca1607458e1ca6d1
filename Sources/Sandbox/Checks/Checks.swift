internal import FoundationEssentials
internal import Licensing

/// The checks, in the order of the reference's section 3.5: headers, authorization, JSON, parameters, product, license
/// (and password), and then those that ``Choices/checkOrder`` puts in order: enabled, active, expired, blacklisted,
/// device, and for a borrow also borrowing, end and seat.
extension ServiceState {
    /// A call that got as far as its product.
    struct ProductRequest {
        var parameters: Parameters
        var access: Access
        var product: Inventory.Product
        var now: Date
    }

    /// A call that got as far as its license.
    struct LicenseRequest {
        var parameters: Parameters
        var product: Inventory.Product
        var license: Inventory.License
        var hardwareID: String
        var now: Date
    }

    /// What the checks of one endpoint depend on.
    struct CheckPolicy {
        /// Whether an expired license may pass, as it may for giving a seat back.
        var allowsExpired = false
        /// Whether the device has to be activated.
        var needsDevice = true
        /// The refusal for a key where the product wants a user, or the other way round.
        var mismatch = ProblemCode.licenseNotFound
        /// What counts as active; the first activation is what makes a license so.
        var isActive: (Inventory.License, SeatBook) -> Bool = { $0.isActive(in: $1) }
        /// For a borrow: the seats that it is about. Refuses where there are none, or they may not be borrowed.
        var borrowing: ((LicenseRequest, Choices) throws(Refusal) -> SeatPool)?
    }

    /// Headers, authorization, JSON, parameters, product.
    func checkProduct(_ request: APIRequest, _ needs: Parameters.Needs) throws(Refusal) -> ProductRequest {
        let (parameters, access) = try read(request, needs)
        let product = try product(parameters)
        return ProductRequest(parameters: parameters, access: access, product: product, now: request.now)
    }

    /// Headers, authorization, JSON, parameters: for calls that are about no product.
    func read(_ request: APIRequest, _ needs: Parameters.Needs) throws(Refusal) -> (Parameters, Access) {
        let access = try authorize(request)
        var parameters = try Parameters(request)
        try parameters.check(
            needs, wrongEnd: choices.wrongTypeCode, licenseIDMayBeText: choices.licenseIDMayBeText)
        return (parameters, access)
    }

    /// All checks of a call.
    mutating func checkLicense(
        _ request: APIRequest, _ needs: Parameters.Needs, _ policy: CheckPolicy = CheckPolicy()
    ) throws(Refusal) -> LicenseRequest {
        try checkLicense(try checkProduct(request, needs), policy)
    }

    /// License (and password), and the checks that have an order of choice.
    mutating func checkLicense(_ productRequest: ProductRequest, _ policy: CheckPolicy) throws(Refusal)
        -> LicenseRequest
    {
        let license = try license(productRequest, mismatch: policy.mismatch)
        let licenseRequest = LicenseRequest(
            parameters: productRequest.parameters, product: productRequest.product, license: license,
            hardwareID: productRequest.parameters.text("hardware_id") ?? "", now: productRequest.now)
        for check in choices.checkOrder { try perform(check, licenseRequest, policy) }
        return licenseRequest
    }

    private mutating func perform(
        _ check: Choices.Check, _ licenseRequest: LicenseRequest, _ policy: CheckPolicy
    ) throws(Refusal) {
        let license = licenseRequest.license
        switch check {
        case .enabled:
            guard license.isEnabled else { throw Refusal(.licenseNotEnabled) }
        case .active:
            guard policy.isActive(license, book) else { throw Refusal(.licenseNotActive) }
        case .expired:
            guard !policy.allowsExpired else { return }
            guard !license.isExpired(at: licenseRequest.now) else { throw Refusal(choices.expiredLicenseCode) }
            if let start = license.validFrom, start > licenseRequest.now { throw Refusal(choices.notStartedCode) }
        case .blacklisted:
            guard !license.blacklistsEveryDevice, !inventory.blacklistedDevices.contains(licenseRequest.hardwareID)
            else {
                throw Refusal(.blacklisted)
            }
        case .device:
            if policy.needsDevice { _ = try device(of: licenseRequest) }
        case .borrowing:
            _ = try policy.borrowing?(licenseRequest, choices)
        case .end:
            if let pool = try policy.borrowing?(licenseRequest, choices) { _ = try end(of: licenseRequest, in: pool) }
        case .seat:
            guard let pool = try policy.borrowing?(licenseRequest, choices) else { return }
            guard
                book.hasSeat(
                    for: licenseRequest.hardwareID, in: pool, at: licenseRequest.now, counting: choices.heldSeat)
            else { throw Refusal(.floatingNotAvailable) }
        }
    }

    /// The device's activation on the license.
    mutating func device(of licenseRequest: LicenseRequest) throws(Refusal) -> SeatBook.Activation {
        let (license, hardwareID) = (licenseRequest.license, licenseRequest.hardwareID)
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

    private func product(_ parameters: Parameters) throws(Refusal) -> Inventory.Product {
        let code = parameters.text("product")
        guard let product = inventory.products.first(where: { $0.code == code }) else {
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

extension Inventory.License {
    /// Whether the vendor keeps it active and at least one device is activated on it.
    func isActive(in book: SeatBook) -> Bool {
        isActive && (activatesAnyDevice || book.activationCount(on: id) > 0)
    }

    func isExpired(at now: Date) -> Bool {
        validUntil.map { $0 <= now } ?? false
    }
}
