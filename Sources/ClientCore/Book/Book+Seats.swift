internal import FoundationEssentials
public import Licensing

extension Book {
    /// The borrows that may be about the same seat as a subject, in the order in which they were made.
    public func borrows(sharing subject: BorrowSubject) -> [Borrow] {
        let key = SeatKey(subject)
        let seats = listing.seats
        let start = seats.position { SeatKey($0.row.borrow.subject) >= key }
        let end = seats.position { SeatKey($0.row.borrow.subject) > key }
        return seats[start..<end].map(\.row).sorted { $0.number < $1.number }.map(\.borrow)
            .filter { LedgerRules.mayShareSeat($0, with: subject) }
    }

    /// The borrows that may be about the same seat as another one, itself among them.
    func borrows(sharing borrow: Borrow) -> [Borrow] {
        var subject = borrow.subject
        subject.licenseID = borrow.licenseNumber
        return borrows(sharing: subject)
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
