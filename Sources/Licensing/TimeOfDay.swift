/// A time of day as it was typed; 24:00 is the end of the day.
struct TimeOfDay: Hashable {
    var hour: Int
    var minute: Int
    var second: Int

    /// What a day without a time means.
    static let endOfDay = TimeOfDay(hour: 23, minute: 59)

    /// `18:00`
    var text: String { hour.twoDigits + ":" + minute.twoDigits }

    /// A time that is known to be one.
    init(hour: Int, minute: Int = 0) { (self.hour, self.minute, second) = (hour, minute, 0) }

    /// `18:00`, `9:30`, `17:00:30.5`, `9am`, `9:30pm`; nil for what has another shape.
    init?(_ word: String) throws(EndFlaw) {
        let half = ["am", "pm"].first { word.hasSuffix($0) }
        var fields = word.dropLast(half == nil ? 0 : 2)
            .split(omittingEmptySubsequences: false) { $0 == ":" || half != nil && $0 == "." }
        if fields.count == 3, let stop = fields[2].firstIndex(of: ".") {
            guard Int(digits: fields[2][stop...].dropFirst()) != nil else { return nil }
            fields[2] = fields[2][..<stop]
        }
        let numbers = fields.compactMap { Int(digits: $0) }
        guard numbers.count == fields.count, (half == nil ? 2...3 : 1...3).contains(fields.count), fields[0].count <= 2,
            fields.dropFirst().allSatisfy({ $0.count == 2 })
        else { return nil }
        (hour, minute, second) = (numbers[0], fields.count > 1 ? numbers[1] : 0, fields.count > 2 ? numbers[2] : 0)
        if let half {
            guard (1...12).contains(hour) else { throw .noSuchTime }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
        }
        try check()
    }

    /// An hour such as `9`, or a time without a colon such as `930` and `1800`.
    init(number: String) throws(EndFlaw) {
        let value = Int(digits: number) ?? 99
        (hour, minute, second) = number.count > 2 ? (value / 100, value % 100, 0) : (value, 0, 0)
        try check()
    }

    private func check() throws(EndFlaw) {
        guard minute < 60, second < 60, hour < 24 || hour == 24 && minute == 0 && second == 0 else { throw .noSuchTime }
    }
}
