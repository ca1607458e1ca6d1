internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// A row of `borrow`.
struct BorrowRecord: LedgerRecord {
    static let databaseTableName = "borrow"

    enum LicenseKind: String, Codable, DatabaseValueConvertible {
        case key, user, customerAccount
    }

    enum CodingKeys: String, CodingKey, ColumnExpression {
        case id, server, product, doubt
        case licenseKind = "license_kind"
        case licenseName = "license_name"
        case licenseFingerprint = "license_fingerprint"
        case licenseID = "license_id"
        case hardwareID = "hardware_id"
        case grantEnd = "grant_end"
        case grantMaxBorrowHours = "grant_max_borrow_hours"
        case grantDeviceID = "grant_device_id"
        case grantLicenseID = "grant_license_id"
        case returnedAt = "returned_at"
        case forgottenAt = "forgotten_at"
        case secretSource = "secret_source"
        case operationID = "operation_id"
    }

    var id: String
    var server: String
    var product: String
    var licenseKind: LicenseKind
    /// A key's last four characters, a user's e-mail or a customer account's code.
    var licenseName: String
    /// For keys alone.
    var licenseFingerprint: String?
    var licenseID: Int64?
    var hardwareID: String
    var grantEnd: Date?
    var grantMaxBorrowHours: Int?
    var grantDeviceID: Int64?
    var grantLicenseID: Int64?
    var returnedAt: Date?
    var forgottenAt: Date?
    var secretSource: SecretSource
    /// Why it is not known whether a seat is held, as JSON.
    var doubt: Problem?
    /// The operation that touched it last.
    var operationID: String

    static let operation = belongsTo(OperationRecord.self, using: ForeignKey([CodingKeys.operationID]))

    /// The condition that a row may be about the same seat: the same license on the same device of the same server, where
    /// a license number left open may be any.
    var mayShareSeat: SQLExpression {
        let number = CodingKeys.licenseID ?? CodingKeys.grantLicenseID
        let wanted = licenseID ?? grantLicenseID
        let sameNumber = wanted.map { number == $0 || number == nil } ?? true.sqlExpression
        return [
            CodingKeys.server == server, CodingKeys.product == product, CodingKeys.licenseKind == licenseKind,
            CodingKeys.licenseName == licenseName, CodingKeys.licenseFingerprint == licenseFingerprint,
            CodingKeys.hardwareID == hardwareID, sameNumber,
        ].joined(operator: .and)
    }

    /// Whether both are the same in all but the operation.
    func differsOnlyInOperation(from other: BorrowRecord) -> Bool {
        var copy = self
        copy.operationID = other.operationID
        return copy.databaseEquals(other)
    }

    func hasSameSubject(as other: BorrowRecord) -> Bool { subject == other.subject }
}

/// A borrow with the operation that touched it last, as one row.
struct BorrowWithOperation: Decodable, FetchableRecord {
    var borrow: BorrowRecord
    var operation: OperationRecord
}

extension BorrowRecord {
    init(_ borrow: Borrow) {
        id = borrow.id.rawValue
        server = borrow.subject.server
        product = borrow.subject.product
        switch borrow.subject.license {
        case .key(let lastFour, let fingerprint):
            (licenseKind, licenseName, licenseFingerprint) = (.key, lastFour, fingerprint)
        case .user(let name): (licenseKind, licenseName, licenseFingerprint) = (.user, name, nil)
        case .customerAccount(let code): (licenseKind, licenseName, licenseFingerprint) = (.customerAccount, code, nil)
        }
        licenseID = borrow.subject.licenseID
        hardwareID = borrow.subject.hardwareID.rawValue
        grantEnd = borrow.grant?.end
        grantMaxBorrowHours = borrow.grant?.maxBorrowHours
        grantDeviceID = borrow.grant?.deviceID
        grantLicenseID = borrow.grant?.licenseID
        returnedAt = borrow.returnedAt
        forgottenAt = borrow.forgottenAt
        secretSource = borrow.secretSource
        doubt = borrow.doubt
        operationID = borrow.operation.id.rawValue
    }

    var subject: BorrowSubject {
        let license: LicenseReference =
            switch licenseKind {
            case .key: .key(lastFour: licenseName, fingerprint: licenseFingerprint ?? "")
            case .user: .user(licenseName)
            case .customerAccount: .customerAccount(licenseName)
            }
        return BorrowSubject(
            server: server, product: product, license: license, licenseID: licenseID,
            hardwareID: HardwareID(rawValue: hardwareID))
    }

    func borrow(operation: OperationRecord) throws -> Borrow {
        var grant: BorrowGrant?
        if let grantEnd, let grantMaxBorrowHours, let grantDeviceID, let grantLicenseID {
            grant = BorrowGrant(
                end: grantEnd, maxBorrowHours: grantMaxBorrowHours, deviceID: grantDeviceID, licenseID: grantLicenseID)
        }
        return Borrow(
            id: OperationID(rawValue: id), subject: subject, grant: grant, returnedAt: returnedAt,
            forgottenAt: forgottenAt, secretSource: secretSource, doubt: doubt,
            operation: try operation.operation())
    }
}
