internal import FoundationEssentials
internal import Licensing

extension Book {
    /// A borrow and its number by the order in which borrows were made. All lists of a book share it.
    final class Row: Equatable, Sendable {
        let borrow: Borrow
        let number: Int
        /// Differs where borrows do, but for chance.
        let digest: Int

        init(_ borrow: Borrow, number: Int) {
            self.borrow = borrow
            self.number = number
            digest = borrow.hashValue
        }

        static func == (one: Row, other: Row) -> Bool {
            one === other || (one.digest == other.digest && one.borrow == other.borrow)
        }
    }

    /// A row among all, by the order in which they were made.
    struct Made: Ordered, Equatable {
        var row: Row

        func isBefore(_ other: Made) -> Bool { row.number < other.row.number }
    }

    /// A row among all, by its id.
    struct Named: Ordered {
        var row: Row

        func isBefore(_ other: Named) -> Bool { row.borrow.id.rawValue < other.row.borrow.id.rawValue }
    }

    /// A row among those of its subject, and these among those of its device and license.
    struct Seated: Ordered {
        var row: Row
        var rank: Rank

        /// What a list makes of a row.
        enum Rank: Int, Comparable {
            case unlisted, over, held

            static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
        }

        func isBefore(_ other: Seated) -> Bool {
            let (one, two) = (SubjectKey(row.borrow.subject), SubjectKey(other.row.borrow.subject))
            return one == two ? (rank, row.number) < (other.rank, other.row.number) : one < two
        }
    }

    /// A row with a grant among those of its license and number.
    struct Granted: Ordered {
        var row: Row

        var license: LicenseKey { LicenseKey(row.borrow.subject) }
        var number: Int64 { row.borrow.grant?.licenseID ?? 0 }

        func isBefore(_ other: Granted) -> Bool {
            (license, number, row.number) < (other.license, other.number, other.row.number)
        }
    }

    /// A row in its place in the list.
    struct Entry: Ordered, Equatable {
        var standing: Standing
        var row: Row

        func isBefore(_ other: Entry) -> Bool {
            (standing.group, standing.date, row.borrow.id.rawValue)
                < (other.standing.group, other.standing.date, other.row.borrow.id.rawValue)
        }
    }

    /// A moment on a clock at which a row may come to stand elsewhere in the list.
    struct Turn: Ordered {
        var at: Date
        var row: Row

        func isBefore(_ other: Turn) -> Bool { (at, row.number) < (other.at, other.row.number) }
    }
}

/// A license of a server, or a feature of one, as a subject names it, in an order.
struct LicenseKey: Comparable {
    private let server: String
    private let product: String
    private let kind: Int
    private let text: String
    private let lastFour: String
    private let feature: String

    init(_ subject: BorrowSubject) {
        self.init(server: subject.server, product: subject.product, subject.license, feature: subject.feature)
    }

    init(server: String, product: String, _ license: LicenseReference, feature: String?) {
        (self.server, self.product, self.feature) = (server, product, feature ?? "")
        switch license {
        case .key(let lastFour, let fingerprint): (kind, text, self.lastFour) = (0, fingerprint, lastFour)
        case .user(let name): (kind, text, lastFour) = (1, name, "")
        case .customerAccount(let code): (kind, text, lastFour) = (2, code, "")
        }
    }

    static func < (one: Self, other: Self) -> Bool {
        one.isBeforeLicense(of: other) || !other.isBeforeLicense(of: one) && one.feature < other.feature
    }

    /// Whether its license comes before another one, whatever features they are of. Keys that end alike stand together.
    func isBeforeLicense(of other: Self) -> Bool {
        (server, product, kind, lastFour, text)
            < (other.server, other.product, other.kind, other.lastFour, other.text)
    }
}

/// A license on a device, in an order.
struct SeatKey: Comparable {
    private let license: LicenseKey
    private let hardwareID: String

    init(_ subject: BorrowSubject) {
        license = LicenseKey(subject)
        hardwareID = subject.hardwareID.rawValue
    }

    static func < (one: Self, other: Self) -> Bool {
        (one.license, one.hardwareID) < (other.license, other.hardwareID)
    }
}

/// A subject, in an order in which those of one seat stand together.
struct SubjectKey: Comparable {
    private let seat: SeatKey
    private let hasNumber: Int
    private let number: Int64
    private let bundle: String

    init(_ subject: BorrowSubject) {
        seat = SeatKey(subject)
        bundle = subject.bundleCode ?? ""
        hasNumber = subject.licenseID == nil ? 0 : 1
        number = subject.licenseID ?? 0
    }

    static func < (one: Self, other: Self) -> Bool {
        (one.seat, one.hasNumber, one.number, one.bundle)
            < (other.seat, other.hasNumber, other.number, other.bundle)
    }
}
