internal import Dispatch
internal import Foundation

/// Where a dummy kills itself: before or after an effect, or a number of microseconds into it.
///
/// Written `EFFECT.before`, `EFFECT.after` or `EFFECT.MICROSECONDS`.
struct FaultPoint: Hashable, Sendable {
    /// What a client asks of its surroundings. A write is told by the step that it writes.
    enum Effect: String, CaseIterable {
        case load, identify, intent, sending, request, outcome
    }

    enum Moment: Hashable {
        case before, after
        case during(microseconds: Int)
    }

    let effect: Effect
    let moment: Moment

    init?(_ text: String) {
        let parts = text.split(separator: ".").map(String.init)
        guard parts.count == 2, let effect = Effect(rawValue: parts[0]) else { return nil }
        self.effect = effect
        switch parts[1] {
        case "before": moment = .before
        case "after": moment = .after
        default:
            guard let microseconds = Int(parts[1]) else { return nil }
            moment = .during(microseconds: microseconds)
        }
    }

    /// To be called as an effect begins.
    func entering(_ entered: Effect) {
        guard entered == effect else { return }
        switch moment {
        case .before: die()
        case .during(let microseconds):
            DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(microseconds)) { die() }
        case .after: break
        }
    }

    /// To be called as an effect ends.
    func leaving(_ left: Effect) {
        if left == effect, moment == .after { die() }
    }
}

/// Ends this process as a power cut would: nothing is flushed, closed or said.
private func die() -> Never {
    kill(getpid(), SIGKILL)
    while true { pause() }
}
