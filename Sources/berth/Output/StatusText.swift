internal import Foundation
internal import Licensing

/// The list that `status --json` prints, part by part: `version` 1, `ledger`, `borrows`, and of a copy `as_of`.
struct StatusText {
    /// The ledger's file.
    let ledger: String
    /// When the ledger held that, where a copy of it is printed; nil for the ledger itself.
    let asOf: Date?
    private var isEmpty = true

    init(ledger: String, asOf: Date? = nil) { (self.ledger, self.asOf) = (ledger, asOf) }

    /// Borrows as they stand in the list, each on lines of its own, with commas in between.
    static func rows(_ borrows: [Borrow], at moment: Moment) -> [UInt8] {
        // Half a kilobyte each, as most are.
        var text = JSONText(room: 512 * borrows.count)
        for borrow in borrows {
            text.write(text.bytes.isEmpty ? "\n" : ",\n")
            text.indent(2)
            text.object(JSONShapes.BorrowShape(borrow, at: moment).members, depth: 2)
        }
        return text.bytes
    }

    /// The next rows with what stands between them and those before.
    mutating func next(_ rows: [UInt8]) -> [UInt8] {
        guard !rows.isEmpty else { return [] }
        defer { isEmpty = false }
        return (isEmpty ? head : [UInt8(ascii: ",")]) + rows
    }

    /// What stands before the rows.
    private var head: [UInt8] {
        let asOf = asOf.map { "\n  \"as_of\" : \"\(UTC.format($0))\"," } ?? ""
        return Array("{\(asOf)\n  \"borrows\" : [".utf8)
    }

    /// What stands after the last rows.
    func end() -> [UInt8] {
        var text = JSONText()
        if isEmpty { text.write("\n") }
        text.write("\n  ],\n  \"ledger\" : ")
        text.string(ledger)
        text.write(",\n  \"version\" : 1\n}\n")
        return (isEmpty ? head : []) + text.bytes
    }
}

extension JSONShapes.BorrowShape {
    /// Its members as they are printed.
    var members: [JSONText.Member] {
        func text(_ text: String?) -> JSONText.Value? { text.map { .text($0) } }
        return [
            ("account", text(account)), ("borrowed_until", text(borrowedUntil)), ("bundle_code", text(bundleCode)),
            ("device_id", deviceID.map { .number($0) }), ("doubt", doubt.map { .object($0.members) }),
            ("feature", text(feature)), ("hardware_id", .text(hardwareID)), ("id", .text(id)),
            ("license", .text(license)), ("license_id", licenseID.map { .number($0) }),
            ("max_borrow_time", maxBorrowTimeHours.map { .number(Int64($0)) }), ("pending_until", text(pendingUntil)),
            ("product", .text(product)), ("profile", text(profile)),
            ("seat_taken_at", text(seatTakenAt)), ("seconds_left", secondsLeft.map { .number(Int64($0)) }),
            ("server", .text(server)),
            ("status", .text(status)),
        ]
    }
}

extension JSONShapes.BorrowShape.Doubt {
    fileprivate var members: [JSONText.Member] {
        [
            ("code", .text(code)), ("message", .text(message)), ("settle", .text(settle)), ("since", .text(since)),
            ("status", status.map { .number(Int64($0)) }), ("what_happened", .text(whatHappened)),
        ]
    }
}
