internal import Foundation

/// Standard input, output and error, as whoever started the program has left them.
enum StandardDescriptors {
    /// Takes the numbers of those that are closed, so that nothing that is opened later gets one, and the output with it.
    ///
    /// Reading from them, or writing to them, fails as it did before.
    static func occupy() {
        // The lowest number that is free is given out, which each time is this one.
        for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", mode)
        }
    }
}
