public import Licensing

extension HTTPLicenseService {
    public func borrow(_ request: BorrowRequest) async throws(ServiceFailure) -> Answer<BorrowGrant> {
        try await call(.borrow, .borrow(request), ProblemFacts(request)) { (answer: BorrowAnswer) in answer.grant }
    }

    public func release(_ target: LicenseTarget) async throws(ServiceFailure) -> Answer<String> {
        try await callForText(.release, RequestFields(target), ProblemFacts(target))
    }

    public func check(_ target: LicenseTarget) async throws(ServiceFailure) -> Answer<License> {
        try await call(.check, RequestFields(target), ProblemFacts(target)) { (answer: LicenseAnswer) in answer.license
        }
    }

    public func activate(_ request: ActivationRequest) async throws(ServiceFailure) -> Answer<License> {
        let fields = RequestFields.activate(request, client: configuration.client)
        return try await call(.activate, fields, ProblemFacts(request)) { (answer: LicenseAnswer) in answer.license }
    }

    public func deactivate(_ target: LicenseTarget) async throws(ServiceFailure) -> Answer<String> {
        try await callForText(.deactivate, RequestFields(target), ProblemFacts(target))
    }

    public func userLicenses(
        product: String, credentials: Credentials
    ) async throws(ServiceFailure) -> Answer<[License]> {
        let facts = ProblemFacts(product: product, credentials: credentials)
        if case .licenseKey = credentials {
            let message = "only a user has a list of licenses"
            throw failure(AnswerFault(code: .inputInvalid, message: message, effect: .none), .userLicenses, facts)
        }
        let fields = RequestFields.userLicenses(product: product, credentials: credentials)
        return try await call(.userLicenses, fields, facts) { (elements: [UserLicensesElement]) in
            elements.map(\.answer.license)
        }
    }

    public func productDetails(_ product: String) async throws(ServiceFailure) -> Answer<Product> {
        var facts = ProblemFacts()
        facts.product = product
        return try await call(.productDetails, .productDetails(product), facts) { (answer: ProductDetailsAnswer) in
            answer.product
        }
    }

    public func borrow(
        _ request: BorrowRequest, feature: String
    ) async throws(ServiceFailure) -> Answer<FeatureGrant> {
        let fields = RequestFields.borrow(request, feature: feature)
        return try await call(.featureBorrow, fields, ProblemFacts(request)) { (answer: FeatureBorrowAnswer) in
            answer.grant
        }
    }

    public func release(_ target: LicenseTarget, feature: String) async throws(ServiceFailure) -> Answer<String> {
        try await callForText(.featureRelease, .feature(feature, of: target), ProblemFacts(target))
    }

    public func check(_ target: LicenseTarget, feature: String) async throws(ServiceFailure) -> Answer<LicenseFeature> {
        let fields = RequestFields.feature(feature, of: target)
        return try await call(.checkFeature, fields, ProblemFacts(target)) { (answer: FeatureAnswer) in answer.feature }
    }

    public func changePassword(
        username: String, from old: Secret, to new: Secret
    ) async throws(ServiceFailure) -> Answer<String> {
        var facts = ProblemFacts()
        facts.signIn = .user
        facts.license = username
        let fields = RequestFields.changePassword(username: username, from: old, to: new)
        return try await callForText(.changePassword, fields, facts)
    }

    public func singleSignOnURL(
        product: String, customerAccountCode: String, response: SingleSignOnResponse
    ) async throws(ServiceFailure) -> Answer<String> {
        var facts = ProblemFacts()
        facts.product = product
        facts.signIn = .singleSignOn
        facts.license = customerAccountCode
        let fields = RequestFields.singleSignOnURL(
            product: product, customerAccountCode: customerAccountCode, response: response)
        return try await call(.singleSignOnURL, fields, facts) { (answer: AddressAnswer) in answer.url }
    }
}

extension ProblemFacts {
    /// The facts that an activation holds.
    fileprivate init(_ request: ActivationRequest) {
        self.init(product: request.product, credentials: request.credentials)
        hardwareID = request.hardwareID
        licenseID = request.licenseID
    }

    /// The facts that a product and a sign-in hold.
    fileprivate init(product: String, credentials: Credentials) {
        self.init(
            BorrowRequest(
                product: product, hardwareID: HardwareID(rawValue: ""), credentials: credentials, end: .maximum))
        hardwareID = nil
        requestedEnd = nil
    }
}
