internal import FoundationEssentials
internal import Licensing

// The file of a snapshot: a line of JSON that says what it is of, then one for each borrow and one for each receipt.
extension LedgerSnapshot {
    /// What a file of one begins with, by which it is told from other files.
    public static let beginning = "{\"at\":"
    private static let version: Int64 = 1

    /// The snapshot as a file holds it.
    public var text: String {
        let head = JSONValue(members: [
            "at": .time(at), "borrows": .integer(Int64(borrows.count)), "ledger": .string(ledger),
            "receipts": .integer(Int64(receipts.count)), "v": .integer(Self.version),
        ])
        let receipts = receipts.map { stored in
            JSONValue(members: [
                "borrow": .string(stored.borrow.id.rawValue), "operation": .string(stored.operation.rawValue),
                "receipt": stored.receipt.json,
            ])
        }
        return ([head] + borrows.map(\.json) + receipts).map { $0.text + "\n" }.joined()
    }

    /// Reads a file; nil where it is no whole snapshot that this version knows.
    public init?(text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).makeIterator()
        func next() throws(TrailFault) -> JSONFields {
            guard let line = lines.next(), let document = JSONDocument(Array(line.utf8)) else {
                throw TrailFault("A line is missing, or no JSON.")
            }
            return try JSONFields(document.root)
        }
        do throws(TrailFault) {
            let head = try next()
            guard try head.need("v", \.int64) == Self.version else { return nil }
            let count = (borrows: try head.need("borrows", \.int), receipts: try head.need("receipts", \.int))
            guard (0...Self.limit).contains(count.borrows), count.receipts >= 0 else { return nil }
            var borrows: [Borrow] = []
            var places: [OperationID: Int] = [:]
            for place in 0..<count.borrows {
                let borrow = try Borrow(next())
                borrows.append(borrow)
                places[borrow.id] = place
            }
            var receipts: [StoredReceipt] = []
            for _ in 0..<count.receipts {
                let fields = try next()
                let id = OperationID(rawValue: try fields.need("borrow", \.string))
                guard let place = places[id] else { return nil }
                receipts.append(
                    StoredReceipt(
                        receipt: try Receipt(fields.object("receipt")),
                        operation: OperationID(rawValue: try fields.need("operation", \.string)),
                        borrow: borrows[place]))
            }
            self.init(
                of: try head.need("ledger", \.string), borrows, receipts: receipts, at: try head.need("at", \.time))
        } catch {
            return nil
        }
    }
}

extension Receipt {
    fileprivate init(_ fields: JSONFields) throws(TrailFault) {
        self.init(
            request: try fields.need("request", \.string),
            body: try fields.need("body") { $0.string.flatMap { Data(base64Encoded: $0) } },
            isRedacted: try fields.need("redacted", \.bool), digest: try fields.need("digest", \.string),
            signature: try fields.need("signature", \.string),
            keyFingerprint: try fields.need("keyFingerprint", \.string),
            receivedAt: try fields.need("receivedAt", \.time))
    }
}
