internal import Crypto
internal import FoundationEssentials
public import Licensing

/// A configuration that is to be written: what a first start has been told.
public struct ConfigurationDraft: Sendable {
    public var server: String
    public var publicKeyFile: String?
    public var authorization: APIAuthorization
    public var product: String
    public var hardwareID: HardwareID?
    public var licenseKeyFile: String?
    public var username: String?
    /// The file of certificate authorities that its server was reached with.
    public var caFile: String?
    /// Whether secrets go into files of their own beside the configuration; else variables have to hold them.
    public var keepsSecrets: Bool
    /// The profile that it is to be; nil for the whole configuration.
    public var profile: ProfileAddition?

    public init(
        server: String, publicKeyFile: String? = nil, authorization: APIAuthorization, product: String,
        hardwareID: HardwareID? = nil, licenseKeyFile: String? = nil, username: String? = nil, caFile: String? = nil,
        keepsSecrets: Bool = true
    ) {
        self.server = server
        self.publicKeyFile = publicKeyFile
        self.authorization = authorization
        self.product = product
        self.hardwareID = hardwareID
        self.licenseKeyFile = licenseKeyFile
        self.username = username
        self.caFile = caFile
        self.keepsSecrets = keepsSecrets
    }

    /// What came of writing.
    public enum Outcome: Hashable, Sendable {
        /// The files that were written, the configuration first, and the variables that have to hold the secrets.
        case written([String], variables: [String])
        /// These files are there already; nothing was written.
        case wouldReplace([String])
    }

    /// Writes the configuration and the files of its secrets, each for its owner alone: all of them, or none.
    ///
    /// - Parameters:
    ///   - path: the configuration's file, behind whatever links lead to it; the secrets' files go into the same folder.
    ///   - replacing: whether what is there already is replaced. A profile is added to what is there.
    /// - Throws: `file_unwritable`, and what ``ProfileAddition`` throws.
    public func write(to path: String, replacing: Bool) throws(Problem) -> Outcome {
        // Somebody may have changed the file meanwhile: what it holds by now stays.
        let profile = try profile.map { old throws(Problem) in try ProfileAddition(old.name, to: old.path) }
        let path = profile?.path ?? LinkedPath.resolved(path)
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        let prefix = profile.map { Self.fileName(of: $0.name) + "-" } ?? ""
        let secrets = keepsSecrets ? secrets : []
        var files = secrets.map { setting, secret in
            PrivateFiles.File(
                path: folder + "/" + prefix + setting.fileName, content: Data((secret.exposed + "\n").utf8))
        }
        let names = zip(secrets, files).map { (setting: $0.setting, path: $1.path) }
        files.append(try Self.file(path, lines(naming: names), profile))
        do throws(PrivateFiles.Fault) {
            try PrivateFiles(files: files).write(replacing: replacing)
        } catch {
            switch error {
            case .existing(let paths): return .wouldReplace(paths.sorted { $0 == path || ($1 != path && $0 < $1) })
            case .system(let file, _):
                throw .configuration(.fileUnwritable, error.words, name: "--config", path: file)
            }
        }
        return .written(
            [path] + files.dropLast().map(\.path),
            variables: keepsSecrets ? [] : self.secrets.map(\.setting.variable))
    }

    /// Looks whether a configuration could be written to a place, better before all is asked; nothing stays of that.
    ///
    /// - Parameter path: the configuration's file, behind whatever links lead to it.
    /// - Throws: `file_unwritable`.
    public static func checkPlace(_ path: String) throws(Problem) {
        do throws(PrivateFiles.Fault) {
            try PrivateFiles.checkPlace(LinkedPath.resolved(path))
        } catch {
            throw .configuration(.fileUnwritable, error.words, name: "--config", path: path)
        }
    }

    /// The variables that go before what it writes, as they are set in an environment.
    public func hidden(by environment: ProcessEnvironment) -> [String] {
        var settings: [Setting] = [.server, .product, .publicKeyFile, .hardwareID]
        if licenseKeyFile != nil { settings.append(.licenseKey) }
        if username != nil { settings.append(.username) }
        // Of what opens a server the kind counts that is among the variables, OAuth before keys. Secrets that it does not keep have
        // to come from there.
        settings.append(.oauthClientID)
        switch authorization {
        case .apiKey: settings += [.oauthClientSecret] + (keepsSecrets ? [.apiKey, .sharedKey] : [])
        case .oauth: settings += keepsSecrets ? [.apiKey, .sharedKey, .oauthClientSecret] : []
        }
        return settings.flatMap { [$0, $0.file, $0.command].compactMap(\.self).map(\.variable) }
            .filter(environment.sets).sorted()
    }

    /// Whether the vendor's responses would be verified with a key that the file names for all profiles, and so be believed by nobody.
    public var inheritsPublicKey: Bool {
        publicKeyFile == nil && server == BerthConfiguration(ledgerPath: "").server
            && profile?.shared.contains(Setting.publicKeyFile.rawValue) == true
    }

    /// A profile's name as a part of a file's: no two profiles have the same.
    private static func fileName(of profile: String) -> String {
        let name = profile.map { $0.isLetter || $0.isNumber || "-_".contains($0) ? String($0) : "-" }.joined()
        guard name != profile else { return name }
        // No name that stays as it is has a full stop in it.
        return name + "." + Data(SHA256.hash(data: Data(profile.utf8)).prefix(4)).hexadecimal
    }

    private var secrets: [(setting: Setting, secret: Secret)] {
        switch authorization {
        case .apiKey(let key, let sharedKey): [(.apiKey, key), (.sharedKey, sharedKey)]
        case .oauth(_, let secret): [(.oauthClientSecret, secret)]
        }
    }

    /// The configuration's file, with these settings in it.
    private static func file(
        _ path: String, _ settings: [String], _ profile: ProfileAddition?
    ) throws(Problem) -> PrivateFiles.File {
        guard let profile else {
            let head = "# Berth's configuration; `berth config init` writes it anew."
            let text = ([head] + settings).joined(separator: "\n") + "\n"
            return PrivateFiles.File(path: path, content: Data(text.utf8))
        }
        return PrivateFiles.File(
            path: path, content: try profile.text(adding: settings), isUpdate: profile.content != nil)
    }

    /// The settings, a line each.
    private func lines(naming files: [(setting: Setting, path: String)]) -> [String] {
        var clientID: String?
        if case .oauth(let id, _) = authorization { clientID = id }
        let values: [(Setting, String?)] =
            [
                (.server, server), (.publicKeyFile, publicKeyFile), (.caFile, caFile), (.oauthClientID, clientID),
            ]
            + files.compactMap { file in file.setting.file.map { ($0, file.path) } }
            + [
                (.product, product), (.hardwareID, hardwareID?.rawValue), (.licenseKeyFile, licenseKeyFile),
                (.username, username),
            ]
        return values.compactMap { setting, value in value.map { "\(setting.rawValue): \(Self.quoted($0))" } }
    }

    /// A text as a scalar of YAML that nothing takes for anything else.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            case _ where scalar == "\"" || scalar == "\\": quoted += "\\\(scalar)"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension Setting {
    /// The name of a file that holds it: `shared-key`.
    fileprivate var fileName: String { rawValue.replacing("_", with: "-") }
}
