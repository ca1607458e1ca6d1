internal import HTTPTypes
internal import Licensing

/// A "no" of the License API: status, code and message.
struct Refusal: Error, Hashable, Sendable {
    var code: ProblemCode
    var status: HTTPResponse.Status
    var message: String

    /// A refusal with the message that belongs to its code.
    init(_ code: ProblemCode) {
        self.code = code
        status = Self.statuses[code] ?? .badRequest
        message = Self.messages[code] ?? "The request was refused: \(code.rawValue)"
    }

    /// A refusal whose message has details.
    init(_ code: ProblemCode, _ message: String) {
        self.init(code)
        self.message = message
    }

    /// `missing_parameters`: the names follow the colon.
    static func missing(_ names: [String]) -> Refusal {
        Refusal(
            .missingParameters,
            "Some parameters are missing in the request: \(names.sorted().joined(separator: ", ")).")
    }

    init(_ refusal: SeatRefusal, _ choices: Choices) {
        switch refusal {
        case .noneFree: self.init(.floatingNotAvailable)
        case .endNotValid: self.init(.borrowUntilNotValid)
        case .activationsExhausted: self.init(.licenseActivatedMaxTimes)
        case .transfersExhausted: self.init(choices.transfersExhaustedCode)
        }
    }

    /// Whether a code has a message of its own.
    static func isKnown(_ code: ProblemCode) -> Bool { messages[code] != nil }

    /// The same with another status.
    func with(status: Int) -> Refusal {
        var copy = self
        copy.status = HTTPResponse.Status(code: status)
        return copy
    }

    /// The statuses that are not 400 and not a matter of choice.
    private static let statuses: [ProblemCode: HTTPResponse.Status] = [
        .notFound: .notFound, .internalError: .internalServerError,
    ]

    /// The documented messages of the borrow page (section 3.5), and the sandbox's own words for the rest.
    private static let messages: [ProblemCode: String] = [
        .missingHeaders: "Some headers are missing",
        .missingParameters: "Some parameters are missing in the request: hardware_id.",
        .unknownProduct: "Provided product was not found",
        .licenseNotFound: "License with the provided license user not found",
        .licenseNotActive: "The license is not active",
        .licenseNotEnabled: "The license is not enabled",
        .licenseBorrowNotAllowed: "License does not allow borrowing",
        .borrowUntilNotValid: "Borrow until field is not valid",
        .deviceNotFound: "An active device matching the hardware_id not found",
        .blacklisted: "This device is blacklisted",
        .floatingNotAvailable: "No available slots for floating license",
        .invalidJSON: "The request body is not valid JSON",
        .notFound: "Not found",
        .internalError: "Internal server error",
        .licenseExpired: "The license has expired",
        .authenticationFailure: "The user or the password is not correct",
        .licenseTransferredMaxTimes: "The license was transferred as often as it may be",
        .licenseUserActivatedMaxTimes: "The user has activated the maximum number of devices",
        .licenseStartDateError: "The license has not started yet",
        .vmNotAllowed: "The product may not be used on a virtual machine",
        .archivedProduct: "The product is archived",
        .disabledProduct: "The product is disabled",
        .validationError: "The request does not fit its schema",
        .invalidLicenseFeatureCode: "License feature with the given code not found",
        .invalidClient: "Invalid client or Invalid client credentials",
        .unauthorizedClient: "Client not enabled to retrieve service account",
        .licenseActivatedMaxTimes: "The license is activated on its maximum number of devices",
        .invalidProductAuthMethod: "The product is not opened in this way",
        .apiKeyProductNotAllowed: "The API key has no rights to this product",
        .changePasswordNotAllowed: "The password may not be changed",
        .floatingFeatureDeviceNotInUse: "The device does not use the floating feature",
        .featureNotFloating: "The feature is not floating",
        .dateHeaderDiff: "The Date header differs too much from the server's time",
        .authorizationInvalidHeaders: "The Authorization header is malformed",
        .authorizationMissingParams: "Some parameters are missing in the Authorization header",
        .hmacRequired: "The algorithm must be hmac-sha256",
        .signatureMismatch: "The signature does not match",
        .invalidAPIKey: "The API key is not valid",
        .revokedAPIKey: "The API key is revoked",
        .readOnlyAPIKey: "The API key is read-only",
        .oauthTokenExpired: "The token has expired",
        .oauthTokenMalformed: "The token is malformed",
    ]
}
