/// A pure description of how something changes: a state, the events that may happen to it, and the effects it asks for.
///
/// A machine reads no clock and touches no disk, network or terminal. It answers an event with a new state and with
/// *values* that say what should be done; a ``Store`` carries them out and feeds what comes back in as further events.
/// So a test states the whole change, and every effect, and compares them for equality.
public protocol StateMachine: SendableMetatype {
    associatedtype State: Equatable & Sendable
    associatedtype Event: Sendable
    associatedtype Effect: Hashable & Sendable

    /// Changes `state` for one event and returns the effects to carry out, in order.
    static func reduce(_ state: inout State, _ event: Event) -> [Effect]

    /// Says how an effect relates to those of its kind that still run.
    static func schedule(_ effect: Effect) -> EffectSchedule
}

extension StateMachine {
    public static func schedule(_ effect: Effect) -> EffectSchedule { .run }
}

/// How a ``Store`` starts an effect.
public enum EffectSchedule: Hashable, Sendable {
    /// Start it beside whatever runs; the store is busy until it ends.
    case run
    /// Start it under a name, so that it can be cancelled; the store is busy until it ends.
    case named(String)
    /// Start it under a name in place of the one that runs; the store counts as idle meanwhile.
    ///
    /// For what waits without working: the next tick of a clock, a watch on a file.
    case background(String)
    /// Cancel the effect of that name, if it runs; nothing is started.
    case cancel(String)
}
