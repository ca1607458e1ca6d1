internal import FoundationEssentials
internal import GRDB
public import Licensing

extension Ledger {
    /// The latest lines of the trail, newest first.
    ///
    /// - Parameters:
    ///   - limit: How many lines at most.
    ///   - product: The short code of the product that they are about; nil for all, cuts included.
    public func history(limit: Int, product: String? = nil) async throws(Problem) -> [TrailEntry] {
        try await read { database in
            var request = TrailRecord.newestFirst.limit(max(0, limit))
            if let product {
                let borrows = BorrowRecord.filter(BorrowRecord.CodingKeys.product == product)
                    .select(BorrowRecord.CodingKeys.id)
                request = request.filter(borrows.contains(TrailRecord.CodingKeys.borrowID))
            }
            return try request.fetchAll(database).map { try $0.entry() }
        }
    }

    /// The lines that follow a number, oldest first, so that a long trail can be read in parts.
    public func trail(after line: Int64, limit: Int) async throws(Problem) -> [TrailEntry] {
        try await read { database in
            try TrailRecord.after(line).limit(max(0, limit)).fetchAll(database).map { try $0.entry() }
        }
    }

    /// Verifies that the trail is what was written: every line follows from the one before, none is missing, and every
    /// borrow stands as its latest line says.
    ///
    /// This makes later edits visible, not impossible. Whoever may write the file can make a whole new trail that fits,
    /// and can cut off the latest lines together with all that counts them. Only a head that was noted elsewhere, and
    /// is given as the anchor, shows that.
    ///
    /// - Parameter anchor: A point that the trail must run through.
    /// - Throws: `ledger_altered`, with the first line that does not fit as the message.
    public func verifyTrail(anchor: TrailReport.Anchor? = nil) async throws(Problem) -> TrailReport {
        let (path, time) = (path, now())
        return try await read { database in
            var verifier = TrailVerifier(database)
            do {
                try verifier.run(anchor: anchor)
            } catch let fault as TrailVerifier.Break {
                throw Problem.ledger(.ledgerAltered, fault.sentence, path: path, time: time)
            }
            return verifier.report
        }
    }
}
