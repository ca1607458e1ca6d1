import Foundation
import Licensing

/// What has to hold of any text that somebody types as an end: the first byte chooses a zone, the second a moment to read it
/// at, and the rest is the text.
enum TypedEnd {
    private static let zones =
        ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]
        .map { LocalZone(named: $0) ?? .utc } + [.utc]

    /// A plain Monday, both changes of the clocks in Berlin, a leap day, and the last second of a year.
    private static let moments = [
        "2026-11-23T13:02:00Z", "2026-10-25T00:30:00Z", "2027-03-28T00:59:59Z", "2028-02-29T12:00:00Z",
        "2026-12-31T23:59:59Z",
    ].compactMap(UTC.parse)

    static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 2 else { return }
        let zone = zones[Int(bytes[0]) % zones.count]
        let now = moments[Int(bytes[1]) % moments.count]
        let text = String(decoding: bytes.dropFirst(2), as: UTF8.self)
        _ = EndInput.length(text)
        do {
            let reading = try EndInput.read(text, now: now, in: zone)
            precondition(!reading.notes.contains { $0.sentence.isEmpty }, "a note says nothing")
            if case .at(let end) = reading.end { check(end, now: now, in: zone) }
        } catch {
            precondition(!error.sentence.isEmpty, "a failure says nothing")
            for suggestion in error.suggestions {
                let suggested = try? EndInput.read(suggestion, now: now, in: zone)
                precondition(suggested != nil, "a suggestion cannot be read: \(suggestion)")
            }
        }
    }

    /// An end has whole seconds, and what Berth writes for it means it.
    private static func check(_ end: Date, now: Date, in zone: LocalZone) {
        let seconds = end.timeIntervalSince1970
        precondition(seconds.isFinite && seconds == seconds.rounded(), "an end has a fraction of a second")
        // The years that can be written with four digits.
        guard (-62_135_596_800..<253_402_300_800).contains(seconds) else { return }
        let written = UTC.format(end)
        let read = try? EndInput.read(written, now: now, in: zone)
        precondition(read?.end == .at(end), "\(written) is not read as it was written")
    }
}

/// What libFuzzer, which has the program's `main`, calls with each of its inputs.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    TypedEnd.check(UnsafeBufferPointer(start: bytes, count: count))
    return 0
}
