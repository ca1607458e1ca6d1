internal import Foundation
internal import LicenseAPI
internal import Licensing

extension JSONShapes {
    /// What `licenses --json` prints.
    struct Licenses: Encodable {
        var version = 1
        var product: String
        /// The user's e-mail, or the customer account.
        var user: String
        var licenses: [LicenseShape]
    }

    /// What `features --json` prints.
    struct Features: Encodable {
        var version = 1
        var product: String
        var user: String
        /// Those of all the user's licenses; `license_id` says whose.
        var features: [FeatureShape]
    }

    /// A license, as the server describes it.
    struct LicenseShape: Encodable {
        var id: Int64
        /// The server's word, such as `perpetual`, `time-limited` or `subscription`.
        var type: String?
        var enabled: Bool
        var active: Bool
        var expired: Bool
        /// Whether its seats are counted by the cloud, which is what can be borrowed.
        var floating: Bool
        var canBorrow: Bool
        var maxBorrowTimeHours: Int?
        /// When the license itself ends; left out for one that does not.
        var validUntil: String?
        var seatsTotal: Int?
        var seatsInUse: Int?
        var seatsFree: Int?
        var features: [FeatureShape]

        enum CodingKeys: String, CodingKey {
            case id, type, enabled, active, expired, floating, features
            case canBorrow = "can_borrow"
            case maxBorrowTimeHours = "max_borrow_time"
            case validUntil = "valid_until"
            case seatsTotal = "seats_total"
            case seatsInUse = "seats_in_use"
            case seatsFree = "seats_free"
        }

        init(_ license: License) {
            (id, type) = (license.id, license.type)
            (enabled, active, expired) = (license.isEnabled, license.isActive, license.isExpired)
            (floating, canBorrow) = (license.isFloatingCloud, license.canBorrow)
            maxBorrowTimeHours = license.maxBorrowHours
            validUntil = license.validUntil.map(UTC.format)
            seatsTotal = license.seats?.total
            seatsInUse = license.seats?.inUse
            seatsFree = license.seats?.free
            features = license.features.map(FeatureShape.init)
        }
    }

    /// A feature of a license, as the server describes it.
    struct FeatureShape: Encodable {
        var licenseID: Int64?
        var id: Int64
        var code: String
        var name: String
        var type: String?
        var floating: Bool
        var maxBorrowTimeHours: Int?
        var validUntil: String?
        var seatsTotal: Int?
        var seatsInUse: Int?
        var seatsFree: Int?

        enum CodingKeys: String, CodingKey {
            case id, code, name, type, floating
            case licenseID = "license_id"
            case maxBorrowTimeHours = "max_borrow_time"
            case validUntil = "valid_until"
            case seatsTotal = "seats_total"
            case seatsInUse = "seats_in_use"
            case seatsFree = "seats_free"
        }

        init(_ feature: LicenseFeature) {
            (licenseID, id) = (feature.licenseID, feature.id)
            (code, name, type) = (feature.code, feature.name, feature.type)
            floating = feature.isFloatingCloud
            maxBorrowTimeHours = feature.maxBorrowHours
            validUntil = feature.validUntil.map(UTC.format)
            seatsTotal = feature.seatsInTotal
            seatsInUse = feature.seatsInUse
            seatsFree = feature.seats?.free
        }
    }

    /// What a dry run would have done.
    struct DryRunShape: Encodable {
        /// In the order in which they would have gone out.
        var requests: [Request]
        /// The ledger that would have been written to; left out where none would.
        var ledger: String?
        /// Whether that is there already.
        var ledgerExists: Bool?
        /// The steps that would have been written before the server has responded.
        var writes: [Write]

        /// One request; a variable, `$BERTH_LICENSE_KEY`, stands for each secret.
        struct Request: Encodable {
            var method: String
            var url: String
            var headers: [String: String]
            /// Its bytes as text; left out where there is no body.
            var body: String?
        }

        /// One step.
        struct Write: Encodable {
            var operation: String
            var borrow: String
            /// `borrow`, `release`, `check`, `activate` or `deactivate`.
            var kind: String
            /// `intended`, `sent` or `noted`.
            var phase: String
            var product: String
            var feature: String?
            var license: String
            var hardwareID: String
            /// For a borrow: `maximum`, or a time.
            var endAsked: String?
            /// The end that it has by now.
            var endGranted: String?

            enum CodingKeys: String, CodingKey {
                case operation, borrow, kind, phase, product, feature, license
                case hardwareID = "hardware_id"
                case endAsked = "end_asked"
                case endGranted = "end_granted"
            }
        }

        enum CodingKeys: String, CodingKey {
            case requests, ledger, writes
            case ledgerExists = "ledger_exists"
        }

        init(_ dryRun: DryRun) {
            requests = dryRun.requests.map { request in
                let headers = request.headers.map { ($0.name, $0.value) }
                return Request(
                    method: request.method, url: request.url,
                    headers: Dictionary(headers, uniquingKeysWith: { $0 + ", " + $1 }), body: request.body)
            }
            ledger = dryRun.ledger
            ledgerExists = dryRun.ledger.map { _ in dryRun.ledgerExists }
            writes = dryRun.entries.map { entry in
                let borrow = entry.borrow
                var write = Write(
                    operation: borrow.operation.id.rawValue, borrow: borrow.id.rawValue,
                    kind: borrow.operation.kind.name, phase: borrow.operation.phase.name,
                    product: borrow.subject.product, feature: borrow.subject.feature,
                    license: borrow.subject.license.label, hardwareID: borrow.subject.hardwareID.rawValue,
                    endGranted: borrow.grant.map { UTC.format($0.end) })
                if case .borrow(let end) = borrow.operation.kind { write.endAsked = end.word }
                return write
            }
        }
    }
}
