extension EndReader {
    /// Refuses a length with a fraction, such as `1.5h` and `2,5 days`: whether `1,500h` and `1,30h` are meant as one reads them
    /// here or elsewhere, nobody can tell.
    ///
    /// - Throws: what to type instead, in whole numbers.
    func refuseFraction() throws(EndFlaw) {
        // Asked at each key, and most have none.
        guard typed.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }) else { return }
        let text = typed.lowercased()
        let fractions = text.matches(of: /([0-9]+)[.,]([0-9]+)\s*([a-z]+)/)
        var whole = text
        for fraction in fractions.reversed() {
            let name = String(fraction.3)
            if EndNames.calendarUnits.contains(name) { throw .calendarUnit }
            if EndNames.seconds.contains(name) { throw .seconds }
            guard let unit = EndNames.units[name], let count = Double("\(fraction.1).\(fraction.2)") else { return }
            let seconds = count * Double(unit)
            guard seconds <= Double(Self.longest) else { throw .tooLong }
            whole.replaceSubrange(fraction.range, with: Self.wholeNumbers(seconds))
        }
        guard let first = fractions.first else { return }
        // What has hours and two digits more may be a time of the day.
        let isClock = fractions.count == 1 && first.2.count == 2 && EndNames.units[String(first.3)] == 3600
        var clock = text
        clock.replaceSubrange(first.range, with: "\(first.1):\(first.2)")
        throw .fraction([whole] + (isClock ? [clock] : []))
    }

    /// A length to the nearest minute, as it is typed: `1h30m`.
    private static func wholeNumbers(_ seconds: Double) -> String {
        let minutes = Int((seconds / 60).rounded())
        return [(minutes / 1440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "m")]
            .map { $0.0 == 0 ? "" : "\($0.0)\($0.1)" }.joined()
    }
}
