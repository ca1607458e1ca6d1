#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CTerminal.h"
#include "tty.h"

// Wake-ups

static atomic_int wakeup = -1;

int ct_wakeup_descriptor(void) {
    int known = atomic_load(&wakeup);
    if (known >= 0) return known;
    int made = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (made < 0 || atomic_compare_exchange_strong(&wakeup, &known, made)) return made;
    close(made);
    return known;
}

void ct_wake(void) {
    uint64_t one = 1;
    int descriptor = atomic_load(&wakeup);
    // A full counter refuses the write, and wakes all the same.
    if (descriptor >= 0 && write(descriptor, &one, sizeof one) < 0) return;
}

// Standard error

static int saved_errors = -1;
static int held_errors = -1;

static void hold_errors(void) {
    if (!isatty(STDERR_FILENO)) return;
    int held = memfd_create("stderr", MFD_CLOEXEC);
    int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (held < 0 || saved < 0 || dup2(held, STDERR_FILENO) < 0) {
        if (held >= 0) close(held);
        if (saved >= 0) close(saved);
        return;
    }
    held_errors = held;
    saved_errors = saved;
}

/// Uses only what a signal handler may use.
static void release_errors(void) {
    if (saved_errors < 0) return;
    dup2(saved_errors, STDERR_FILENO);
    char buffer[1024];
    off_t offset = 0;
    ssize_t count;
    while ((count = pread(held_errors, buffer, sizeof buffer, offset)) > 0) {
        if (write(STDERR_FILENO, buffer, (size_t)count) != count) break;
        offset += count;
    }
    close(saved_errors);
    close(held_errors);
    saved_errors = held_errors = -1;
}

// The terminal's own state

static ct_guard guard;
static atomic_bool is_guarded;
static atomic_bool is_abandoned;

bool ct_is_abandoned(void) { return atomic_load(&is_abandoned); }

/// The thread that paints; it must stand still before another one gives the terminal back, or it would take it again.
/// 0 where there is none. The kernel's number, because a thread that has ended has no `pthread_t` that may be asked.
static atomic_int painter;
static atomic_bool is_parked;

static int this_thread(void) { return (int)syscall(SYS_gettid); }

/// Called by every handler: the end of the painting thread, once the terminal has been given up.
static void park_if_abandoned(void) {
    if (!ct_is_abandoned() || atomic_load(&painter) != this_thread()) return;
    atomic_store(&is_parked, true);
    while (true) pause();
}

static void park_painter(void) {
    int thread = atomic_load(&painter);
    if (thread == 0 || thread == this_thread()) return;
    if (syscall(SYS_tgkill, getpid(), thread, SIGWINCH) != 0) return;
    for (int tries = 0; tries < 100 && !atomic_load(&is_parked); tries++) poll(NULL, 0, 1);
}

/// Gives the terminal back from wherever the process is. Uses only what a signal handler may use: endwin() allocates.
static void abandon_terminal(void) {
    if (!atomic_exchange(&is_guarded, false)) return;
    atomic_store(&is_abandoned, true);
    park_painter();
    tty_make_room(guard.output, 0);
    if (write(guard.output, guard.reset, guard.reset_length) < 0) errno = 0;
    tcsetattr(guard.output, TCSANOW, &guard.modes);
    release_errors();
}

void ct_guard_terminal(const ct_guard *what, bool captures_errors) {
    static atomic_bool is_registered;
    guard = *what;
    if (captures_errors) hold_errors();
    atomic_store(&is_abandoned, false);
    atomic_store(&is_guarded, true);
    if (!atomic_exchange(&is_registered, true)) atexit(abandon_terminal);
}

void ct_unguard_terminal(void) {
    atomic_store(&painter, 0);
    if (atomic_exchange(&is_guarded, false)) release_errors();
}

// Signals that ask for something

static const struct {
    int number;
    int flag;
} requests[] = {
    {SIGINT, CT_SIGNAL_INTERRUPT}, {SIGTERM, CT_SIGNAL_TERMINATE}, {SIGHUP, CT_SIGNAL_HANG_UP},
    {SIGTSTP, CT_SIGNAL_STOP},     {SIGCONT, CT_SIGNAL_CONTINUE},  {SIGWINCH, CT_SIGNAL_RESIZE},
};
enum { REQUESTS = sizeof requests / sizeof *requests };
static const int endings = CT_SIGNAL_INTERRUPT | CT_SIGNAL_TERMINATE | CT_SIGNAL_HANG_UP;

static struct sigaction previous_requests[REQUESTS];
static struct sigaction previous_quit;
static atomic_int pending;

/// Calls who has handled a signal before: whoever opens a terminal may be listening for the time after it.
static void pass_on(int number, siginfo_t *info, void *context) {
    for (int i = 0; i < REQUESTS; i++) {
        if (requests[i].number != number || !(requests[i].flag & endings)) continue;
        const struct sigaction *before = &previous_requests[i];
        if (before->sa_flags & SA_SIGINFO) {
            before->sa_sigaction(number, info, context);
        } else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
            before->sa_handler(number);
        }
    }
}

static int flag_of(int number) {
    for (int i = 0; i < REQUESTS; i++)
        if (requests[i].number == number) return requests[i].flag;
    return 0;
}

static void handle_request(int number, siginfo_t *info, void *context) {
    int error = errno;
    park_if_abandoned();
    int flag = flag_of(number);
    int before = atomic_fetch_or(&pending, flag);
    ct_wake();
    pass_on(number, info, context);
    if (before & flag & endings & ~CT_SIGNAL_HANG_UP) {
        // Told a second time while the first still waits: whoever should have listened is stuck. A terminal that hangs up is told of
        // by the system and by the shell.
        abandon_terminal();
        signal(number, SIG_DFL);
        raise(number);
    }
    errno = error;
}

int32_t ct_take_signals(void) { return atomic_exchange(&pending, 0); }

void ct_forget_signals(int32_t signals) { atomic_fetch_and(&pending, ~signals); }

bool ct_has_been_told_to_end(int patience) {
    struct pollfd wakeups = {ct_wakeup_descriptor(), POLLIN, 0};
    uint64_t count;
    while (!(atomic_load(&pending) & endings) && poll(&wakeups, 1, patience) > 0)
        if (read(wakeups.fd, &count, sizeof count) < 0) break;
    ct_wake();
    return (atomic_load(&pending) & endings) != 0;
}

void ct_stop_group(void) {
    ct_forget_signals(CT_SIGNAL_CONTINUE);
    if (kill(0, SIGSTOP) < 0) return;
    // Another thread may take the signal, and this one run on for a while: what counts is the continuation.
    struct pollfd wakeups = {ct_wakeup_descriptor(), POLLIN, 0};
    while (!(atomic_load(&pending) & CT_SIGNAL_CONTINUE)) {
        uint64_t count;
        if (poll(&wakeups, 1, -1) > 0 && read(wakeups.fd, &count, sizeof count) < 0) continue;
    }
    // Among the wake-ups may have been others'.
    ct_wake();
}

bool ct_can_stop(void) {
    for (int i = 0; i < REQUESTS; i++)
        if (requests[i].number == SIGTSTP && previous_requests[i].sa_handler == SIG_IGN) return false;
    return getsid(0) != getpgrp();
}

// Signals that end in a crash

static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { CRASHES = sizeof crashes / sizeof *crashes };

static struct sigaction previous_crashes[CRASHES];

static void handle_crash(int number, siginfo_t *info, void *context) {
    abandon_terminal();
    for (int i = 0; i < CRASHES; i++) {
        if (crashes[i] != number) continue;
        struct sigaction *before = &previous_crashes[i];
        sigaction(number, before, NULL);
        if (before->sa_flags & SA_SIGINFO) {
            before->sa_sigaction(number, info, context);
        } else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
            before->sa_handler(number);
        } else {
            raise(number);
        }
    }
}

enum { CRASH_STACK = 64 * 1024 };

static pthread_key_t stack_key;

static void drop_stack(void *stack) {
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    munmap(stack, CRASH_STACK);
}

static void make_stack_key(void) { pthread_key_create(&stack_key, drop_stack); }

/// A stack that has overflowed cannot carry the handler of its own overflow. Each thread needs one of its own, for as
/// long as it lives; threads that others have made cannot be given one from here.
static void provide_stack(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    stack_t present;
    if (sigaltstack(NULL, &present) < 0 || !(present.ss_flags & SS_DISABLE)) return;
    void *stack = mmap(NULL, CRASH_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack == MAP_FAILED) return;
    pthread_once(&once, make_stack_key);
    stack_t alternate = {.ss_sp = stack, .ss_size = CRASH_STACK};
    if (sigaltstack(&alternate, NULL) < 0) {
        munmap(stack, CRASH_STACK);
    } else if (pthread_setspecific(stack_key, stack) != 0) {
        drop_stack(stack);
    }
}

void ct_guard_painter(void) {
    // A signal reaches a process only where a thread lets it in, and Dispatch keeps those out of its own that it once listened to.
    sigset_t signals;
    sigemptyset(&signals);
    for (int i = 0; i < REQUESTS; i++) sigaddset(&signals, requests[i].number);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    provide_stack();
    atomic_store(&painter, this_thread());
}

void ct_guard_signals(void) {
    atomic_store(&pending, 0);
    for (int i = 0; i < REQUESTS; i++) {
        struct sigaction action = {.sa_sigaction = handle_request, .sa_flags = SA_SIGINFO | SA_RESTART};
        sigemptyset(&action.sa_mask);
        sigaction(requests[i].number, NULL, &previous_requests[i]);
        // What the parent had ignored stays ignored, as nohup means it; but changes have to be known.
        int is_change = requests[i].flag & (CT_SIGNAL_RESIZE | CT_SIGNAL_CONTINUE);
        if (is_change || previous_requests[i].sa_handler != SIG_IGN)
            sigaction(requests[i].number, &action, NULL);
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGQUIT, &ignore, &previous_quit);

    provide_stack();
    for (int i = 0; i < CRASHES; i++) {
        struct sigaction action = {.sa_sigaction = handle_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
        sigemptyset(&action.sa_mask);
        sigaction(crashes[i], &action, &previous_crashes[i]);
    }
}

void ct_unguard_signals(void) {
    for (int i = 0; i < REQUESTS; i++) sigaction(requests[i].number, &previous_requests[i], NULL);
    sigaction(SIGQUIT, &previous_quit, NULL);
    for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &previous_crashes[i], NULL);
}
