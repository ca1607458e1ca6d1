public import Licensing

extension HTTPLicenseService {
    public func borrow(_ request: BorrowRequest) async throws(ServiceFailure) -> Response<BorrowGrant> {
        let fields = RequestFields.borrow(request)
        guard request.feature != nil else {
            return try await call(.borrow, fields, ProblemFacts(request)) { (response: BorrowResponse) in
                try response.grant
            }
        }
        return try await call(.featureBorrow, fields, ProblemFacts(request)) { (response: FeatureBorrowResponse) in
            try response.grant
        }
    }

    public func release(_ target: LicenseTarget) async throws(ServiceFailure) -> Response<String> {
        let endpoint: Endpoint = target.feature == nil ? .release : .featureRelease
        return try await callForText(endpoint, RequestFields(target), ProblemFacts(target))
    }

    public func checkFeature(_ target: LicenseTarget) async throws(ServiceFailure) -> Response<LicenseFeature> {
        let (fields, facts) = (RequestFields(target), ProblemFacts(target))
        guard target.feature != nil else {
            throw failure(.inputInvalid, "No feature is named.", of: call(.checkFeature, fields, facts))
        }
        return try await call(.checkFeature, fields, facts) { (response: FeatureResponse) in
            try response.feature
        }
    }

    public func check(_ target: LicenseTarget) async throws(ServiceFailure) -> Response<License> {
        try await call(.check, .check(target), ProblemFacts(target)) { (response: LicenseResponse) in
            try response.license
        }
    }

    public func activate(_ request: ActivationRequest) async throws(ServiceFailure) -> Response<License> {
        let fields = RequestFields.activate(request, client: configuration.client)
        return try await call(.activate, fields, ProblemFacts(request)) { (response: LicenseResponse) in
            try response.license
        }
    }

    public func deactivate(_ target: LicenseTarget) async throws(ServiceFailure) -> Response<String> {
        try await callForText(.deactivate, RequestFields(target), ProblemFacts(target))
    }

    public func userLicenses(
        product: String, credentials: Credentials
    ) async throws(ServiceFailure) -> Response<[License]> {
        let facts = ProblemFacts(product: product, credentials: credentials)
        let fields = RequestFields.userLicenses(product: product, credentials: credentials)
        if case .licenseKey = credentials {
            throw failure(.inputInvalid, "Only a user has a list of licenses.", of: call(.userLicenses, fields, facts))
        }
        return try await call(.userLicenses, fields, facts) { (elements: [UserLicensesElement]) in
            try elements.map { try $0.content.license }
        }
    }

    public func productDetails(_ product: String) async throws(ServiceFailure) -> Response<Product> {
        var facts = ProblemFacts()
        facts.product = product
        return try await call(.productDetails, .productDetails(product), facts) { (response: ProductDetailsResponse) in
            try response.product
        }
    }

    public func changePassword(
        username: String, from old: Secret, to new: Secret
    ) async throws(ServiceFailure) -> Response<String> {
        var facts = ProblemFacts()
        facts.signIn = .user
        facts.license = username
        let fields = RequestFields.changePassword(username: username, from: old, to: new)
        return try await callForText(.changePassword, fields, facts)
    }

    public func singleSignOnURL(
        product: String, customerAccountCode: String, response: SingleSignOnResponse
    ) async throws(ServiceFailure) -> Response<String> {
        var facts = ProblemFacts()
        facts.product = product
        facts.signIn = .singleSignOn
        facts.license = customerAccountCode
        let fields = RequestFields.singleSignOnURL(
            product: product, customerAccountCode: customerAccountCode, response: response)
        return try await call(.singleSignOnURL, fields, facts) { (response: AddressResponse) in response.url }
    }
}
