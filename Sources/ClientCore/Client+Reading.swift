internal import FoundationEssentials
internal import Ledger
internal import Licensing

// The ledger: what is current is read once, then what changes.
extension Client.State {
    /// How many borrows that are over are read beside those that hold a seat or may.
    private static let othersRead = 500

    /// Reads all that is current.
    mutating func loadLedger(at: Date) -> [Client.Effect] {
        guard reading == .no else {
            next = .whole
            return []
        }
        reading = .whole
        return [.loadLedger(.current(at: moment(at: at), others: Self.othersRead))]
    }

    /// Reads what has changed since the last reading; all, where there is none to go on from.
    ///
    /// What is being read already may be older than what is wanted: it is used, and brought up to date then.
    mutating func readChanges(at: Date) -> [Client.Effect] {
        guard reading == .no else {
            next = max(next, .changes)
            return []
        }
        guard ledger == .ready else { return loadLedger(at: at) }
        reading = .changes
        return [.readChanges(after: line)]
    }

    mutating func announced(_ announcement: LedgerAnnouncement, at: Date) -> [Client.Effect] {
        switch announcement {
        case .changed:
            // What can be written by others may be written here, too.
            let due = underway.keys.sorted { $0.rawValue < $1.rawValue }
            return readChanges(at: at) + due.flatMap { advance($0, .recordingDue($0)) }
        case .unavailable(let problem):
            watchProblem = problem
            return readChanges(at: at)
        case .waiting(let holder):
            lockHolder = holder
            return []
        }
    }

    /// Takes over the first part of what the ledger holds, and tells how far the rest is.
    ///
    /// Where the ledger was read before, what is known of it stays until all is read anew.
    mutating func ledgerReading(_ part: LedgerPart) -> [Client.Effect] {
        guard reading == .whole else { return [] }
        switch ledger {
        case .loading: takeAll(Book(part.borrows, at: book.moment), line: 0)
        case .reading: break
        case .ready, .failed: return []
        }
        ledger = .reading(part.progress, asOf: part.asOf)
        return []
    }

    /// Takes over what the ledger holds, and reads on where it was overtaken meanwhile.
    mutating func ledgerRead(_ result: Result<Client.LedgerRead, Problem>, at: Date) -> [Client.Effect] {
        var then = next
        (reading, next) = (.no, .no)
        switch result {
        case .failure(let problem):
            let asOf: Date? =
                switch ledger {
                case .loading: nil
                case .reading(_, let asOf), .failed(_, let asOf): asOf
                case .ready: problem.time
                }
            ledger = .failed(problem, asOf: asOf)
            return report(problem, .readLedger) + tellOvertaken()
        case .success(let read):
            ledger = .ready
            troubles.removeAll { $0.request == .readLedger }
            switch read.content {
            case .whole(let book): takeAll(book, line: read.line)
            case .changes(let borrows): then = max(then, takeChanges(borrows, line: read.line))
            }
            troubles.removeAll { [book] in $0.isSolved(in: book) }
            if read.outdatesEarlier { then = .whole }
            line = read.line
            written = written.filter { $0.value > line }
            made = made.filter { $0.value > line }
        }
        switch then {
        case .whole: return loadLedger(at: at)
        case .changes: return readChanges(at: at)
        case .no: return tellOvertaken()
        }
    }

    /// - Parameter line: the newest line as the book was read.
    private mutating func takeAll(_ read: Book, line: Int64) {
        // Of what this process has written since, its own rows are newer; one that is gone was forgotten.
        let newer = written.keys.filter { isNewer($0, than: line) }
        var all = read
        newer.filter { book[$0] == nil }.forEach { all.remove($0) }
        newer.compactMap(book.row).sorted { $0.number < $1.number }.forEach { all.put($0.borrow) }
        if book.moment.host > all.moment.host { all.advance(to: book.moment) }
        book = all
    }

    /// Takes over what has changed, new rows where they belong by the order in which they were made.
    ///
    /// - Returns: what has to be read because of it: all, where a row was not read before although it is not a new one,
    ///   so that nothing tells where it belongs.
    private mutating func takeChanges(_ borrows: [Borrow], line: Int64) -> Reading {
        var then = Reading.no
        var new: [Borrow] = []
        for row in borrows {
            let isNewer = isNewer(row.id, than: line)
            if book[row.id] != nil {
                book.insert(new, before: row.id)
                new = []
                if !isNewer { take(row) }
            } else if !isNewer, row.forgottenAt == nil {
                if row.id != row.operation.id { then = .whole }
                new.append(row)
            }
        }
        // What this process made after that comes after it.
        let later = made.filter { $0.value > line && book[$0.key] != nil }
        book.insert(new, before: later.min { $0.value < $1.value }?.key)
        return then
    }

    /// Whether this process has written about a borrow what a reading was too early for.
    private func isNewer(_ borrow: OperationID, than line: Int64) -> Bool {
        written[borrow, default: 0] > line
    }

    mutating func queried(
        _ query: Client.Query, _ result: Result<Client.QueryResponse, ServiceFailure>
    ) -> [Client.Effect] {
        guard queries.remove(query) != nil else { return [] }
        switch (query, result) {
        case (.product(let code), .failure(let failure)):
            // Nobody waits for this: it is asked while a form is filled in, so it is noted there and raises no alarm.
            measured(failure.clockOffset)
            productProblems[code] = failure.problem
        case (_, .failure(let failure)):
            measured(failure.clockOffset)
            return report(failure.problem, .query(query), exchange: failure.exchange)
        case (.product(let code), .success(.product(let response))):
            measured(response.clockOffset)
            products[code] = response.value
            productProblems[code] = nil
        case (.licenses(let product, let credentials), .success(.licenses(let response))):
            measured(response.clockOffset)
            if case .user(let name, _) = credentials {
                licenses = Client.LicenseList(product: product, user: name, licenses: response.value)
            }
            troubles.removeAll { $0.request.isSame(as: .query(query)) }
        // A response of the other kind is to another question.
        case (_, .success):
            break
        }
        return []
    }
}
