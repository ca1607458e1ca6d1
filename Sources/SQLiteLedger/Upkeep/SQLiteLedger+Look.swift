public import Ledger
public import Licensing

extension SQLiteLedger {
    /// Checks that steps could be written, or a ledger begun, and changes nothing.
    ///
    /// - Throws: `ledger_unwritable`, and what is wrong with the place.
    public func checkWritable() throws(Problem) {
        do throws(LedgerFault) {
            let place = try LedgerPlace(path, for: purpose)
            if place.file == nil { try place.checkCreatable() } else { try place.checkWritable() }
        } catch {
            throw problem(error, while: .writing)
        }
    }

    /// The newest lines of the trail, oldest first, held against each other: a cheap look where the whole takes long.
    ///
    /// - Throws: `ledger_altered` where one does not follow from the one before it.
    public func verifiedHead(limit: Int) async throws(Problem) -> [TrailEntry] {
        try await verifiedHead(limit: limit) { problem($0, while: .reading) }
    }
}
