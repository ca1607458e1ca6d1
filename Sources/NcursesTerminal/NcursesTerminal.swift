internal import CTerminal
internal import Foundation
public import TerminalUI

/// The terminal by way of ncurses: decodes keys and paints frames on a thread of its own.
///
/// A process has one at a time, since signals, terminal modes and ncurses itself belong to the whole process. The keys ^Z
/// and the signal SIGTSTP suspend the program here; every other key comes out as an event.
public final class NcursesTerminal: TerminalDevice {
    public let events: AsyncStream<TerminalEvent>
    /// The terminal's thread.
    public let executor: (any TaskExecutor)?
    private let mailbox: Mailbox

    /// Opens the terminal on standard input and output.
    ///
    /// - Parameters:
    ///   - palette: what the roles look like.
    ///   - useMouse: whether clicks and the wheel are told; then text can no longer be selected with the mouse alone.
    ///   - ascii: whether lines and symbols are drawn in ASCII; always so where the character set is not UTF-8.
    ///   - environment: tells `TERM`, the locale, `ESCDELAY` (milliseconds) and `TMUX`.
    public static func open(
        palette: Palette, useMouse: Bool = false, ascii: Bool = false, environment: [String: String]
    ) throws(TerminalError) -> NcursesTerminal {
        let options = TerminalOptions(palette: palette, usesMouse: useMouse, usesASCII: ascii, environment: environment)
        return try NcursesTerminal(input: STDIN_FILENO, output: STDOUT_FILENO, options: options)
    }

    /// Opens the terminal behind two descriptors, which may be the same one and stay the caller's.
    public init(input: Int32, output: Int32, options: TerminalOptions) throws(TerminalError) {
        let screen = try Screen(input: input, output: output, options: options)
        let mailbox = Mailbox()
        let executor = TerminalExecutor(mailbox: mailbox)
        let (events, continuation) = AsyncStream.makeStream(of: TerminalEvent.self)
        self.events = events
        self.mailbox = mailbox
        self.executor = executor
        let thread = Thread {
            var loop = TerminalLoop(
                screen: screen, options: options, mailbox: mailbox, executor: executor, events: continuation)
            loop.run()
        }
        thread.name = "terminal"
        thread.start()
    }

    deinit { mailbox.post { $0.isClosing = true } }

    public func show(_ frame: Frame) { mailbox.show(frame) }

    public func repaint() { mailbox.post { $0.isRepaintWanted = true } }

    public func suspend() { mailbox.post { $0.isSuspensionWanted = true } }

    public func copy(_ text: String) { mailbox.post { $0.clipboard = text } }

    public func notify(_ text: String) { mailbox.post { $0.notifications.append(text) } }

    public func change(to look: Look) { mailbox.post { $0.look = look } }

    public func close() async {
        mailbox.post { $0.isClosing = true }
        await mailbox.waitUntilClosed()
    }
}
