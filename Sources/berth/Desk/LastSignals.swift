internal import ClientLive
internal import Foundation
internal import Synchronization

/// The signals that come once the screen is gone, while the last outcome is still to be written down.
///
/// The screen hears of those before. A terminal that hangs up ends it, and the shell tells of that only then: nothing may be lost by
/// that. Who asks a second time does not want to wait.
struct LastSignals {
    private final class Heard: Sendable {
        let first = Atomic<Int32>(0)
        let isScreenGone = Atomic<Bool>(false)
    }

    private let heard = Heard()
    private let signals: Signals

    /// Begins to listen. It has to be before the screen is opened.
    init() {
        signals = Signals { [heard] number in
            let first = heard.first.exchange(number, ordering: .relaxed)
            guard heard.isScreenGone.load(ordering: .relaxed), first != 0 else { return }
            if Signals.isImpatience(number, after: first) { Signals.end(by: number) }
        }
    }

    /// Takes note that the screen is gone.
    var screenIsGone: @Sendable () -> Void { { [heard] in heard.isScreenGone.store(true, ordering: .relaxed) } }

    func stop() { signals.stop() }
}
