extension Choices {
    /// Every choice: its name in a scenario file, where its question stands in the reference, and what the value says.
    public static let guide: [Choice] = authorization + license + end + seats + wording

    private static let authorization = [
        Choice(
            "authorization_form", "2.1", \.authorizationForm,
            "the forms of the Authorization header that are taken: all three in use, or the documented one"),
        Choice(
            "past_date_tolerance_minutes", "2.1", \.pastDateToleranceMinutes,
            "how far a request's Date may lie in the past; documented as 15"),
        Choice(
            "future_date_tolerance_minutes", "2.1", \.futureDateToleranceMinutes,
            "how far a request's Date may lie in the future"),
        Choice(
            "unreadable_date_code", "2.1", \.unreadableDateCode,
            "the code for a Date that is not of the form of HTTP"),
        Choice(
            "authorization_order", "2.2", \.authorizationOrder, "the order in which an authorization is checked"),
        Choice(
            "signature_mismatch_status", "2.2", \.signatureMismatchStatus,
            "the HTTP status of signature_mismatch: the sources say 400 and 401"),
        Choice("token_error_status", "11", \.tokenErrorStatus, "the HTTP status of the two OAuth token errors"),
        Choice("token_lifetime_seconds", "2.3", \.tokenLifetimeSeconds, "how long a token lasts; documented as 480"),
        Choice("wrong_password_code", "3.5", \.wrongPasswordCode, "the code for a wrong user or password"),
        Choice("wrong_sign_on_code", "3.5", \.wrongSignOnCode, "the code for a single sign-on that proves nothing"),
        Choice(
            "sign_on_code_works_once", "1.2", \.signOnCodeWorksOnce,
            "whether a code of single sign-on is good for one request only"),
        Choice("check_order", "3.5", \.checkOrder, "the order in which a license that was found is checked"),
    ]

    private static let license = [
        Choice(
            "several_licenses", "1.2", \.severalLicenses,
            "what a user with several licenses gets who names none: the first, or missing_parameters"),
        Choice(
            "license_id_may_be_text", "3.1", \.licenseIDMayBeText,
            "whether a license_id in a body may be a text of digits"),
        Choice("expired_license_code", "3.4", \.expiredLicenseCode, "the code for an expired license"),
        Choice(
            "check_of_expired", "5.3", \.checkOfExpired,
            "whether a check of an expired license is an error, or has a response with is_expired"),
        Choice(
            "expired_may_release", "4.1", \.expiredMayRelease,
            "whether seats and activations of an expired license can be given back"),
        Choice("not_started_code", "5.1", \.notStartedCode, "the code for a license whose start lies ahead"),
        Choice("not_floating_code", "3.4", \.notFloatingCode, "the code for a license that is not cloud floating"),
        Choice("transfers_exhausted_code", "5.1", \.transfersExhaustedCode, "the code for one transfer too many"),
        Choice(
            "user_activations_exhausted_code", "5.1", \.userActivationsExhaustedCode,
            "the code for one device too many of a user"),
        Choice(
            "virtual_machine_code", "5.1", \.virtualMachineCode,
            "the code for a virtual machine on a product that allows none"),
    ]

    private static let end = [
        Choice("date_without_time", "3.3", \.dateWithoutTime, "what a borrowed_until without a time means"),
        Choice("unreadable_end_code", "3.3", \.unreadableEndCode, "the code for an end that cannot be read"),
        Choice("wrong_type_code", "3.3", \.wrongTypeCode, "the code for an end of a wrong JSON type"),
        Choice("past_end_code", "3.3", \.pastEndCode, "the code for an end in the past"),
        Choice("borrow_may_shorten", "3.4", \.borrowMayShorten, "whether a borrow may be moved to an earlier end"),
        Choice(
            "end_past_validity", "3.4", \.endPastValidity,
            "what becomes of an end beyond the license's own: it stands, is cut, or is refused"),
        Choice("borrowed_until_fraction", "3.2", \.borrowedUntilFraction, "how a borrow's response writes the end"),
    ]

    private static let seats = [
        Choice(
            "held_seat", "3.4", \.heldSeat, "whether a device that holds a seat borrows that one, or needs another"),
        Choice("deactivation_frees_seat", "3.4", \.deactivationFreesSeat, "whether deactivating frees the seats"),
        Choice(
            "release_of_nothing", "4.1", \.releaseOfNothing,
            "what comes of giving back what is not held: floating_not_available, or nothing"),
    ]

    private static let wording = [
        Choice(
            "feature_borrow_response", "4.2", \.featureBorrowResponse,
            "what a feature borrow's response holds: the members of a license's borrow, or the end alone"),
        Choice("feature_borrow_signed", "4.2", \.featureBorrowSigned, "whether a feature borrow's response is signed"),
        Choice(
            "feature_end_required", "4.2", \.featureEndRequired,
            "whether a feature borrow must hold borrowed_until; the official Python SDK leaves it out"),
        Choice(
            "user_licenses_element", "5.4", \.userLicensesElement,
            "whether an element of user_licenses wraps its license"),
        Choice(
            "user_licenses_in_bundles", "5.4", \.userLicensesInBundles,
            "whether user_licenses lists the licenses of a bundle; the service did not before 21 January 2026"),
        Choice(
            "key_method_spelling", "1.2", \.keyMethodSpelling, "the authorization_method of a key-based product"),
        Choice("deactivation_text", "5.2", \.deactivationText, "the text of the response to deactivate_license"),
        Choice("password_text", "5.5", \.passwordText, "the text of the response to change_password"),
    ]
}

extension Choices: Codable {
    /// Reads choices by their names; those that are not there keep their standard.
    public init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: AnyKey.self)
        try container.refuseUnknown(Self.guide.map(\.name), decoder.codingPath)
        for choice in Self.guide where container.contains(AnyKey(choice.name)) {
            try choice.decode(container, &self)
        }
    }

    /// Writes the choices that are not the standard.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyKey.self)
        for choice in Self.guide { try choice.encode(self, &container) }
    }
}
