internal import Foundation
internal import Synchronization

/// Tells on a terminal how far something is that takes longer than a second, and for how long it has been going on.
///
/// It is a passing line on standard error: it is gone once there is something else to say, and is shown to people alone.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var total = 0
        var isOver = false
    }

    private let words: String
    private let state = Mutex(State())
    private let start = ContinuousClock.now

    /// What takes less is over before anybody asks.
    private static let patience = Duration.seconds(1)

    private init(_ words: String) { self.words = words }

    /// Does something, and tells meanwhile how far it is.
    ///
    /// - Parameters:
    ///   - words: what is done: `verifying the trail`.
    ///   - isShown: whether anybody wants to know.
    static func of<Value, Failure: Error>(
        _ words: String, isShown: Bool = true, _ work: (Progress) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let progress = Progress(words)
        let telling = isShown && Output.takesPassingLines ? Task { await progress.tell() } : nil
        defer {
            telling?.cancel()
            progress.end()
        }
        return try await work(progress)
    }

    /// Notes how much of it is done.
    func reach(_ done: Int, of total: Int) {
        state.withLock { ($0.done, $0.total) = (done, total) }
    }

    private func tell() async {
        while true {
            do { try await Task.sleep(for: Self.patience) } catch { return }
            state.withLock { state in
                guard !state.isOver else { return }
                let seconds = (ContinuousClock.now - start).components.seconds
                let portion = state.total > 0 ? " \(ProgressBar.text(state.done, of: state.total))" : ""
                Output.pass("\(words)…\(portion) \(seconds) s")
            }
        }
    }

    private func end() {
        state.withLock { state in
            state.isOver = true
            Output.pass(nil)
        }
    }
}
