extension ProblemCode {
    // MARK: The eleven of the borrow page (reference, section 3.5)

    /// A required header is absent, `Date` or `Authorization`.
    public static let missingHeaders: Self = "missing_headers"
    /// A required field of the body is absent; the message names it after a colon.
    public static let missingParameters: Self = "missing_parameters"
    /// No product has this short code.
    public static let unknownProduct: Self = "unknown_product"
    /// The key or the user has no such license of the product.
    public static let licenseNotFound: Self = "license_not_found"
    /// The license has no active device.
    public static let licenseNotActive: Self = "license_not_active"
    /// The vendor has disabled the license.
    public static let licenseNotEnabled: Self = "license_not_enabled"
    /// The license may not be borrowed.
    public static let licenseBorrowNotAllowed: Self = "license_borrow_not_allowed"
    /// The end lies beyond the license’s maximum borrow time, or is none that can be.
    public static let borrowUntilNotValid: Self = "borrow_until_not_valid"
    /// The device is not activated on the license.
    public static let deviceNotFound: Self = "device_not_found"
    /// The vendor has blocked the device.
    public static let blacklisted: Self = "blacklisted"
    /// All seats of the floating license are in use.
    public static let floatingNotAvailable: Self = "floating_not_available"

    /// The eleven, in the page's order.
    public static let borrowPage: [ProblemCode] = [
        .missingHeaders, .missingParameters, .unknownProduct, .licenseNotFound, .licenseNotActive, .licenseNotEnabled,
        .licenseBorrowNotAllowed, .borrowUntilNotValid, .deviceNotFound, .blacklisted, .floatingNotAvailable,
    ]

    // MARK: Newer and general codes (sections 3.5 and 5.1)

    /// The body does not fit the schema; the message says what does not.
    public static let validationError: Self = "validation_error"
    /// The body of the request is no JSON.
    public static let invalidJSON: Self = "invalid_json"
    /// The server has no such path.
    public static let notFound: Self = "not_found"
    /// The server failed, and says so in the API’s own way.
    public static let internalError: Self = "internal_error"
    /// The license’s own time is over.
    public static let licenseExpired: Self = "license_expired"
    /// The user and the password do not fit.
    public static let authenticationFailure: Self = "authentication_failure"
    /// The vendor has archived the product.
    public static let archivedProduct: Self = "archived_product"
    /// The vendor has disabled the product.
    public static let disabledProduct: Self = "disabled_product"
    /// The license has as many activated devices as it may.
    public static let licenseActivatedMaxTimes: Self = "license_activated_max_times"
    /// The license was moved between devices as often as it may.
    public static let licenseTransferredMaxTimes: Self = "license_transferred_max_times"
    /// The user has as many activated devices as the license allows each.
    public static let licenseUserActivatedMaxTimes: Self = "license_user_activated_max_times"
    /// The license’s time has not begun.
    public static let licenseStartDateError: Self = "license_start_date_error"
    /// The license may not be used on a virtual machine.
    public static let vmNotAllowed: Self = "vm_not_allowed"
    /// The product is signed in to in another way, by key or by user.
    public static let invalidProductAuthMethod: Self = "invalid_product_auth_method"
    /// The API key may not be used for this product.
    public static let apiKeyProductNotAllowed: Self = "api_key_product_not_allowed"
    /// The vendor lets nobody change the password.
    public static let changePasswordNotAllowed: Self = "change_password_not_allowed"

    // MARK: Features (section 4.3)

    /// The device holds no seat of the feature.
    public static let floatingFeatureDeviceNotInUse: Self = "floating_feature_device_not_in_use"
    /// The license has no feature of this code; the message quotes it.
    public static let invalidLicenseFeatureCode: Self = "invalid_license_feature_code"
    /// The feature is not a floating one.
    public static let featureNotFloating: Self = "feature_not_floating"

    // MARK: Authorization (sections 2.2 and 2.3)

    /// The request’s `Date` is more than 15 minutes from the server’s time.
    public static let dateHeaderDiff: Self = "date_header_diff"
    /// The `Authorization` header, or its `headers` value, is malformed.
    public static let authorizationInvalidHeaders: Self = "authorization_invalid_headers"
    /// A parameter of the `Authorization` header is missing.
    public static let authorizationMissingParams: Self = "authorization_missing_params"
    /// The signature’s algorithm is no HMAC.
    public static let hmacRequired: Self = "hmac_required"
    /// The signature does not match: most often the shared key is another one’s.
    public static let signatureMismatch: Self = "signature_mismatch"
    /// The API key is not known.
    public static let invalidAPIKey: Self = "invalid_api_key"
    /// The API key was revoked.
    public static let revokedAPIKey: Self = "revoked_api_key"
    /// The API key may not be used for this request.
    public static let readOnlyAPIKey: Self = "read_only_api_key"
    /// The authorization server does not know the OAuth client, or not its secret.
    public static let invalidClient: Self = "invalid_client"
    /// The OAuth client may have no token in this way.
    public static let unauthorizedClient: Self = "unauthorized_client"
    /// The OAuth token has expired.
    public static let oauthTokenExpired: Self = "oauth_token_expired"
    /// The OAuth token is none that the server can read.
    public static let oauthTokenMalformed: Self = "oauth_token_malformed"

    // MARK: Transport: the request did not bring a response

    /// The server's name could not be resolved.
    public static let transportNameNotResolved: Self = "transport_name_not_resolved"
    /// Nothing listens there.
    public static let transportRefused: Self = "transport_refused"
    /// No route to it.
    public static let transportUnreachable: Self = "transport_unreachable"
    /// The server's certificate or the TLS handshake was not acceptable.
    public static let transportTLS: Self = "transport_tls"
    /// A wait ran out before the request had left.
    public static let transportConnectTimeout: Self = "transport_connect_timeout"
    /// The request had left, and no response came in time.
    public static let transportTimeout: Self = "transport_timeout"
    /// The connection broke off after the request had left.
    public static let transportLost: Self = "transport_lost"
    /// The operator cancelled while it was under way.
    public static let transportCancelled: Self = "transport_cancelled"
    /// Plain HTTP to another host than this one, without the flag that allows it.
    public static let transportInsecure: Self = "transport_insecure"
    /// A proxy refused or could not be used.
    public static let transportProxy: Self = "transport_proxy"

    // MARK: Responses that cannot be used

    /// The body is not JSON, or not of the shape that the API documents.
    public static let responseNotJSON: Self = "response_not_json"
    /// The body is HTML: a proxy, a login page or a wrong address.
    public static let responseHTML: Self = "response_html"
    /// The response is larger than any that the API sends.
    public static let responseTooLarge: Self = "response_too_large"
    /// The signature is missing, or does not match the response and the key.
    public static let responseUnverified: Self = "response_unverified"
    /// The response is signed, and holds what cannot be or is about another license or time than what was asked: perhaps an old one, sent again.
    public static let responseMismatched: Self = "response_mismatched"
    /// The server responded with a status in the 500s that is not the API's own.
    public static let responseServerError: Self = "response_server_error"
    /// The server asks for fewer requests (429).
    public static let responseTooManyRequests: Self = "response_too_many_requests"
    /// The server redirects elsewhere; credentials do not follow.
    public static let responseRedirect: Self = "response_redirect"
    /// A status or a text that the API does not document for what was asked.
    public static let responseUnexpected: Self = "response_unexpected"

    // MARK: The program itself

    /// The ledger cannot be read.
    public static let ledgerUnreadable: Self = "ledger_unreadable"
    /// The ledger cannot be written to, or made.
    public static let ledgerUnwritable: Self = "ledger_unwritable"
    /// The ledger is of a later version of this program.
    public static let ledgerTooNew: Self = "ledger_too_new"
    /// A step that does not follow from what the ledger holds: another process was faster, or a bug.
    public static let ledgerStepRefused: Self = "ledger_step_refused"
    /// Another process holds the lock for longer than this one waits.
    public static let ledgerLocked: Self = "ledger_locked"
    /// The file lost its name while it was open: what is written to it would be lost.
    public static let ledgerReplaced: Self = "ledger_replaced"
    /// SQLite finds pages or rows that cannot be.
    public static let ledgerCorrupt: Self = "ledger_corrupt"
    /// The audit trail does not follow line from line.
    public static let ledgerAltered: Self = "ledger_altered"
    /// There is no ledger there.
    public static let ledgerMissing: Self = "ledger_missing"
    /// The ledger's file is another program's.
    public static let ledgerForeign: Self = "ledger_foreign"
    /// The ledger's path runs through a place that strangers may change, or to a file system that cannot keep it.
    public static let ledgerUnsafe: Self = "ledger_unsafe_place"
    /// The system gives no notice of what others write to the ledger.
    public static let ledgerUnwatched: Self = "ledger_unwatched"
    /// The ledger's database server cannot be reached, or the connection to it was lost.
    public static let ledgerUnreachable: Self = "ledger_unreachable"
    /// The ledger's database server lets this user not in, or not do what is asked.
    public static let ledgerDenied: Self = "ledger_denied"
    /// The ledger's database server takes no more connections.
    public static let ledgerCrowded: Self = "ledger_crowded"
    /// The ledger's database server is a standby, too old, or may lose what it has committed.
    public static let ledgerUnsuited: Self = "ledger_unsuited"
    /// The ledger is of an earlier version of this program.
    public static let ledgerTooOld: Self = "ledger_too_old"
    /// The library of PostgreSQL's clients is not installed.
    public static let ledgerLibraryMissing: Self = "ledger_library_missing"
    /// The ledger's address is none that libpq understands.
    public static let ledgerAddressInvalid: Self = "ledger_address_invalid"
    /// A password stands in the ledger's address.
    public static let ledgerPasswordExposed: Self = "ledger_password_exposed"
    /// What was asked for is done on a ledger in a file alone.
    public static let ledgerNotInFile: Self = "ledger_not_in_file"
    /// The ledger that was to take another one's lines holds other lines.
    public static let ledgerHoldsOther: Self = "ledger_holds_other"
    /// The configuration, or a file of a secret, cannot be read.
    public static let configUnreadable: Self = "config_unreadable"
    /// A setting that is needed has no value.
    public static let configMissing: Self = "config_missing"
    /// A setting has a value that cannot be.
    public static let configInvalid: Self = "config_invalid"
    /// Others than its owner can read or change a file that holds secrets.
    public static let secretFileExposed: Self = "config_secret_file_exposed"
    /// A command that is to print a secret failed, printed none, or did not end in time.
    public static let secretCommandFailed: Self = "config_secret_command_failed"
    /// What was typed, or given to a flag, cannot be.
    public static let inputInvalid: Self = "input_invalid"
    /// A secret is needed of which no place is named, and there is no terminal to ask for it at.
    public static let secretMissing: Self = "input_secret_missing"
    /// The terminal’s description is not on this host.
    public static let terminalUnknown: Self = "terminal_unknown"
    /// Input or output is no terminal.
    public static let terminalNotATerminal: Self = "terminal_not_a_terminal"
    /// Another program listens on the sandbox’s port.
    public static let sandboxPortTaken: Self = "sandbox_port_taken"
    /// Another sandbox keeps its seats in the file.
    public static let sandboxStateInUse: Self = "sandbox_state_in_use"
    /// Another watch remembers in the file.
    public static let watchInUse: Self = "watch_in_use"
    /// Its process ended after the request may have left, and before the response was written down.
    public static let operationInterrupted: Self = "operation_interrupted"
    /// Its process ended before the request had left.
    public static let operationNotSent: Self = "operation_not_sent"
    /// The server has responded, and the response could not be written down.
    public static let outcomeNotWritten: Self = "outcome_not_written"
    /// The server has responded after others had settled what was asked for, so the response was not written down.
    public static let outcomeOvertaken: Self = "outcome_overtaken"
    /// Another operation on the same license and device is under way or unsettled.
    public static let operationInProgress: Self = "operation_in_progress"
    /// Another operation on the same license and device came in between, and is settled.
    public static let operationOvertaken: Self = "operation_overtaken"
    /// A release on the same device that named no license may have been of this one.
    public static let seatInQuestion: Self = "seat_in_question"
    /// An earlier operation on the same license and device is of unknown outcome, and nobody said to repeat it.
    public static let borrowInDoubt: Self = "borrow_in_doubt"
    /// The device holds a seat of the license that it was to be taken off, or may.
    public static let deviceHoldsSeat: Self = "device_holds_seat"
    /// No borrow of that description is in the ledger.
    public static let borrowNotFound: Self = "borrow_not_found"
    /// The borrow was made on another server, or with another account, than this program works with.
    public static let otherAccount: Self = "input_other_account"
    /// A file that was asked for, such as a backup or an export, cannot be written.
    public static let fileUnwritable: Self = "file_unwritable"
    /// Standard output is full or closed.
    public static let outputUnwritable: Self = "output_unwritable"

    // MARK: All

    /// Every code above, in the same order: that of the reference, then the program's own.
    public static let known: [ProblemCode] = [
        .missingHeaders, .missingParameters, .unknownProduct, .licenseNotFound, .licenseNotActive, .licenseNotEnabled,
        .licenseBorrowNotAllowed, .borrowUntilNotValid, .deviceNotFound, .blacklisted, .floatingNotAvailable,
        .validationError, .invalidJSON, .notFound, .internalError, .licenseExpired, .authenticationFailure,
        .archivedProduct, .disabledProduct, .licenseActivatedMaxTimes, .licenseTransferredMaxTimes,
        .licenseUserActivatedMaxTimes, .licenseStartDateError, .vmNotAllowed, .invalidProductAuthMethod,
        .apiKeyProductNotAllowed, .changePasswordNotAllowed,
        .floatingFeatureDeviceNotInUse, .invalidLicenseFeatureCode, .featureNotFloating,
        .dateHeaderDiff, .authorizationInvalidHeaders, .authorizationMissingParams, .hmacRequired, .signatureMismatch,
        .invalidAPIKey, .revokedAPIKey, .readOnlyAPIKey, .invalidClient, .unauthorizedClient, .oauthTokenExpired,
        .oauthTokenMalformed,
        .transportNameNotResolved, .transportRefused, .transportUnreachable, .transportTLS, .transportConnectTimeout,
        .transportTimeout, .transportLost, .transportCancelled, .transportInsecure, .transportProxy,
        .responseNotJSON, .responseHTML, .responseTooLarge, .responseUnverified, .responseMismatched,
        .responseServerError,
        .responseTooManyRequests, .responseRedirect, .responseUnexpected,
        .ledgerUnreadable, .ledgerUnwritable, .ledgerTooNew, .ledgerStepRefused, .ledgerLocked, .ledgerReplaced,
        .ledgerCorrupt, .ledgerAltered, .ledgerMissing, .ledgerForeign, .ledgerUnsafe, .ledgerUnwatched,
        .ledgerUnreachable, .ledgerDenied, .ledgerCrowded, .ledgerUnsuited, .ledgerTooOld, .ledgerLibraryMissing,
        .ledgerAddressInvalid, .ledgerPasswordExposed, .ledgerNotInFile, .ledgerHoldsOther,
        .configUnreadable,
        .configMissing, .configInvalid,
        .secretFileExposed, .secretCommandFailed, .inputInvalid, .secretMissing, .terminalUnknown,
        .terminalNotATerminal, .sandboxPortTaken,
        .sandboxStateInUse, .watchInUse,
        .operationInterrupted, .operationNotSent, .outcomeNotWritten, .outcomeOvertaken, .operationInProgress,
        .operationOvertaken, .seatInQuestion, .borrowInDoubt, .deviceHoldsSeat,
        .borrowNotFound, .otherAccount, .fileUnwritable, .outputUnwritable,
    ]

    /// The program's own codes, which no server's code may stand for.
    static let own = Set(known.drop { $0 != .transportNameNotResolved })

    /// Whether it is one of the program's own.
    public var isOwn: Bool { Self.own.contains(self) }

    /// What a code of the program's own is about, by the word that it begins with.
    public enum Family: String, Sendable { case config, input, ledger, operation, response, transport }

    /// What it is about; nil for a server's code, whatever that begins with, and where it is none of these.
    public var family: Family? { isOwn ? Family(rawValue: String(rawValue.prefix { $0 != "_" })) : nil }
}
