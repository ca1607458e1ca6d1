internal import CTerminal
internal import Foundation
internal import TerminalUI

/// The life of the terminal's thread: wait, read, paint; until it is closed or the terminal goes away.
struct TerminalLoop {
    private let screen: Screen
    private let options: TerminalOptions
    private let mailbox: Mailbox
    private let executor: TerminalExecutor
    private let events: AsyncStream<TerminalEvent>.Continuation
    private var painter: FramePainter
    private var decoder: KeyDecoder
    /// The newest frame, as long as it has not been painted.
    private var unpainted: Frame?
    /// Whether there may be input that a wait would not see, because it has left the descriptor already.
    private var hasUnreadInput = false
    private var isOver = false

    /// Keys read in one go, before frames and signals get their turn.
    private static let batch = 4096
    /// How long the rest of a sequence may be on its way, in milliseconds.
    private static let patience: Int32 = 100

    init(
        screen: Screen, options: TerminalOptions, mailbox: Mailbox, executor: TerminalExecutor,
        events: AsyncStream<TerminalEvent>.Continuation
    ) {
        self.screen = screen
        self.options = options
        self.mailbox = mailbox
        self.executor = executor
        self.events = events
        painter = FramePainter(screen: screen, usesASCII: options.usesASCII || !screen.isUTF8)
        decoder = KeyDecoder(usesMouse: options.usesMouse)
    }

    mutating func run() {
        screen.takeOver()
        events.yield(.resized(screen.size))
        while !isOver { turn() }
        screen.close()
        events.yield(.closed)
        events.finish()
        executor.close()
    }

    private mutating func turn() {
        let timeout: Int32? = hasUnreadInput ? 0 : decoder.isWaiting ? Self.patience : nil
        let ready = screen.wait(forOutput: unpainted != nil, timeout: timeout)
        mailbox.stayAwake()
        handle(Signals.take())
        if ready.contains(.readable) || hasUnreadInput {
            readKeys()
        } else if ready.isEmpty {
            handle(decoder.giveUp())
        }
        if ready.contains(.hungUp) { isOver = true }
        // What came just before the wishes were taken has woken nobody.
        repeat {
            executor.runJobs()
            handle(mailbox.take())
        } while mailbox.hasJobs && !isOver
        if unpainted != nil, !isOver, ready.contains(.writable) || screen.hasRoom { paint() }
    }

    // MARK: Input

    private mutating func readKeys() {
        var count = 0
        while count < Self.batch, let key = screen.readKey() {
            count += 1
            handle(decoder.take(key))
        }
        hasUnreadInput = count == Self.batch
        if hasUnreadInput { return }
        handle(decoder.runDry())
        if count == 0, screen.isGone { isOver = true }
    }

    private mutating func handle(_ keys: [Key]) {
        for key in keys {
            if key == .control("z") {
                suspend()
            } else {
                events.yield(.key(key))
            }
        }
    }

    // MARK: Signals

    private mutating func handle(_ signals: Signals) {
        if signals.isEmpty { return }
        if signals.contains(.interrupt) { events.yield(.terminate(signal: SIGINT)) }
        if signals.contains(.terminate) { events.yield(.terminate(signal: SIGTERM)) }
        if signals.contains(.hangUp) { events.yield(.terminate(signal: SIGHUP)) }
        if signals.contains(.stop) {
            suspend()
        } else if signals.contains(.resume) {
            // Stopped by force, without notice: whatever the shell has done to the terminal is to be undone.
            screen.leave()
            comeBack()
        } else if signals.contains(.resize) {
            resize()
        }
    }

    private mutating func resize() {
        guard screen.resize() else { return }
        announceSize()
    }

    private mutating func suspend() {
        guard screen.canStop else { return }
        screen.leave()
        let isBack = screen.stop()
        // The continuation just seen, and sizes and stops that came before it, are no news.
        Signals.forget([.resume, .resize, .stop])
        if isBack { comeBack() }
    }

    private mutating func comeBack() {
        screen.enter()
        events.yield(.resumed)
        announceSize()
    }

    /// What was painted for another size is no longer what is on the screen, even if that size should come back.
    private mutating func announceSize() {
        painter.forget()
        mailbox.forget()
        events.yield(.resized(screen.size))
    }

    // MARK: Wishes

    private mutating func handle(_ wishes: Mailbox.Wishes) {
        if let frame = wishes.frame { unpainted = frame }
        if let look = wishes.look { change(to: look) }
        if wishes.isRepaintWanted { repaint() }
        if let text = wishes.clipboard { screen.write(Clipboard.sequence(for: text, inTmux: options.isInTmux)) }
        for text in wishes.notifications { notify(text) }
        if wishes.isClosing {
            if screen.hasRoom { paint() }
            isOver = true
        } else if wishes.isSuspensionWanted {
            suspend()
        }
    }

    private func notify(_ text: String) {
        screen.write(Bell.sequence(for: text, showsText: options.showsTitle, inTmux: options.isInTmux))
    }

    private mutating func change(to look: Look) {
        screen.define(look.palette)
        unpainted = unpainted ?? painter.painted
        painter = FramePainter(screen: screen, usesASCII: look.usesASCII || !screen.isUTF8)
        screen.invalidate()
    }

    private mutating func repaint() {
        screen.invalidate()
        unpainted = unpainted ?? painter.painted
        painter.forget()
    }

    private mutating func paint() {
        guard let frame = unpainted else { return }
        unpainted = nil
        if options.showsTitle, let title = painter.newTitle(of: frame) {
            screen.write(WindowTitle.sequence(for: title))
        }
        painter.paint(frame)
    }
}
