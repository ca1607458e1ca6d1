internal import ClientLive
internal import Foundation
internal import Licensing

/// Finds the borrows that the rows of a file mean: by an id, or by a product and a device.
struct ReleaseRows {
    static let columns = ["id", "product", "hardware_id", "feature", "key"]

    private let byID: [OperationID: Borrow]
    private let byDevice: [Place: [Borrow]]
    private let moment: Moment
    private var lines: [OperationID: Int] = [:]
    private var secrets: RowSecrets
    /// The accounts that the rows go by.
    private(set) var accounts: RowAccounts

    private struct Place: Hashable {
        var product: String
        var hardwareID: String
    }

    /// - Parameter borrows: all that the ledger holds, what is over among them: it tells what an earlier run has done.
    init(_ borrows: [Borrow], _ accounts: AccountsAtHand, secrets: SecretReader, at moment: Moment) {
        self.secrets = RowSecrets(secrets)
        self.accounts = RowAccounts(accounts)
        byID = Dictionary(borrows.map { ($0.id, $0) }) { _, last in last }
        byDevice = Dictionary(grouping: borrows) {
            Place(product: $0.subject.product, hardwareID: $0.subject.hardwareID.rawValue)
        }
        self.moment = moment
    }

    /// What a row asks for.
    ///
    /// - Throws: `input_invalid` for what cannot be meant, `borrow_not_found` for what the ledger does not know, and what keeps
    ///   its key from being read or its account from being used.
    mutating func request(_ row: RowFile.Row) throws(Problem) -> BulkRow {
        let borrow = try borrow(row)
        if let line = lines[borrow.id] { throw .usage("It is about the same borrow as line \(line).", name: "row") }
        let own = try request(row, of: borrow)
        // One that cannot be used keeps no other from being so.
        lines[borrow.id] = row.line
        return own
    }

    private mutating func request(_ row: RowFile.Row, of borrow: Borrow) throws(Problem) -> BulkRow {
        let name = "\(borrow.title) \(borrow.subject.hardwareID.short)"
        if let why = borrow.reasonNotToRelease(at: moment) {
            return BulkRow(line: row.line, name: name, wish: .nothing(borrow, why))
        }
        let key = try key(row, of: borrow)
        var own = BulkRow(
            line: row.line, name: name, wish: .release(borrow.id, key: key?.secret),
            account: try accounts.place(of: borrow))
        if case .environment(let variable)? = key?.source { own.variable = variable }
        return own
    }

    /// The license key that the row names; nil where it names none.
    private mutating func key(_ row: RowFile.Row, of borrow: Borrow) throws(Problem) -> RowSecrets.Taken? {
        guard let text = row.values["key"] else { return nil }
        guard case .key = borrow.subject.license else {
            throw .usage("It names a key, and \(borrow.title) is not opened by one: leave it empty.", name: "key")
        }
        let place = try SecretReference.source(text, column: "key", variable: "BERTH_LICENSE_KEY")
        var key = try secrets.take(place, namedIn: "key")
        key.secret = try valid { () throws(FieldError) in try Validation.licenseKey(key.secret) }
        return key
    }

    private func borrow(_ row: RowFile.Row) throws(Problem) -> Borrow {
        let values = row.values
        if let id = values["id"] {
            guard values["product"] == nil, values["hardware_id"] == nil, values["feature"] == nil else {
                throw .usage("A row names a borrow by its id, or by product and hardware_id; not by both.", name: "id")
            }
            guard let borrow = byID[OperationID(rawValue: id)] else {
                throw unknown("The ledger knows no borrow \(KeyShape.hidden(id).inQuotes).")
            }
            return borrow
        }
        guard let product = values["product"], let device = values["hardware_id"] else {
            throw .usage("A row names a borrow by its id, or by product and hardware_id.", name: "id")
        }
        let all = (byDevice[Place(product: product, hardwareID: device)] ?? []).filter {
            values["feature"] == nil || $0.subject.feature == values["feature"]
        }
        let held = LedgerRules.holders(among: all, at: moment)
        if held.count > 1 { throw .several(held, of: product, "held on it", name: "product") }
        guard let borrow = held.first ?? all.lastOver(at: moment) else {
            let near = Array(byID.values).question(product: product)
            let name = KeyShape.hidden(product).inQuotes
            throw unknown("The ledger knows no borrow of \(name) on \(device.inQuotes).\(near)")
        }
        return borrow
    }

    private func unknown(_ sentence: String) -> Problem {
        Problem(.borrowNotFound, message: sentence, time: moment.host, effect: .none)
    }
}

extension Borrow {
    /// Why there is nothing to release, as a part of a sentence; nil where a seat is held, or may be.
    func reasonNotToRelease(at moment: Moment) -> String? {
        switch status(at: moment) {
        case .active, .unknown, .pending, .seated: nil
        case .ended(let end): "it is over already, since \(UTC.format(end))"
        case .released(let date): "it was released already, at \(UTC.format(date))"
        case .refused: "it was refused, and holds no seat"
        case .activated: "it holds no seat: its device is activated, and nothing is borrowed"
        case .deactivated(let date): "it holds no seat: its device was taken off the license at \(UTC.format(date))"
        }
    }
}

extension [Borrow] {
    /// Which of their products was probably meant, as a question that follows a sentence; empty where none is near, or it is one.
    ///
    /// What looks like a license key is not looked for, nor offered: it is told what to name instead.
    func question(product: String) -> String {
        if KeyShape.isByAnyMeasureIn(product) {
            return " That looks like a license key, and is not repeated: name a borrow by its id, or by its product."
        }
        let known = Set(map(\.subject.product))
        return known.contains(product) ? "" : NearMatch.question(product, among: known.sorted())
    }

    /// The last one that holds no seat, so that there is nothing to release.
    func lastOver(at moment: Moment) -> Borrow? { last { $0.reasonNotToRelease(at: moment) != nil } }
}
