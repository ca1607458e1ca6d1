internal import FoundationEssentials
internal import Licensing

extension Book {
    /// A borrow and its number by the order in which borrows were made. All lists of a book share it.
    final class Row: Equatable, Sendable {
        private let kept: Borrow
        let number: Int
        /// Differs where borrows do, but for chance.
        let digest: Int

        init(_ borrow: Borrow, number: Int) {
            kept = borrow
            self.number = number
            digest = borrow.hashValue
        }

        var borrow: Borrow {
            #if DEBUG
                Looks.heard?()
            #endif
            return kept
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
            switch SubjectOrder.subject(row.borrow.subject, other.row.borrow.subject) {
            case .before: true
            case .same: (rank, row.number) < (other.rank, other.row.number)
            case .after: false
            }
        }
    }

    /// A row with a grant among those of its license and number.
    struct Granted: Ordered {
        var row: Row

        /// Its license, to be looked for.
        var license: LicenseKey { LicenseKey(row.borrow.subject) }
        var number: Int64 { row.borrow.grant?.licenseID ?? 0 }

        func isBefore(_ other: Granted) -> Bool {
            switch SubjectOrder.license(row.borrow.subject, other.row.borrow.subject) {
            case .before: true
            case .same: (number, row.number) < (other.number, other.row.number)
            case .after: false
            }
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
    private let subject: BorrowSubject

    init(_ subject: BorrowSubject) { self.subject = subject }

    init(server: String, product: String, _ license: LicenseReference, feature: String?) {
        subject = BorrowSubject(
            server: server, product: product, license: license, licenseID: nil, feature: feature,
            hardwareID: HardwareID(rawValue: ""))
    }

    static func == (one: Self, other: Self) -> Bool { SubjectOrder.license(one.subject, other.subject) == .same }
    static func < (one: Self, other: Self) -> Bool { SubjectOrder.license(one.subject, other.subject) == .before }
}

/// The order of subjects: those that are called the same stand together, among them those of one license on one device, among
/// these those of one feature, and at last those of one server, number and bundle. It is told without a copy of either, since to sort many
/// asks often.
enum SubjectOrder {
    case before, same, after

    /// Tells how one subject stands to another.
    typealias Comparison = (BorrowSubject, BorrowSubject) -> Self

    /// By the license and its feature, whatever device they are on.
    static func license(_ one: BorrowSubject, _ other: BorrowSubject) -> Self {
        servers(one.server, other.server)
            .then { Self(one.product, other.product) }
            .then { licenseName(one.license, other.license) }
            .then { fingerprint(one.license, other.license) }
            .then { Self(one.feature ?? "", other.feature ?? "") }
    }

    /// By what a list calls them: the device, the license as it is written, and the product; of what may be one server.
    static func name(_ one: BorrowSubject, _ other: BorrowSubject) -> Self {
        // What differs most comes first.
        Self(one.hardwareID.rawValue, other.hardwareID.rawValue)
            .then { licenseName(one.license, other.license) }
            .then { Self(one.product, other.product) }
            .then { vicinities(one.server, other.server) }
    }

    /// By the device alone.
    static func device(_ one: BorrowSubject, _ other: BorrowSubject) -> Self {
        Self(one.hardwareID.rawValue, other.hardwareID.rawValue)
    }

    /// By the license and the device, whatever features they are of.
    static func binding(_ one: BorrowSubject, _ other: BorrowSubject) -> Self {
        name(one, other).then { fingerprint(one.license, other.license) }
    }

    static func seat(_ one: BorrowSubject, _ other: BorrowSubject) -> Self {
        binding(one, other).then { Self(one.feature ?? "", other.feature ?? "") }
    }

    static func subject(_ one: BorrowSubject, _ other: BorrowSubject) -> Self {
        seat(one, other)
            .then { servers(one.server, other.server) }
            // Without a number first.
            .then { Self(one.licenseID == nil ? 0 : 1, other.licenseID == nil ? 0 : 1) }
            .then { Self(one.licenseID ?? 0, other.licenseID ?? 0) }
            .then { Self(one.bundleCode ?? "", other.bundleCode ?? "") }
    }

    /// By the server that an address means.
    private static func servers(_ one: String, _ other: String) -> Self {
        one == other ? .same : Self(ServerIdentity(one), ServerIdentity(other))
    }

    /// By the servers that may be the one that an address means.
    private static func vicinities(_ one: String, _ other: String) -> Self {
        one == other ? .same : Self(ServerIdentity(one).vicinity, ServerIdentity(other).vicinity)
    }

    /// By how a license is opened, and what of that is written: keys that end alike are called the same.
    private static func licenseName(_ one: LicenseReference, _ other: LicenseReference) -> Self {
        switch (one, other) {
        case (.key(let lastFour, _), .key(let otherFour, _)): Self(lastFour, otherFour)
        case (.user(let name), .user(let other)): name == other ? .same : Self(UserIdentity(name), UserIdentity(other))
        case (.customerAccount(let code), .customerAccount(let other)): Self(code, other)
        case (.key, _), (.user, .customerAccount): .before
        case (_, .key), (.customerAccount, .user): .after
        }
    }

    /// By what tells keys apart that end alike.
    private static func fingerprint(_ one: LicenseReference, _ other: LicenseReference) -> Self {
        guard case .key(_, let text) = one, case .key(_, let otherText) = other else { return .same }
        return Self(text, otherText)
    }

    private init<Value: Comparable>(_ one: Value, _ other: Value) {
        self = one == other ? .same : one < other ? .before : .after
    }

    /// This order, or where it tells nothing, the next one.
    private func then(_ next: () -> Self) -> Self { self == .same ? next() : self }
}
