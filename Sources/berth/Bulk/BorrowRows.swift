internal import ClientLive
internal import Foundation
internal import Licensing

/// Makes requests of the rows of a file: what a row does not say, the flags and the configuration do.
struct BorrowRows {
    static let columns = [
        "product", "key", "user", "password", "license_id", "hardware_id", "feature", "bundle", "end",
    ]

    let configuration: BerthConfiguration
    let license: LicenseOptions
    /// The products that are none of the keys that they look like.
    let products: KnownProducts
    /// The feature of rows that name none.
    let feature: String?
    /// The end of rows that name none.
    let end: BorrowEnd?
    /// The device of rows that name none.
    let hardwareID: HardwareID?
    let zone: LocalZone
    /// When the run began: what lengths count from.
    let now: Date

    /// What a person should know about how the ends of rows were read, each once, with the first line that it is of.
    private(set) var notes: [String] = []

    private var told: Set<EndInput.Note> = []
    private var secrets: RowSecrets
    private var seats: [Seat: [Choice]] = [:]

    /// What two rows have in common that may be about the same seat.
    fileprivate struct Seat: Hashable {
        var product: String
        var signIn: String
        var key: Secret?
        var hardwareID: HardwareID
        var feature: String?
    }

    /// Which of several licenses a row is about; what it leaves open may be any.
    private struct Choice {
        var line: Int
        var licenseID: Int64?
        var bundle: String?

        func mayBe(_ other: Choice) -> Bool {
            func mayBe<Value: Equatable>(_ one: Value?, _ other: Value?) -> Bool {
                one == nil || other == nil || one == other
            }
            return mayBe(licenseID, other.licenseID) && mayBe(bundle, other.bundle)
        }

        func isSame(as other: Choice) -> Bool { licenseID == other.licenseID && bundle == other.bundle }
    }

    init(
        _ configuration: BerthConfiguration, _ license: LicenseOptions, _ products: KnownProducts, feature: String?,
        end: BorrowEnd?, hardwareID: HardwareID?, secrets: SecretReader, zone: LocalZone, now: Date
    ) {
        (self.configuration, self.license, self.feature) = (configuration, license, feature)
        self.products = products
        (self.end, self.hardwareID) = (end, hardwareID)
        (self.secrets, self.zone, self.now) = (RowSecrets(secrets), zone, now)
    }

    /// What a row asks for.
    ///
    /// - Throws: what is wrong with it: `input_invalid`, or what keeps its secret from being read.
    mutating func request(_ row: RowFile.Row) throws(Problem) -> BulkRow {
        guard let product = row.values["product"] ?? license.owner.product ?? configuration.product else {
            throw .usage("It names no product, and no flag or setting does.", name: "product")
        }
        let code = try products.code(product, named: row.values["product"] == nil ? "--product" : "product")
        let (credentials, source) = try credentials(row)
        let device = try (row.values["hardware_id"] ?? license.hardwareID).map { text throws(Problem) in
            try valid { () throws(FieldError) in try Validation.hardwareID(text) }
        }
        guard let device = device ?? hardwareID else {
            throw .usage("It names no hardware_id, and this host has none of its own.", name: "hardware_id")
        }
        let request = BorrowRequest(
            product: code, hardwareID: device,
            credentials: credentials,
            licenseID: try (row.values["license_id"] ?? license.licenseID).map { text throws(Problem) in
                try valid { () throws(FieldError) in try Validation.licenseID(text) }
            },
            bundleCode: try (row.values["bundle"] ?? license.bundleCode).map { text throws(Problem) in
                try valid { () throws(FieldError) in try Validation.bundleCode(text) }
            },
            feature: try (row.values["feature"] ?? feature).map { text throws(Problem) in
                try valid { () throws(FieldError) in try Validation.feature(text) }
            },
            end: try end(row))
        try take(Choice(line: row.line, licenseID: request.licenseID, bundle: request.bundleCode), of: Seat(request))
        let title = BorrowSubject.title(request.product, request.feature)
        var own = BulkRow(line: row.line, name: "\(title) \(device.short)", wish: .borrow(request, source))
        if case .environment(let name) = source { own.variable = name }
        return own
    }

    /// Takes note of a row's seat.
    ///
    /// - Throws: `input_invalid` where an earlier row is about it, or may be.
    private mutating func take(_ choice: Choice, of seat: Seat) throws(Problem) {
        if let other = seats[seat]?.first(where: { $0.mayBe(choice) }) {
            let sentence =
                other.isSame(as: choice)
                ? "It is about the same seat as line \(other.line)."
                : "It may be about the same seat as line \(other.line): name license_id, and bundle, in both or in neither."
            throw .usage(sentence, name: "row")
        }
        seats[seat, default: []].append(choice)
    }

    private mutating func end(_ row: RowFile.Row) throws(Problem) -> BorrowEnd {
        guard let text = row.values["end"] else {
            guard let end else { throw .usage("It names no end, and no flag does: a time, or max.", name: "end") }
            return end
        }
        do {
            let reading = try EndInput.read(text, now: now, in: zone)
            let end = try Validation.end(reading.end, now: now)
            for note in reading.notes where told.insert(note).inserted {
                notes.append("line \(row.line): \(note.sentence)")
            }
            return end
        } catch let error as EndInput.Failure {
            throw .usage(error.sentence, name: "end")
        } catch let error as FieldError {
            throw .usage(error.sentence, name: "end")
        } catch {
            throw .usage("\(error)", name: "end")
        }
    }

    private mutating func credentials(_ row: RowFile.Row) throws(Problem) -> (Credentials, SecretSource) {
        if row.values["key"] != nil, row.values["user"] != nil {
            throw .usage("It names a key and a user: a license is opened by one of them.", name: "key")
        }
        if let name = try user(row) {
            let user = try valid { () throws(FieldError) in try Validation.user(name) }
            let named = try row.values["password"].map { text throws(Problem) in
                try SecretReference.source(text, column: "password", variable: "BERTH_PASSWORD")
            }
            let file = SignInOptions.file(license.owner.signIn.passwordFile, "--password-file")
            guard let (password, source) = try secret(named, file ?? configuration.passwordSource, "password") else {
                throw .usage(
                    "Its password column is empty, and no flag or setting says where the password is.", name: "password"
                )
            }
            return (.user(name: user, password: password), source)
        }
        let named = try row.values["key"].map { text throws(Problem) in
            try SecretReference.source(text, column: "key", variable: "BERTH_LICENSE_KEY")
        }
        let file = SignInOptions.file(license.licenseKeyFile, "--license-key-file")
        let other = file ?? configuration.licenseKeySource
        guard let (key, source) = try secret(named, other, "key") else {
            throw .usage(
                "It names no key and no user, and no flag or setting says where the license key is.", name: "key")
        }
        if named == nil, let other { return (.licenseKey(try other.licenseKey(key)), source) }
        return (.licenseKey(try valid { () throws(FieldError) in try Validation.licenseKey(key) }), source)
    }

    /// The user who opens the license of a row; nil where a key does.
    private func user(_ row: RowFile.Row) throws(Problem) -> String? {
        // What a row names goes before what the flags do.
        let flag = row.values["key"] == nil ? license.owner.user : nil
        let isByKey = row.values["user"] == nil && (row.values["key"] != nil || license.licenseKeyFile != nil)
        let hasPassword = row.values["password"] != nil || license.owner.signIn.passwordFile != nil
        let user = try configuration.user(
            named: row.values["user"] ?? flag, isByKey: isByKey, hasPassword: hasPassword)
        if user == nil, row.values["password"] != nil {
            throw .usage("It names a password and no user, whose it would be.", name: "password")
        }
        return user
    }

    /// The secret of the place that the row names, else of the one that a flag or a setting does; nil where none does.
    private mutating func secret(
        _ named: SecretPlace?, _ other: NamedSecret?, _ column: String
    ) throws(Problem) -> RowSecrets.Taken? {
        if let named { return try secrets.take(named, namedIn: column) }
        return try other.map { named throws(Problem) in try secrets.take(named) }
    }
}

extension BorrowRows.Seat {
    fileprivate init(_ request: BorrowRequest) {
        product = request.product
        hardwareID = request.hardwareID
        feature = request.feature
        switch request.credentials {
        case .licenseKey(let key): (signIn, self.key) = ("key", key)
        case .user(let name, _): (signIn, self.key) = ("user " + UserIdentity(name).text, nil)
        case .singleSignOn(let signOn): (signIn, self.key) = ("account " + signOn.customerAccountCode, nil)
        }
    }
}
