internal import FoundationEssentials
internal import Hummingbird
internal import HTTPTypes
internal import Licensing

/// The parameters of a call: the members of a POST's body, or a GET's query. Members that nobody knows are ignored.
struct Parameters: Sendable {
    /// What an endpoint asks of its caller.
    struct Needs: Sendable {
        /// How the caller says whose license it is (reference, section 1.2).
        enum Identification: Sendable {
            /// Not at all.
            case none
            /// With a license key or a username.
            case name
            /// With a license key, a username and password, or a single sign-on.
            case signIn
            /// With a username and password, or a single sign-on.
            case user
        }

        var required: [String] = ["product", "hardware_id"]
        /// Must be there, and may be null.
        var nullable: [String] = []
        var identification: Identification = .name
    }

    private static let texts =
        [
            "product", "hardware_id", "license_key", "username", "password", "id_token", "code",
            "customer_account_code",
            "redirect_uri", "bundle_code", "borrowed_until", "feature", "new_password", "response_type",
        ] + deviceTexts

    /// What a device says of itself, for people to read (reference, section 5.1).
    static let deviceTexts = [
        "os_ver", "hostname", "os_hostname", "ip", "ip_local", "mac_address", "app_ver", "sdk_ver", "vm_info",
    ]

    private static let truths = ["is_vm", "include_latest_version", "include_custom_fields"]

    private var values: [String: JSON]

    /// Reads the body or the query; refuses a body that is not a JSON object.
    init(_ request: APIRequest) throws(Refusal) {
        if request.method == .post {
            guard let json = JSON(request.body) else { throw Refusal(.invalidJSON) }
            guard case .object(let members) = json else {
                throw Refusal(.validationError, "The request body must be a JSON object")
            }
            values = members
        } else {
            values = try Self.form(request.query).mapValues { .string($0) }
            // A query knows texts only.
            if case .string(let id) = values["license_id"] { values["license_id"] = Int64(id).map { .integer($0) } }
            for name in Self.truths {
                switch values[name] {
                case "true": values[name] = true
                case "false": values[name] = false
                default: continue
                }
            }
        }
    }

    /// Reads `name=value&name=value` with its escapes.
    static func form(_ text: String) throws(Refusal) -> [String: String] {
        do {
            return try URLEncodedFormDecoder().decode([String: String].self, from: text)
        } catch {
            throw Refusal(.validationError, "The parameters cannot be read")
        }
    }

    /// The longest text that a parameter may have, in bytes. The longest in use are tokens of a single sign-on.
    static let textLimit = 8192

    /// Refuses parameters that are missing, all in one go, and then those of the wrong type.
    ///
    /// - Parameters:
    ///   - wrongEnd: the code for a `borrowed_until` of the wrong type.
    ///   - licenseIDMayBeText: whether digits in a text will do for a `license_id`.
    mutating func check(
        _ needs: Needs, wrongEnd: ProblemCode, licenseIDMayBeText: Bool
    ) throws(Refusal) {
        var missing = needs.required.filter { !has($0) } + needs.nullable.filter { values[$0] == nil }
        missing += missingIdentification(needs.identification)
        guard missing.isEmpty else { throw .missing(missing) }
        for name in Self.texts where has(name) && text(name) == nil {
            throw Refusal(name == "borrowed_until" ? wrongEnd : .validationError, "\(name) must be a string")
        }
        for name in Self.texts where (text(name)?.utf8.count ?? 0) > Self.textLimit {
            throw Refusal(.validationError, "\(name) is longer than \(Self.textLimit) bytes")
        }
        for name in Self.truths where has(name) && bool(name) == nil {
            throw Refusal(.validationError, "\(name) must be true or false")
        }
        if licenseIDMayBeText, let number = text("license_id").flatMap({ Int64($0) }) {
            values["license_id"] = .integer(number)
        }
        if has("license_id") && licenseID == nil { throw Refusal(.validationError, "license_id must be a number") }
        for name in needs.required where text(name)?.isEmpty == true {
            throw Refusal(.validationError, "\(name) may not be blank")
        }
    }

    /// A text; nil where it is absent or null.
    func text(_ name: String) -> String? {
        if case .string(let text) = values[name] { text } else { nil }
    }

    /// A truth value; nil where it is absent or of another type.
    func bool(_ name: String) -> Bool? {
        if case .bool(let value) = values[name] { value } else { nil }
    }

    /// The number of one license of several.
    var licenseID: Int64? {
        if case .integer(let number) = values["license_id"] { number } else { nil }
    }

    private func has(_ name: String) -> Bool { (values[name] ?? .null) != .null }

    private func missingIdentification(_ identification: Needs.Identification) -> [String] {
        switch identification {
        case .none: return []
        case .name: return has("license_key") || has("username") ? [] : ["license_key"]
        case .signIn where has("license_key"): return []
        case .signIn, .user:
            if has("username") { return has("password") ? [] : ["password"] }
            let proof = has("code") || has("id_token")
            if has("customer_account_code") { return proof ? [] : ["id_token"] }
            if proof { return ["customer_account_code"] }
            return identification == .user ? ["username", "password"] : ["license_key"]
        }
    }
}
