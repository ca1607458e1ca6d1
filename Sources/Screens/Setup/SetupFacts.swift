public import Licensing

/// What a first start finds on this host before it asks anything.
public struct SetupFacts: Hashable, Sendable {
    /// The vendor's server.
    public var vendorServer: String
    /// The file with the public key of a sandbox on this host; empty where there is none.
    public var sandboxKeyFile: String
    /// The configuration file that is written.
    public var configFile: String
    /// Whether there is such a file already.
    public var isConfigured: Bool
    /// The profile that is added to that file; nil where the whole file is written.
    public var profile: String?
    /// The names of the settings that the file has for all its profiles.
    public var sharedSettings: [String]
    /// This host's device; nil where it has no id.
    public var device: HardwareID?
    /// Where that comes from, or why there is none, in a sentence.
    public var deviceSource: String
    /// The command that asks and writes all of it anew.
    public var command: String
    /// Whether keys are written in ASCII alone, arrows in words.
    public var writesASCII: Bool

    public init(
        vendorServer: String, sandboxKeyFile: String = "", configFile: String, isConfigured: Bool = false,
        profile: String? = nil, sharedSettings: [String] = [], device: HardwareID?, deviceSource: String,
        command: String = "berth config init", writesASCII: Bool = false
    ) {
        self.vendorServer = vendorServer
        self.sandboxKeyFile = sandboxKeyFile
        self.configFile = configFile
        self.isConfigured = isConfigured
        self.profile = profile
        self.sharedSettings = sharedSettings
        self.device = device
        self.deviceSource = deviceSource
        self.command = command
        self.writesASCII = writesASCII
    }
}

/// What the answers of a first start come to.
public struct SetupAnswers: Hashable, Sendable {
    /// How the company's account proves itself.
    public enum Authorization: Hashable, Sendable {
        case keys(apiKey: Secret, sharedKey: Secret)
        case oauth(clientID: String, clientSecret: Secret)
    }

    /// Where secrets are kept.
    public enum SecretsPlace: Hashable, Sendable {
        case files, variables
    }

    public var server: String
    /// The file of the key that responses are verified with; nil for the vendor's key.
    public var publicKeyFile: String?
    public var authorization: Authorization
    public var product: String
    /// The device; nil for this host's.
    public var hardwareID: HardwareID?
    public var licenseKeyFile: String?
    public var userName: String?
    public var secrets: SecretsPlace
}

/// What was written, and what is left for a person to do.
public struct SetupReport: Hashable, Sendable {
    /// The files, the configuration first.
    public var files: [String]
    /// The environment variables that have to hold the secrets; none where files do.
    public var variables: [String]
    /// The variables that are set, and go before what was written.
    public var hiding: [String]
    /// Whether the vendor's responses would be verified with a key that the file names for all profiles.
    public var inheritsPublicKey: Bool

    public init(files: [String], variables: [String], hiding: [String] = [], inheritsPublicKey: Bool = false) {
        self.files = files
        self.variables = variables
        self.hiding = hiding
        self.inheritsPublicKey = inheritsPublicKey
    }

    /// What keeps what was written from counting, a sentence each.
    public var warnings: [String] {
        var warnings: [String] = []
        if !hiding.isEmpty {
            let (verb, them) = hiding.count == 1 ? ("is set, and goes", "it") : ("are set, and go", "them")
            let names = hiding.joined(separator: ", ")
            warnings.append("\(names) \(verb) before what was written: take \(them) out of the environment.")
        }
        if inheritsPublicKey {
            warnings.append(
                "public_key_file at the top level holds for this profile, too, and no response of the vendor’s service is signed by "
                    + "another key than the vendor’s: move it into the profiles that it is for.")
        }
        return warnings
    }
}
