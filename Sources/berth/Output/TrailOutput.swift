internal import Foundation
internal import Ledger
internal import Licensing

/// Prints what a verification of the trail found.
enum TrailOutput {
    static func report(_ report: TrailReport, asJSON: Bool) throws {
        if asJSON { return try Report.json(JSONShapes.Trail(report)) }
        guard let first = report.first, let head = report.head else {
            return try Report.line("The trail is empty.")
        }
        try Report.line("The trail is intact: \(report.lines) lines, \(first)–\(head.line).")
        if first > 1 { try Report.line("Lines 1–\(first - 1) were pruned, and the trail says so.") }
        try Report.line("Head: \(head.line):\(head.hash)")
        for setBack in report.setBacks {
            let length = DurationText.short(setBack.seconds)
            try Report.line(
                "Note: line \(setBack.line) is \(length) earlier than the one before: a clock was set back.")
        }
    }
}
