internal import Foundation
internal import Ledger
internal import Licensing

extension MetricsPage {
    /// How the borrows of a ledger stand. Nothing in it is secret: of a license key it has what the list shows.
    ///
    /// Ends are given as moments rather than as time left, which would be old by the time at which somebody reads it.
    ///
    /// - Parameter reading: what holds a seat, or may.
    init(_ reading: LedgerReading, at moment: Moment) {
        let statuses = reading.borrows.map { $0.status(at: moment) }
        gauge(
            "berth_borrows", "Borrows that hold a seat, or may, by their status.",
            ["active", "pending", "seated", "unknown"].map { word in
                Sample(statuses.count { $0.word == word }, [("status", word)])
            })
        gauge(
            "berth_borrow_end_timestamp_seconds", unit: "seconds",
            "When a borrow ends, as the server granted it, in seconds since 1970.",
            reading.borrows.compactMap { borrow in
                borrow.sureEnd(at: moment).map { Sample(Int64($0.timeIntervalSince1970), borrow.labels) }
            })
        gauge(
            "berth_unknown_outcomes", "Borrows of unknown outcome.", [Sample(statuses.count { $0.word == "unknown" })])
        gauge(
            "berth_borrow_unknown_since_timestamp_seconds", unit: "seconds",
            "Since when it is not known whether a borrow holds a seat, in seconds since 1970.",
            zip(reading.borrows, statuses).compactMap { borrow, status in
                guard case .unknown(let doubt) = status else { return nil }
                return Sample(Int64(doubt.time.timeIntervalSince1970), borrow.labels)
            })
        gauge("berth_ledger_last_line", "The number of the newest line of the ledger's trail.", [Sample(reading.line)])
        gauge(
            "berth_status_timestamp_seconds", unit: "seconds",
            "When this was read from the ledger, in seconds since 1970.",
            [Sample(moment.host)])
    }
}

extension Borrow {
    /// What tells its numbers apart from those of others.
    fileprivate var labels: [(name: String, value: String)] {
        [
            ("id", id.rawValue), ("product", subject.product), ("feature", subject.feature ?? ""),
            ("license", subject.license.label), ("device", subject.hardwareID.rawValue), ("server", subject.server),
        ]
    }
}
