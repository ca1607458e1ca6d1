/// Runs tasks on the terminal's thread: what a key leads to is worked out and painted by the thread that read it, with no
/// other to be woken in between.
///
/// Once the terminal is closed, what is left runs on the threads of the pool.
final class TerminalExecutor: TaskExecutor {
    private let mailbox: Mailbox

    init(mailbox: Mailbox) { self.mailbox = mailbox }

    func enqueue(_ job: UnownedJob) {
        if !mailbox.enqueue(job) { globalConcurrentExecutor.enqueue(job) }
    }

    /// Runs what has come, and what comes of that, on the calling thread, which is the terminal's.
    func runJobs() {
        while case let jobs = mailbox.takeJobs(), !jobs.isEmpty {
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    /// Hands over to the pool what the thread, which is about to end, will not run.
    func close() {
        for job in mailbox.close() { globalConcurrentExecutor.enqueue(job) }
    }
}
