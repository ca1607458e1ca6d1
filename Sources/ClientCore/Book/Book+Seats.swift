internal import FoundationEssentials
public import Licensing

extension Book {
    /// The borrows that may be about the same seat as a subject, in the order in which they were made.
    public func borrows(sharing subject: BorrowSubject) -> [Borrow] {
        rows(by: SeatKey.init, as: subject).sorted { $0.number < $1.number }.map(\.borrow)
            .filter { LedgerRules.mayShareSeat($0, with: subject) }
    }

    /// The rows whose key is a subject's, by an order in which these stand together.
    private func rows<Key: Comparable>(by key: (BorrowSubject) -> Key, as subject: BorrowSubject) -> [Row] {
        let (wanted, seats) = (key(subject), listing.seats)
        let start = seats.position { key($0.row.borrow.subject) >= wanted }
        let end = seats.position { key($0.row.borrow.subject) > wanted }
        return seats[start..<end].map(\.row)
    }

    /// The borrows that may be about the same seat as another one, itself among them.
    func borrows(sharing borrow: Borrow) -> [Borrow] {
        var subject = borrow.subject
        subject.licenseID = borrow.licenseNumber
        return borrows(sharing: subject)
    }

    /// The other borrows that a list shows of the same product, feature and device, of a license that is called the same.
    public func namesakes(of borrow: Borrow) -> [Borrow] {
        let subject = borrow.subject
        var licenses = [subject.license]
        if case .key(let lastFour, _) = subject.license {
            licenses = self.licenses(ofKeyEndingIn: lastFour, product: subject.product, server: subject.server)
        }
        return licenses.flatMap { license -> [Borrow] in
            var same = subject
            same.license = license
            return rows(by: SeatKey.init, as: same).map(\.borrow)
        }.filter { $0.id != borrow.id && listedPosition(of: $0.id) != nil }
    }

    /// The listed borrows that hold a seat of the license of another one, or may, on whatever device; in the list's order.
    ///
    /// It looks at all that hold one.
    public func holders(of borrow: Borrow) -> [Borrow] {
        let subject = borrow.subject
        return listed[0..<heldCount].filter { other in
            let numbers = [borrow.licenseNumber, other.licenseNumber].compactMap(\.self)
            let (areKnown, areSame) = (numbers.count == 2, Set(numbers).count == 1)
            return other.id != borrow.id && other.subject.isOf(server: subject.server)
                && other.subject.product == subject.product && other.subject.feature == subject.feature
                && (areKnown ? areSame : other.subject.license == subject.license)
        }
    }

    /// The licenses of a product that are opened by a key that ends in these characters, each once.
    func licenses(ofKeyEndingIn lastFour: String, product: String, server: String) -> [LicenseReference] {
        var found: [LicenseReference] = []
        var next = LicenseKey(
            server: server, product: product, .key(lastFour: lastFour, fingerprint: ""), feature: nil)
        let seats = listing.seats
        var place = seats.position { !LicenseKey($0.row.borrow.subject).isBeforeLicense(of: next) }
        while place < seats.count {
            let subject = seats[place].row.borrow.subject
            guard subject.isOf(server: server), subject.product == product,
                case .key(lastFour, _) = subject.license
            else { break }
            found.append(subject.license)
            next = LicenseKey(subject)
            place = seats.position { next.isBeforeLicense(of: LicenseKey($0.row.borrow.subject)) }
        }
        return found
    }

    /// The borrows that may be of the same license on the same device as another one, whatever feature of it, in the order in
    /// which they were made; itself among them.
    func borrows(ofLicenseOf borrow: Borrow) -> [Borrow] {
        rows(by: BindingKey.init, as: borrow.subject).sorted { $0.number < $1.number }.map(\.borrow)
            .filter { LedgerRules.mayShareLicense($0, with: borrow) }
    }

    /// The borrow with a grant that was made last of those about a license.
    ///
    /// It looks back, license number by license number, until it has found one.
    ///
    /// - Parameter number: the license's number; nil for any.
    func newestGranted(
        of license: LicenseKey, number: Int64? = nil, where isMeant: (Borrow) -> Bool = { _ in true }
    ) -> Borrow? {
        var newest: Row?
        var end = grants.position { $0.license > license }
        while end > 0, grants[end - 1].license == license {
            let found = grants[end - 1].number
            let start = grants.position { ($0.license, $0.number) >= (license, found) }
            if number == nil || number == found,
                let row = grants[start..<end].last(where: { isMeant($0.row.borrow) })?.row,
                row.number > newest?.number ?? -1
            {
                newest = row
            }
            end = start
        }
        return newest?.borrow
    }
}
