#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "CProcess.h"

static atomic_int listener = -1;
static atomic_bool is_listening[NSIG];
static struct sigaction before[NSIG];

static bool is_told(const struct sigaction *action);

/// Does what was done about a signal before. Uses only what a signal handler may use.
static void pass_on(int number, siginfo_t *info, void *context) {
    struct sigaction now;
    const struct sigaction *other = &before[number];
    if (other->sa_flags & SA_SIGINFO) {
        other->sa_sigaction(number, info, context);
    } else if (other->sa_handler != SIG_DFL && other->sa_handler != SIG_IGN) {
        other->sa_handler(number);
    } else if (other->sa_handler == SIG_DFL && !atomic_load(&is_listening[number]) && sigaction(number, NULL, &now) == 0
               && is_told(&now)) {
        // Somebody has put this handler back after its time. It ends the process as the handler returns.
        signal(number, SIG_DFL);
        raise(number);
    }
}

static void tell(int number, siginfo_t *info, void *context) {
    // Whoever took the signal over meanwhile may pass it on to here.
    static _Thread_local volatile sig_atomic_t is_telling;
    if (is_telling) return;
    is_telling = 1;
    const int error = errno;
    const unsigned char byte = (unsigned char)number;
    // A full pipe has been told enough.
    if (atomic_load(&is_listening[number]) && write(atomic_load(&listener), &byte, 1) < 0) errno = 0;
    pass_on(number, info, context);
    errno = error;
    is_telling = 0;
}

static bool is_told(const struct sigaction *action) {
    return (action->sa_flags & SA_SIGINFO) && action->sa_sigaction == tell;
}

enum cp_signal cp_listen(int number, int descriptor) {
    struct sigaction now;
    if (sigaction(number, NULL, &now) != 0) return CP_IGNORED;
    if (!(now.sa_flags & SA_SIGINFO) && now.sa_handler == SIG_IGN) return CP_IGNORED;
    atomic_store(&listener, descriptor);
    if (!is_told(&now)) before[number] = now;
    atomic_store(&is_listening[number], true);
    if (!is_told(&now)) {
        struct sigaction told = {.sa_sigaction = tell, .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
        sigfillset(&told.sa_mask);
        sigaction(number, &told, NULL);
    }
    const bool is_default = !(before[number].sa_flags & SA_SIGINFO) && before[number].sa_handler == SIG_DFL;
    return is_default ? CP_DEFAULT : CP_HANDLED;
}

void cp_stop_listening(int number) {
    struct sigaction now;
    if (!atomic_exchange(&is_listening[number], false)) return;
    // Who has taken the signal over meanwhile keeps it.
    if (sigaction(number, NULL, &now) == 0 && is_told(&now)) sigaction(number, &before[number], NULL);
}
