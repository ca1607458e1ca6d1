internal import FoundationEssentials
public import Licensing

extension Book {
    /// The borrows that may be about the same seat as a subject, in the order in which they were made.
    public func borrows(sharing subject: BorrowSubject) -> [Borrow] {
        rows(of: subject, by: SubjectOrder.seat).filter { LedgerRules.mayShareSeat($0, with: subject) }
    }

    /// The borrows whose subjects are the same by an order in which these stand together, in the order in which they were made.
    private func rows(of subject: BorrowSubject, by order: SubjectOrder.Comparison) -> [Borrow] {
        let places = listing.places(of: subject, by: order)
        return listing.seats[places].map(\.row).sorted { $0.number < $1.number }.map(\.borrow)
    }

    /// Of the borrows that may be about the same seat as a subject those that hold it, or may, at the book's moment; in the order
    /// in which they were made.
    ///
    /// However long the history of a seat is, it looks at what the list shows of it.
    func holders(sharing subject: BorrowSubject) -> [Borrow] {
        listing.shown(of: subject, by: SubjectOrder.seat).filter { $0.rank(at: moment) == .held }
            .sorted { $0.number < $1.number }.map(\.borrow)
            .filter { LedgerRules.mayShareSeat($0, with: subject) }
    }

    /// The borrows that may be about the same seat as another one, itself among them.
    func borrows(sharing borrow: Borrow) -> [Borrow] {
        var subject = borrow.subject
        subject.licenseID = borrow.licenseNumber
        return borrows(sharing: subject)
    }

    /// The other borrows that a list shows of the same product, feature and device, of a license that is called the same.
    public func namesakes(of borrow: Borrow) -> [Borrow] {
        listing.shown(of: borrow.subject, by: SubjectOrder.name).map(\.borrow)
            .filter { $0.id != borrow.id && $0.subject.feature == borrow.subject.feature }
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
                && (areKnown ? areSame : other.subject.license.isSame(as: subject.license))
        }
    }

    /// The licenses of a product that are known of a device and opened by a key that ends in these characters, each once.
    func licenses(
        ofKeyEndingIn lastFour: String, product: String, server: String, on device: HardwareID
    ) -> [LicenseReference] {
        let name = BorrowSubject(
            server: server, product: product, license: .key(lastFour: lastFour, fingerprint: ""), licenseID: nil,
            hardwareID: device)
        let places = listing.places(of: name, by: SubjectOrder.name)
        var found: [LicenseReference] = []
        var place = places.lowerBound
        while place < places.upperBound {
            let subject = listing.seats[place].row.borrow.subject
            found.append(subject.license)
            place = listing.places(of: subject, by: SubjectOrder.binding).upperBound
        }
        return found
    }

    /// The borrows that may share the activation of another one's license on its device, whatever feature of it they are of, in the order
    /// in which they were made; itself among them.
    func borrows(onActivationOf borrow: Borrow) -> [Borrow] {
        rows(of: borrow.subject, by: SubjectOrder.binding).filter { LedgerRules.mayShareActivation($0, with: borrow) }
    }

    /// All that a further operation on a borrow has to know of: what may share its activation, whichever sign-in opens the license.
    func borrows(besides borrow: Borrow) -> [Borrow] {
        borrows(onActivationOf: borrow) + borrows(openedApartFrom: borrow)
    }

    /// The borrows that may be of the license of another one, on its device, opened by another sign-in, in the order in which they were
    /// made.
    ///
    /// It looks at all that is known of the device.
    func borrows(openedApartFrom borrow: Borrow) -> [Borrow] {
        if case .key = borrow.subject.license { return [] }
        return rows(of: borrow.subject, by: SubjectOrder.device).filter { LedgerRules.mayBeOpenedApart($0, borrow) }
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
