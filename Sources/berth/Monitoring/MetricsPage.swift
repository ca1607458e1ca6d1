internal import Foundation
internal import TerminalUI

/// A page of metrics, in a text that is both Prometheus's and OpenMetrics'.
struct MetricsPage {
    /// One value, and what tells it apart from others of its name.
    struct Sample {
        var labels: [(name: String, value: String)] = []
        var value: String

        init(_ value: some BinaryInteger, _ labels: [(name: String, value: String)] = []) {
            (self.value, self.labels) = ("\(value)", labels)
        }

        /// A moment, in seconds since 1970 to the millisecond.
        init(_ date: Date) { value = String(format: "%.3f", date.timeIntervalSince1970) }
    }

    private var lines: [String] = []

    /// Adds a number that may rise and fall. Its name ends with its unit, where it has one.
    mutating func gauge(_ name: String, unit: String? = nil, _ help: String, _ samples: [Sample]) {
        lines.append("# HELP \(name) \(Self.escaped(help))")
        lines.append("# TYPE \(name) gauge")
        if let unit { lines.append("# UNIT \(name) \(unit)") }
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped(TextWidth.sanitised($0.value)))\"" }
            lines.append(name + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}") + " " + sample.value)
        }
    }

    /// The whole page. What OpenMetrics ends with is a comment to Prometheus.
    var text: String { (lines + ["# EOF"]).joined(separator: "\n") + "\n" }

    /// Whether a text begins as a page of this program does, with a comment on one of its metrics.
    static func begins(_ text: String) -> Bool { text.hasPrefix("# HELP berth_") || text.hasPrefix("# EOF") }

    private static func escaped(_ text: String) -> String {
        text.replacing(#"\"#, with: #"\\"#).replacing("\n", with: #"\n"#).replacing("\"", with: #"\""#)
    }
}
