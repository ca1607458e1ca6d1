public import Licensing

/// What a sandbox does where the reference is silent or only infers: one named value a question.
///
/// The defaults follow the inferences of the reference. A scenario file changes them by the names in ``guide``, which also
/// says where each question stands in the reference.
public struct Choices: Hashable, Sendable {
    // MARK: Authorization

    /// Which forms of the `Authorization` header are taken.
    public var authorizationForm = AuthorizationForm.any
    /// Minutes that a request's `Date` may lie in the past.
    public var pastDateToleranceMinutes = 15
    /// Minutes that a request's `Date` may lie in the future.
    public var futureDateToleranceMinutes = 15
    /// The code for a `Date` that is not of the form of HTTP.
    public var unreadableDateCode = ProblemCode.dateHeaderDiff
    /// The order in which an authorization is checked. Each check stands in it once.
    public var authorizationOrder = AuthorizationCheck.allCases
    /// The HTTP status of `signature_mismatch`.
    public var signatureMismatchStatus = ErrorStatus.badRequest
    /// The HTTP status of `oauth_token_expired` and `oauth_token_malformed`.
    public var tokenErrorStatus = ErrorStatus.unauthorized
    /// How long a token lasts, in seconds.
    public var tokenLifetimeSeconds = 480
    /// The code for a wrong user or password.
    public var wrongPasswordCode = ProblemCode.authenticationFailure
    /// The code for a single sign-on that proves nothing.
    public var wrongSignOnCode = ProblemCode.authenticationFailure
    /// Whether a `code` of single sign-on is good for one request only.
    public var signOnCodeWorksOnce = true

    // MARK: The order of the checks

    /// The order in which a license is checked, once it is found. Each check stands in it once.
    public var checkOrder = Check.allCases

    // MARK: The license

    /// What a user with several licenses for the product gets who names none.
    public var severalLicenses = SeveralLicenses.first
    /// Whether a `license_id` in a body may be a text of digits.
    public var licenseIDMayBeText = false
    /// The code for an expired license.
    public var expiredLicenseCode = ProblemCode.licenseExpired
    /// Whether a check of an expired license is an error, or has a response with `is_expired`.
    public var checkOfExpired = Tolerance.error
    /// Whether a seat of an expired license can be given back, and a device deactivated on it.
    public var expiredMayRelease = true
    /// The code for a license whose time has not come.
    public var notStartedCode = ProblemCode.licenseStartDateError
    /// The code for a license whose seats the cloud does not count.
    public var notFloatingCode = ProblemCode.licenseBorrowNotAllowed
    /// The code for a license that was moved from device to device as often as it may be.
    public var transfersExhaustedCode = ProblemCode.licenseTransferredMaxTimes
    /// The code for a user who has activated as many devices as a user may.
    public var userActivationsExhaustedCode = ProblemCode.licenseUserActivatedMaxTimes
    /// The code for a virtual machine on a product that allows none.
    public var virtualMachineCode = ProblemCode.vmNotAllowed

    // MARK: The end of a borrow

    /// What a `borrowed_until` without a time means.
    public var dateWithoutTime = DateWithoutTime.startOfDay
    /// The code for an end that cannot be read.
    public var unreadableEndCode = ProblemCode.borrowUntilNotValid
    /// The code for an end of a wrong JSON type.
    public var wrongTypeCode = ProblemCode.validationError
    /// The code for an end that lies in the past.
    public var pastEndCode = ProblemCode.borrowUntilNotValid
    /// Whether a borrow may be moved to an earlier end.
    public var borrowMayShorten = true
    /// What becomes of an end beyond the license's own.
    public var endPastValidity = EndPastValidity.allowed
    /// How the response writes the end.
    public var borrowedUntilFraction = Fraction.milliseconds

    // MARK: Seats

    /// Whether a device that holds a seat borrows that one, or needs another.
    public var heldSeat = HeldSeat.kept
    /// Whether deactivating a device frees its seats.
    public var deactivationFreesSeat = true
    /// What comes of giving back what is not held.
    public var releaseOfNothing = Tolerance.error

    // MARK: Features

    /// What the response of `floating/feature_borrow` holds.
    public var featureBorrowResponse = FeatureBorrowResponse.full
    /// Whether that response is signed.
    public var featureBorrowSigned = false
    /// Whether `floating/feature_borrow` insists on a `borrowed_until`, which may be null.
    public var featureEndRequired = true

    // MARK: The wording of responses

    /// Whether an element of `user_licenses` wraps its license.
    public var userLicensesElement = UserLicensesElement.wrapped
    /// Whether `user_licenses` lists the licenses of a bundle.
    public var userLicensesInBundles = true
    /// The `authorization_method` of a key-based product.
    public var keyMethodSpelling = KeyMethodSpelling.hyphen
    /// The body of a `deactivate_license` that was done.
    public var deactivationText = "License deactivated"
    /// The body of a `change_password` that was done.
    public var passwordText = "Password changed"

    /// The choices that follow the reference.
    public init() {}
}

extension Choices {
    /// A check of a license that a call is about, to be put in order.
    public enum Check: String, Hashable, Sendable, Codable, CaseIterable {
        case enabled, active, expired, blacklisted, device
        /// Whether the license, or the feature, may be borrowed.
        case borrowing
        /// Whether the end that is asked for is valid.
        case end
        /// Whether a seat is free.
        case seat
    }

    /// A check of an authorization, to be put in order.
    public enum AuthorizationCheck: String, Hashable, Sendable, Codable, CaseIterable {
        /// Whether the API key or the token is known, and may be used.
        case credentials
        /// Whether `Date` is near enough.
        case date
        /// Whether the signature matches; a token has none.
        case signature
    }

    /// The HTTP status of a refusal: 400 to 599.
    public struct ErrorStatus: Hashable, Sendable, Codable, RawRepresentable {
        public let rawValue: Int

        public init?(rawValue: Int) {
            guard (400...599).contains(rawValue) else { return nil }
            self.rawValue = rawValue
        }

        private init(_ status: Int) { rawValue = status }

        /// 400.
        public static let badRequest = ErrorStatus(400)
        /// 401.
        public static let unauthorized = ErrorStatus(401)
    }

    /// Which spellings of the `Authorization` header are taken.
    public enum AuthorizationForm: String, Hashable, Sendable, Codable, CaseIterable {
        /// With or without blanks, names in any case.
        case any
        /// Comma and blank, and `apikey` in lower case, as the documentation shows it.
        case documented
    }

    /// Which license a user means who has several and names none.
    public enum SeveralLicenses: String, Hashable, Sendable, Codable, CaseIterable {
        /// The first of the inventory.
        case first
        /// `missing_parameters` for `license_id`.
        case error
    }

    /// Whether what nobody has documented is an error or passes.
    public enum Tolerance: String, Hashable, Sendable, Codable, CaseIterable {
        case error, ok
    }

    /// What an end is that names a day alone.
    public enum DateWithoutTime: String, Hashable, Sendable, Codable, CaseIterable {
        /// 00:00 UTC of that day.
        case startOfDay = "start_of_day"
        /// 00:00 UTC of the day after.
        case endOfDay = "end_of_day"
        /// An end that cannot be read.
        case refused
    }

    /// What becomes of an end after the license’s own.
    public enum EndPastValidity: String, Hashable, Sendable, Codable, CaseIterable {
        /// It stands.
        case allowed
        /// The borrow ends with the license.
        case cut
        /// `borrow_until_not_valid`; a borrow for as long as possible is cut.
        case refused
    }

    /// How fine the times in responses are.
    public enum Fraction: String, Hashable, Sendable, Codable, CaseIterable {
        case milliseconds, none
    }

    /// What becomes of a seat that a check has taken once its device borrows.
    public enum HeldSeat: String, Hashable, Sendable, Codable, CaseIterable {
        /// It becomes the borrowed one.
        case kept
        /// It counts as taken, so that a borrow needs one more.
        case counted
    }

    /// What a borrow of a feature is answered with.
    public enum FeatureBorrowResponse: String, Hashable, Sendable, Codable, CaseIterable {
        /// The four members of a license's borrow.
        case full
        /// `borrowed_until` alone.
        case endOnly = "end_only"
    }

    /// What the elements of a user’s list of licenses are.
    public enum UserLicensesElement: String, Hashable, Sendable, Codable, CaseIterable {
        /// An object with a member `license`.
        case wrapped
        /// The license itself.
        case bare
    }

    /// How a product says that it is signed in to by license key.
    public enum KeyMethodSpelling: String, Hashable, Sendable, Codable, CaseIterable {
        case hyphen = "license-key"
        case underscore = "license_key"
    }
}
