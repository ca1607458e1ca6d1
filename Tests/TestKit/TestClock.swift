internal import Synchronization
public import Foundation

/// A clock that stands still until it is told to move.
public final class TestClock: Sendable {
    private struct Contents {
        var date: Date
        var sleepers: [UUID: (end: Date, continuation: CheckedContinuation<Void, Never>)] = [:]
    }

    private let contents: Mutex<Contents>

    public init(_ date: Date = TestClock.start) { contents = Mutex(Contents(date: date)) }

    /// What it reads.
    public var now: Date { contents.withLock { $0.date } }

    /// Moves it by a number of seconds, and wakes those whose moment has come.
    public func advance(by seconds: TimeInterval) {
        let woken = contents.withLock { contents in
            contents.date += seconds
            let due = contents.sleepers.filter { [date = contents.date] in $0.value.end <= date }
            for id in due.keys { contents.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns once it reads that moment or a later one, or when the task is cancelled.
    public func sleep(until end: Date) async {
        let id = UUID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = contents.withLock { contents in
                    if contents.date >= end || Task.isCancelled { return true }
                    contents.sleepers[id] = (end, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            contents.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    /// Monday, 23 November 2026, 13:02:00 UTC: where every test's clock starts.
    public static let start = Date(timeIntervalSince1970: 1_795_438_920)
}
