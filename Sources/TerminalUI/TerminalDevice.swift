/// A terminal: keys and changes come out of it, frames go into it.
///
/// An implementation owns a thread of its own; none of these calls waits for the terminal.
public protocol TerminalDevice: Sendable {
    /// What happens at the terminal, in order, from the first size on. Ends after ``TerminalEvent/closed``.
    var events: AsyncStream<TerminalEvent> { get }

    /// Where to run what deals with ``events``: on the device's own thread where it has one, so that an answer to a key wakes
    /// no other; nil for anywhere.
    var executor: (any TaskExecutor)? { get }

    /// Shows a frame. Only the newest is kept when several arrive before one is painted.
    func show(_ frame: Frame)

    /// Repaints everything, for when something else has written on the screen.
    func repaint()

    /// Gives the terminal back to the shell and stops the process group, as ^Z does; returns to the screen on `fg`.
    func suspend()

    /// Writes text to the terminal's clipboard (OSC 52); nobody can tell whether the terminal took it.
    func copy(_ text: String)

    /// Calls for the person, who may be looking elsewhere: a bell, and the text where there is one and the terminal shows it.
    func notify(_ text: String)

    /// Draws everything with another look, now and from here on.
    func change(to look: Look)

    /// Leaves the screen as it was found, after the last frame. Returns when that is done; safe to call twice.
    func close() async
}

extension TerminalDevice {
    public var executor: (any TaskExecutor)? { nil }

    /// Nothing, for a device that nobody sits before.
    public func notify(_ text: String) {}

    /// Nothing, for a device that draws no cells.
    public func change(to look: Look) {}
}

/// What happens at a terminal.
public enum TerminalEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// The size became known, or changed.
    case resized(Size)
    /// The process was told to end by a signal: SIGINT, SIGTERM or SIGHUP.
    case terminate(signal: Int32)
    /// The process came back from a stop.
    case resumed
    /// The terminal went away.
    case closed
}
