internal import Glibc

/// The terminal of this process, which is lent to a program that asks something on it.
///
/// A program in a group of its own is stopped by the system as it reads there. Who has the terminal is the one that ^C and ^Z
/// reach, so that it is lent to those alone that want it, and for as long as they run.
struct LentTerminal {
    private let descriptor: Int32
    /// How it was before it was lent; nil while it is not.
    private var modes: termios?

    /// The terminal, if there is one.
    init() { descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) }

    /// Whether somebody has it.
    var isLent: Bool { modes != nil }

    /// Lets a program that the terminal has stopped go on, with the terminal if that is what it wants.
    mutating func goOn(_ group: ProcessGroup, stoppedBy signal: Int32) {
        guard [SIGTSTP, SIGTTIN, SIGTTOU].contains(signal) else { return }
        if signal == SIGTSTP || !lend(to: group) {
            // ^Z, or a job in the background that wants the terminal.
            takeBack()
            Self.stop(by: signal)
            _ = lend(to: group)
        }
        group.signal(SIGCONT)
    }

    /// Stops this process and whoever shares its group, until a person goes on with them.
    private static func stop(by number: Int32) {
        let usual = signal(number, SIG_IGN)
        kill(0, number)
        // Ignored once more, what may wait of it here is dropped: some thread would hear of it some time. This one is to stop now.
        _ = signal(number, SIG_IGN)
        _ = signal(number, usual)
        var (signals, others) = (sigset_t(), sigset_t())
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, &others)
        raise(number)
        pthread_sigmask(SIG_SETMASK, &others, nil)
    }

    /// Lends it, unless this process has not got it itself.
    private mutating func lend(to group: ProcessGroup) -> Bool {
        var now = termios()
        guard !isLent, tcgetpgrp(descriptor) == getpgrp(), tcgetattr(descriptor, &now) == 0,
            tcsetpgrp(descriptor, group.id) == 0
        else { return false }
        modes = now
        return true
    }

    /// Takes it back, as it was.
    mutating func takeBack() {
        guard var before = modes else { return }
        modes = nil
        // Whoever has not got the terminal is stopped as it takes it, unless it does not hear of that.
        var (signals, others) = (sigset_t(), sigset_t())
        sigemptyset(&signals)
        sigaddset(&signals, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &signals, &others)
        tcsetpgrp(descriptor, getpgrp())
        tcsetattr(descriptor, TCSADRAIN, &before)
        pthread_sigmask(SIG_SETMASK, &others, nil)
        // Whoever shares this process's group, such as a pager behind a pipe, may have been stopped meanwhile.
        kill(0, SIGCONT)
    }

    /// Takes it back for good.
    mutating func end() {
        takeBack()
        if descriptor >= 0 { close(descriptor) }
    }
}
