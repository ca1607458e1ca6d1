public import StateMachine
public import Testing

/// Plays events to a machine and compares the whole state change and every effect with what is expected.
///
/// An effect that was expected and never answered is for the test to look at in ``pending``.
public struct Script<Machine: StateMachine> where Machine.Event: Equatable {
    /// The state after the last event.
    public private(set) var state: Machine.State
    /// All effects so far, in order.
    public private(set) var effects: [Machine.Effect] = []

    public init(_ state: Machine.State) { self.state = state }

    /// Plays one event.
    ///
    /// - Parameters:
    ///   - effects: every effect that must come of it, in order.
    ///   - change: makes, of the state before, the state after; all that it leaves alone must stay as it was.
    public mutating func send(
        _ event: Machine.Event, effects expected: [Machine.Effect] = [], location: SourceLocation = #_sourceLocation,
        change: (inout Machine.State) -> Void = { _ in }
    ) {
        var expectedState = state
        change(&expectedState)
        let actual = Machine.reduce(&state, event)
        #expect(actual == expected, "effects of \(event)", sourceLocation: location)
        #expect(state == expectedState, "state after \(event)", sourceLocation: location)
        effects += actual
    }

    /// Plays one event whose change a test does not state.
    @discardableResult
    public mutating func play(_ event: Machine.Event) -> [Machine.Effect] {
        let actual = Machine.reduce(&state, event)
        effects += actual
        return actual
    }
}
